"""Cases with their readings, read a batch at a time in the order in which they were made."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from mentormatch.storage.cases import Case, case_of
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text
from mentormatch.storage.keys import first_key
from mentormatch.storage.reviews import Review, of_cases
from mentormatch.storage.tables import BANK_VERSIONS, CASES, RESULTS
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A case, what its result rests on, and its readings, the first one first."""

    case: Case
    probabilities: dict[str, float]
    bank_number: int
    model_hash: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Cases made from one moment (None: from the first) to before another."""

    since: datetime | None
    until: datetime


def count(tx: Transaction, span: Span) -> int:
    """How many cases a span has."""
    return tx.execute(select(func.count()).select_from(CASES).where(*_within(span, None))).scalar_one()


def batch(tx: Transaction, span: Span, *, after: str | None, size: int) -> tuple[ExportedCase, ...]:
    """At most `size` cases of a span after one of them, by its result; two queries."""
    query = (
        select(CASES, RESULTS.c.probabilities, RESULTS.c.model_hash, BANK_VERSIONS.c.number)
        .join(RESULTS, RESULTS.c.id == CASES.c.result_id)
        .join(BANK_VERSIONS, BANK_VERSIONS.c.id == RESULTS.c.bank_version_id)
        .where(*_within(span, after))
        .order_by(CASES.c.result_id)
        .limit(size)
    )
    rows = tx.execute(query).all()
    readings = defaultdict(list)
    for review in of_cases(tx, tuple(row.result_id for row in rows)):
        readings[review.result_id].append(review)
    return tuple(
        ExportedCase(
            case_of(row),
            from_text(row.probabilities),
            row.number,
            row.model_hash,
            tuple(readings[row.result_id]),
        )
        for row in rows
    )


def _within(span: Span, after: str | None) -> list[ColumnElement[bool]]:
    found = [CASES.c.result_id < first_key(span.until)]
    if span.since is not None:
        found.append(CASES.c.result_id >= first_key(span.since))
    if after is not None:
        found.append(CASES.c.result_id > after)
    return found
