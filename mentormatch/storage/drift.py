"""The latest results and judgements, reduced to what is watched over time."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text
from mentormatch.storage.keys import first_key
from mentormatch.storage.tables import RESULTS, REVIEWS
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """One result: when, which kind, whether close or careless, and the trait estimates."""

    at: datetime
    kind: str
    close_call: bool
    careless: bool
    traits: dict[str, float]


def results_between(tx: Transaction, since: datetime, until: datetime, limit: int) -> Iterator[Seen]:
    """Results made in a span of time, newest first, at most so many; read them inside the transaction."""
    query = (
        select(RESULTS.c.created_at, RESULTS.c.recommendation, RESULTS.c.close_call, RESULTS.c.outcome)
        .where(RESULTS.c.id >= first_key(since), RESULTS.c.id < first_key(until))
        .order_by(RESULTS.c.id.desc())
        .limit(limit)
    )
    for row in tx.execute(query):
        outcome = from_text(row.outcome)
        careless = outcome.get("careless", {})
        yield Seen(
            at=row.created_at,
            kind=row.recommendation,
            close_call=row.close_call,
            careless=bool(careless.get("straight_line") or careless.get("random_like")),
            traits={name: one["mean"] for name, one in outcome.get("traits", {}).items()},
        )


def agreements_since(tx: Transaction, since: datetime) -> tuple[tuple[datetime, bool], ...]:
    """For every judgement since then: when, and whether it was the recommendation."""
    query = (
        select(REVIEWS.c.judged_at, REVIEWS.c.judgement, RESULTS.c.recommendation)
        .join(RESULTS, RESULTS.c.id == REVIEWS.c.result_id)
        .where(REVIEWS.c.judged_at >= since)
    )
    return tuple((row.judged_at, row.judgement == row.recommendation) for row in tx.execute(query))
