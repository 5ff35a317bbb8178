"""What was last measured of a bank version's questions, so that looking at it costs nothing."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant, Key

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of item statistics."""
    op.create_table(
        "item_statistics",
        sa.Column("bank_version_id", Key, sa.ForeignKey("bank_versions.id"), primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("measured_at", Instant, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
    )


def downgrade() -> None:
    """Remove what was measured; it can be measured again."""
    op.drop_table("item_statistics")
