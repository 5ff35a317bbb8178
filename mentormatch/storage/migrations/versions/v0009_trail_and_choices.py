"""The audit chain is read by who, what and about what; settings that admins change while it runs."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant

revision = "0009"
down_revision = "0008"

_READ_BY: tuple[list[str], ...] = ([], ["actor"], ["action"], ["subject"])


def upgrade() -> None:
    """Make the indexes of the trail, and the table of choices."""
    for by in _READ_BY:
        columns = [*by, "at", "number"]
        op.create_index(_name(columns), "audit_events", columns)
    op.create_table(
        "choices",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.CheckConstraint("id = 1", name="single"),
        sa.CheckConstraint("revision >= 1", name="revision"),
    )


def downgrade() -> None:
    """Take them away; every setting is the installation's own again."""
    op.drop_table("choices")
    for by in _READ_BY:
        op.drop_index(_name([*by, "at", "number"]), "audit_events")


def _name(columns: list[str]) -> str:
    return f"ix_audit_events_{'_'.join(columns)}"
