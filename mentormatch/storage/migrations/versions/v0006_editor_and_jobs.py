"""Drafts know what is stale, who saved last and what will be said of them; jobs that take a while."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant, Key

revision = "0006"
down_revision = "0005"

_NO_TEXT = sa.text("''")


def upgrade() -> None:
    """Add what the editor keeps beside a draft, and the table of jobs."""
    op.add_column("bank_drafts", sa.Column("stale", sa.Text, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("bank_drafts", sa.Column("note", sa.Text, nullable=False, server_default=_NO_TEXT))
    op.add_column("bank_drafts", sa.Column("updated_by", sa.String(64), nullable=True))
    op.create_table(
        "jobs",
        sa.Column("id", Key, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("input", sa.LargeBinary, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("kept", sa.Text, nullable=False, server_default=_NO_TEXT),
        sa.Column("result", sa.Text, nullable=False, server_default=_NO_TEXT),
        sa.Column("error", sa.Text, nullable=False, server_default=_NO_TEXT),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("worker", sa.String(64), nullable=True),
        sa.Column("beat_at", Instant, nullable=True),
        sa.Column("ended_at", Instant, nullable=True),
        sa.CheckConstraint("done >= 0 AND total >= 0", name="progress"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state"])


def downgrade() -> None:
    """Take it away again; drafts stay, without their marks."""
    op.drop_index("ix_jobs_state", "jobs")
    op.drop_table("jobs")
    for name in ("updated_by", "note", "stale"):
        op.drop_column("bank_drafts", name)
