"""The tables of learned models; private to this room, as `tables`, and tagged in the same way."""

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mentormatch.storage.columns import Instant, Key
from mentormatch.storage.tables import METADATA, _column

# Which judgements a model was taught: their names, never their content, so that erasing holds.
TRAINING_SETS = Table(
    "training_sets",
    METADATA,
    _column("id", Key, privacy="none", primary_key=True),
    _column("content_hash", String(64), privacy="none"),
    _column("selection", Text, privacy="pseudonymous"),
    _column("judgements", Integer, privacy="none"),
    _column("created_at", Instant, privacy="none"),
    UniqueConstraint("content_hash"),
    CheckConstraint("length(content_hash) = 64", name="content_hash"),
)

MODEL_VERSIONS = Table(
    "model_versions",
    METADATA,
    _column("id", Key, privacy="none", primary_key=True),
    _column("number", Integer, privacy="none"),
    _column("content_hash", String(64), privacy="none"),
    _column("document", LargeBinary, privacy="none"),
    _column("training_set_id", Key, ForeignKey("training_sets.id"), privacy="none"),
    _column("state", String(16), privacy="none"),
    _column("created_at", Instant, privacy="none"),
    UniqueConstraint("number"),
    UniqueConstraint("content_hash"),
    CheckConstraint("length(content_hash) = 64", name="content_hash"),
)
# Of challengers only, as the migration says (see `uq_bank_versions_current`).
Index("uq_model_versions_challenger", MODEL_VERSIONS.c.state, unique=True)

# The last row says which model serves, by its hash; NULL is the expert, as is no row at all.
SERVED_MODELS = Table(
    "served_models",
    METADATA,
    _column("number", Integer, privacy="none", primary_key=True, autoincrement=False),
    _column("content_hash", String(64), privacy="none", nullable=True),
    _column("replaced_hash", String(64), privacy="none", nullable=True),
    _column("deed", String(16), privacy="none"),
    _column("by", String(64), privacy="pseudonymous"),
    _column("at", Instant, privacy="none"),
    CheckConstraint("number >= 1", name="number"),
)

# What a model says of a result that another made: a challenger at the time, or a later re-scoring.
MODEL_SCORES = Table(
    "model_scores",
    METADATA,
    _column("result_id", Key, ForeignKey("results.id"), privacy="pseudonymous", primary_key=True),
    _column("content_hash", String(64), privacy="none", primary_key=True),
    _column("origin", String(16), privacy="none", primary_key=True),
    _column("recommendation", String(16), privacy="pseudonymous"),
    _column("probabilities", Text, privacy="pseudonymous"),
    _column("created_at", Instant, privacy="pseudonymous"),
)
