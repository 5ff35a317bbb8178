"""An index by which open cases are counted by why they are there and how old they are."""

from alembic import op

revision = "0008"
down_revision = "0007"

_NAME = "ix_cases_state_origin_result_id"


def upgrade() -> None:
    """Make the index."""
    op.create_index(_NAME, "cases", ["state", "origin", "result_id"])


def downgrade() -> None:
    """Remove it; counting goes on, at a cost that grows with the cases."""
    op.drop_index(_NAME, "cases")
