"""Learned models: what they were taught on, which one served when, what they say beside the results."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant, Key

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables; until a model is promoted, the expert serves."""
    op.create_table(
        "training_sets",
        sa.Column("id", Key, primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("selection", sa.Text, nullable=False),
        sa.Column("judgements", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("content_hash"),
        sa.CheckConstraint("length(content_hash) = 64", name="content_hash"),
    )
    op.create_table(
        "model_versions",
        sa.Column("id", Key, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("training_set_id", Key, sa.ForeignKey("training_sets.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("content_hash"),
        sa.CheckConstraint("length(content_hash) = 64", name="content_hash"),
    )
    op.create_index(
        "uq_model_versions_challenger",
        "model_versions",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'challenger'"),
        postgresql_where=sa.text("state = 'challenger'"),
    )
    _served_models()
    _model_scores()


def downgrade() -> None:
    """Take them away again; results stay as they were made, and the expert serves."""
    op.drop_table("model_scores")
    op.drop_table("served_models")
    op.drop_table("model_versions")
    op.drop_table("training_sets")


def _served_models() -> None:
    op.create_table(
        "served_models",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content_hash", sa.String(64), nullable=True),
        sa.Column("replaced_hash", sa.String(64), nullable=True),
        sa.Column("deed", sa.String(16), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("number >= 1", name="number"),
    )


def _model_scores() -> None:
    op.create_table(
        "model_scores",
        sa.Column("result_id", Key, sa.ForeignKey("results.id"), primary_key=True),
        sa.Column("content_hash", sa.String(64), primary_key=True),
        sa.Column("origin", sa.String(16), primary_key=True),
        sa.Column("recommendation", sa.String(16), nullable=False),
        sa.Column("probabilities", sa.Text, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
    )
