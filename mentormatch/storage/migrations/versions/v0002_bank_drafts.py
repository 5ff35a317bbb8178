"""Drafts of question banks: one a bank, with the revision that whoever saves must have seen."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of drafts."""
    op.create_table(
        "bank_drafts",
        sa.Column("bank_key", sa.String(40), sa.ForeignKey("banks.key"), primary_key=True),
        sa.Column("document", sa.LargeBinary, nullable=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.CheckConstraint("revision >= 0", name="revision"),
    )


def downgrade() -> None:
    """Remove the drafts; published versions stay."""
    op.drop_table("bank_drafts")
