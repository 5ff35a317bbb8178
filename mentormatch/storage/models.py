"""Learned models: documents that never change, which one serves, and what others say beside it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.guide import Role
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text, to_text
from mentormatch.storage.keys import new_key
from mentormatch.storage.model_tables import MODEL_SCORES, MODEL_VERSIONS, SERVED_MODELS, TRAINING_SETS
from mentormatch.storage.tables import ATTEMPTS, RESULTS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass

CANDIDATE, CHALLENGER, SET_ASIDE = "candidate", "challenger", "set-aside"
SHADOW, RESCORE = "shadow", "rescore"
PROMOTED, BACK = "promoted", "back"


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A stored selection of judgements, with the hash of all that was learnt from."""

    id: str
    content_hash: str
    selection: dict[str, Any]
    judgements: int
    created: datetime


@dataclass(frozen=True, slots=True)
class StoredModel:
    """One learned model: its document as bytes, its place in the life of models."""

    id: str
    number: int
    content_hash: str
    document: bytes
    state: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of what serves; `content_hash` None is the expert."""

    number: int
    content_hash: str | None
    replaced_hash: str | None
    deed: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Named:
    """Which models the live path needs, by their hashes; None for the expert, and for no challenger."""

    serving: str | None
    challenger: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """What a model says of one result."""

    result_id: str
    recommendation: str
    probabilities: dict[str, float]
    created: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A result with the answers that it was made from, also when some were changed since."""

    id: str
    bank_version_id: str
    role: Role
    recommendation: str
    answers: bytes


# Built once: asked with every result.
_NAMED = select(
    select(SERVED_MODELS.c.content_hash)
    .order_by(SERVED_MODELS.c.number.desc())
    .limit(1)
    .scalar_subquery()
    .label("serving"),
    select(MODEL_VERSIONS.c.content_hash)
    .where(MODEL_VERSIONS.c.state == CHALLENGER)
    .scalar_subquery()
    .label("challenger"),
)
_DOCUMENT = select(MODEL_VERSIONS.c.document).where(MODEL_VERSIONS.c.content_hash == bindparam("hash"))
_NEWEST = select(MODEL_VERSIONS).order_by(MODEL_VERSIONS.c.number.desc())


def named(tx: Transaction) -> Named:
    """Which model serves and which one challenges it; one query."""
    row = tx.execute(_NAMED).one()
    return Named(row.serving, row.challenger)


def document(tx: Transaction, content_hash: str) -> bytes | None:
    """A model's document as it lies there, unchecked; None when there is none."""
    found = tx.execute(_DOCUMENT, {"hash": content_hash}).scalar()
    return bytes(found) if found is not None else None


def store_training_set(
    tx: Transaction, content_hash: str, selection: Mapping[str, object], *, judgements: int, now: datetime
) -> TrainingSet:
    """Store a selection; an equal one stands as it was first stored."""
    values = {
        "id": new_key(now),
        "content_hash": content_hash,
        "selection": to_text(selection),
        "judgements": judgements,
        "created_at": now,
    }
    insert_if_absent(tx, TRAINING_SETS, values)
    return training_set(tx, content_hash)


def training_set(tx: Transaction, content_hash: str) -> TrainingSet:
    """A stored selection by its hash; NotFoundError `training-set`."""
    query = select(TRAINING_SETS).where(TRAINING_SETS.c.content_hash == content_hash)
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("training-set", content_hash)
    return TrainingSet(row.id, row.content_hash, from_text(row.selection), row.judgements, row.created_at)


def store(
    tx: Transaction, content_hash: str, document: bytes, *, training_set_id: str, now: datetime
) -> StoredModel:
    """Store a candidate; an equal document stands as it was first stored, in whatever state."""
    known = _by_hash(tx, content_hash)
    if known is not None:
        return known
    last = tx.execute(select(func.max(MODEL_VERSIONS.c.number))).scalar() or 0
    values = {
        "id": new_key(now),
        "number": last + 1,
        "content_hash": content_hash,
        "document": document,
        "training_set_id": training_set_id,
        "state": CANDIDATE,
        "created_at": now,
    }
    tx.execute(MODEL_VERSIONS.insert(), values)
    return by_hash(tx, content_hash)


def by_hash(tx: Transaction, content_hash: str) -> StoredModel:
    """One model; NotFoundError `model`."""
    found = _by_hash(tx, content_hash)
    if found is None:
        raise NotFoundError("model", content_hash)
    return found


def by_number(tx: Transaction, number: int) -> StoredModel:
    """One model by its number; NotFoundError `model`."""
    row = tx.execute(select(MODEL_VERSIONS).where(MODEL_VERSIONS.c.number == number)).one_or_none()
    if row is None:
        raise NotFoundError("model", str(number))
    return _model(row)


def newest(tx: Transaction, limit: int) -> tuple[StoredModel, ...]:
    """The latest models, newest first."""
    return tuple(map(_model, tx.execute(_NEWEST.limit(limit))))


def challenge(tx: Transaction, content_hash: str) -> None:
    """Make a model the challenger; the one before is set aside."""
    was = update(MODEL_VERSIONS).where(MODEL_VERSIONS.c.state == CHALLENGER)
    tx.execute(was.where(MODEL_VERSIONS.c.content_hash != content_hash).values(state=SET_ASIDE))
    _set_state(tx, content_hash, CHALLENGER)


def serve(
    tx: Transaction, content_hash: str | None, *, expected: int, deed: str, by: str, now: datetime
) -> Turn:
    """Let a model (None: the expert) serve from now on, if nothing has changed since turn `expected`.

    Raises:
        ConflictError: `model-moved` when another change came first.
    """
    last = last_turn(tx)
    number, replaced = (last.number, last.content_hash) if last else (0, None)
    if number != expected:
        raise ConflictError("model-moved")
    values = {
        "number": number + 1,
        "content_hash": content_hash,
        "replaced_hash": replaced,
        "deed": deed,
        "by": by,
        "at": now,
    }
    if not insert_if_absent(tx, SERVED_MODELS, values):
        raise ConflictError("model-moved")
    if content_hash is not None:
        _set_state(tx, content_hash, CANDIDATE)
    return Turn(**values)  # type: ignore[arg-type]  # a row of mixed types, by its names


def last_turn(tx: Transaction) -> Turn | None:
    """The latest change of what serves; None when the expert has always served."""
    row = tx.execute(_turns().limit(1)).one_or_none()
    return _turn(row) if row is not None else None


def turns(tx: Transaction, limit: int) -> tuple[Turn, ...]:
    """The latest changes of what serves, newest first."""
    return tuple(map(_turn, tx.execute(_turns().limit(limit))))


def record_score(  # noqa: PLR0913 - a row has that many columns, and each is named where it is called
    tx: Transaction,
    result_id: str,
    content_hash: str,
    *,
    origin: str,
    recommendation: str,
    probabilities: Mapping[str, float],
    now: datetime,
) -> bool:
    """Keep what a model says of a result; what was kept once stands. Whether it is new."""
    values = {
        "result_id": result_id,
        "content_hash": content_hash,
        "origin": origin,
        "recommendation": recommendation,
        "probabilities": to_text(probabilities),
        "created_at": now,
    }
    return insert_if_absent(tx, MODEL_SCORES, values)


def scores(
    tx: Transaction, content_hash: str, origin: str, results: Iterable[str] | None = None
) -> dict[str, Score]:
    """What a model said, by result; of some results or of all."""
    query = select(MODEL_SCORES).where(
        MODEL_SCORES.c.content_hash == content_hash, MODEL_SCORES.c.origin == origin
    )
    if results is not None:
        query = query.where(MODEL_SCORES.c.result_id.in_(list(results)))
    return {
        row.result_id: Score(row.result_id, row.recommendation, from_text(row.probabilities), row.created_at)
        for row in tx.execute(query)
    }


def answered_after(tx: Transaction, after: str | None, limit: int) -> tuple[Answered, ...]:
    """The next results by key with the answers that they were made from, for what goes over all."""
    query = (
        select(RESULTS.c.id, RESULTS.c.bank_version_id, RESULTS.c.recommendation, RESULTS.c.outcome)
        .add_columns(ATTEMPTS.c.role, ATTEMPTS.c.answers)
        .join(ATTEMPTS, ATTEMPTS.c.id == RESULTS.c.attempt_id)
        .order_by(RESULTS.c.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(RESULTS.c.id > after)
    return tuple(map(_answered, tx.execute(query)))


def _answered(row: Row[Any]) -> Answered:
    outcome = from_text(row.outcome)
    answers = bytes.fromhex(outcome["answers"]) if "answers" in outcome else bytes(row.answers)
    return Answered(row.id, row.bank_version_id, Role(row.role), row.recommendation, answers)


def _turns() -> Any:
    return select(SERVED_MODELS).order_by(SERVED_MODELS.c.number.desc())


def _turn(row: Row[Any]) -> Turn:
    return Turn(row.number, row.content_hash, row.replaced_hash, row.deed, row.by, row.at)


def _set_state(tx: Transaction, content_hash: str, state: str) -> None:
    query = update(MODEL_VERSIONS).where(MODEL_VERSIONS.c.content_hash == content_hash)
    tx.execute(query.values(state=state))


def _by_hash(tx: Transaction, content_hash: str) -> StoredModel | None:
    query = select(MODEL_VERSIONS).where(MODEL_VERSIONS.c.content_hash == content_hash)
    row = tx.execute(query).one_or_none()
    return _model(row) if row is not None else None


def _model(row: Row[Any]) -> StoredModel:
    return StoredModel(row.id, row.number, row.content_hash, bytes(row.document), row.state, row.created_at)
