"""How many cases and readings there are of each sort; counted where they lie, in one query each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, case, func, literal, select

from mentormatch.casework import OPEN_STATES
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import first_key
from mentormatch.storage.tables import CASES, REVIEWS


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Open cases of one origin and age: `band` is the place of the first edge they are younger than."""

    origin: str
    band: int
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class ReadingCount:
    """First readings of one sort; `band` as in `OpenCount`, by when they were begun."""

    band: int
    kind: str
    locale: str
    blind: bool
    agreed: bool
    count: int


@dataclass(frozen=True, slots=True)
class PairCount:
    """Cases read twice, by what each reading said."""

    band: int
    locale: str
    first: str
    second: str
    count: int


def open_cases(tx: Transaction, edges: Sequence[datetime], *, now: datetime) -> tuple[OpenCount, ...]:
    """The open cases by origin and age; `edges` are moments, the latest first."""
    band = _band(CASES.c.result_id, edges)
    late = func.sum(case((CASES.c.due_at < now, 1), else_=0))
    query = select(CASES.c.origin, band, func.count(), late).where(
        CASES.c.state.in_([state.value for state in OPEN_STATES])
    )
    return tuple(OpenCount(*row) for row in tx.execute(query.group_by(CASES.c.origin, band)))


def readings(tx: Transaction, edges: Sequence[datetime], *, until: datetime) -> tuple[ReadingCount, ...]:
    """First readings begun before `until`, by kind recommended, language, blindness and agreement."""
    band = _band(REVIEWS.c.id, edges)
    agreed = case((REVIEWS.c.judgement == CASES.c.kind, 1), else_=0)
    sorts = (band, CASES.c.kind, CASES.c.locale, REVIEWS.c.blind_first, agreed)
    query = (
        select(*sorts, func.count())
        .join_from(REVIEWS, CASES, CASES.c.result_id == REVIEWS.c.result_id)
        .where(REVIEWS.c.reading == 1, REVIEWS.c.id < first_key(until))
        .group_by(*sorts)
    )
    return tuple(
        ReadingCount(row[0], row[1], row[2], bool(row[3]), bool(row[4]), row[5]) for row in tx.execute(query)
    )


def pairs(tx: Transaction, edges: Sequence[datetime], *, until: datetime) -> tuple[PairCount, ...]:
    """Cases whose second reading was begun before `until`, by language and both judgements."""
    first, second = REVIEWS.alias("first_reading"), REVIEWS.alias("second_reading")
    band = _band(second.c.id, edges)
    sorts = (band, CASES.c.locale, first.c.judgement, second.c.judgement)
    query = (
        select(*sorts, func.count())
        .select_from(second)
        .join(first, (first.c.result_id == second.c.result_id) & (first.c.reading == 1))
        .join(CASES, CASES.c.result_id == second.c.result_id)
        .where(second.c.reading == 2, second.c.id < first_key(until))
        .group_by(*sorts)
    )
    return tuple(PairCount(*row) for row in tx.execute(query))


def _band(key: ColumnElement[str], edges: Sequence[datetime]) -> ColumnElement[int]:
    """How many edges a key is older than: keys sort by when they were made."""
    after = [(key >= first_key(edge), literal(place, Integer)) for place, edge in enumerate(edges)]
    return case(*after, else_=literal(len(edges), Integer))
