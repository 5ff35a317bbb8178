"""Results, kept as they were made: there is no way to change one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text, to_text
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import RESULTS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class StoredResult:
    """One result of an attempt; `number` counts from 1, more than one after a close call."""

    id: str
    attempt_id: str
    number: int
    bank_version_id: str
    model_hash: str
    recommendation: str
    focus: str | None
    probabilities: dict[str, float]
    close_call: bool
    outcome: dict[str, Any]
    created: datetime


# Built once: building a query costs as much as asking it.
_OF_ATTEMPT = select(RESULTS).where(RESULTS.c.attempt_id == bindparam("attempt"))
_NUMBERED = _OF_ATTEMPT.where(RESULTS.c.number == bindparam("number"))
_LATEST = _OF_ATTEMPT.order_by(RESULTS.c.number.desc()).limit(1)


def save(  # noqa: PLR0913 - a row has that many columns, and each is named where it is called
    tx: Transaction,
    attempt_id: str,
    *,
    number: int,
    bank_version_id: str,
    model_hash: str,
    recommendation: str,
    focus: str | None,
    probabilities: Mapping[str, float],
    close_call: bool,
    outcome: Mapping[str, object],
    now: datetime,
) -> StoredResult:
    """Store a result; when the attempt has one of this number, that one stands and is returned.

    Floats come back exactly. ConflictError `data-conflict` when the attempt is gone.
    """
    values = {
        "id": new_key(now),
        "attempt_id": attempt_id,
        "number": number,
        "bank_version_id": bank_version_id,
        "model_hash": model_hash,
        "recommendation": recommendation,
        "focus": focus,
        "probabilities": to_text(probabilities),
        "close_call": close_call,
        "outcome": to_text(outcome),
        "created_at": now,
    }
    insert_if_absent(tx, RESULTS, values)
    return _result(tx.execute(_NUMBERED, {"attempt": attempt_id, "number": number}).one())


def latest(tx: Transaction, attempt_id: str) -> StoredResult | None:
    """The last result of an attempt; None before the first."""
    row = tx.execute(_LATEST, {"attempt": attempt_id}).one_or_none()
    return _result(row) if row is not None else None


def of_attempt(tx: Transaction, attempt_id: str) -> tuple[StoredResult, ...]:
    """All results of an attempt, in the order they were made."""
    rows = tx.execute(_OF_ATTEMPT.order_by(RESULTS.c.number), {"attempt": attempt_id})
    return tuple(map(_result, rows))


def by_id(tx: Transaction, result_id: str) -> StoredResult:
    """One result; NotFoundError `result` when there is none."""
    row = tx.execute(select(RESULTS).where(RESULTS.c.id == result_id)).one_or_none()
    if row is None:
        raise NotFoundError("result")
    return _result(row)


def _result(row: Row[Any]) -> StoredResult:
    return StoredResult(
        id=row.id,
        attempt_id=row.attempt_id,
        number=row.number,
        bank_version_id=row.bank_version_id,
        model_hash=row.model_hash,
        recommendation=row.recommendation,
        focus=row.focus,
        probabilities=from_text(row.probabilities),
        close_call=row.close_call,
        outcome=from_text(row.outcome),
        created=row.created_at,
    )
