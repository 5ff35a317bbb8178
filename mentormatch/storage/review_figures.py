"""How many cases and readings there are of each sort; counted where they lie, in one query each.

Open cases cost the same however many there are; readings are counted one by one.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, func, literal, literal_column, select, union_all

from mentormatch.casework import OPEN_STATES, CaseState, Origin
from mentormatch.storage.case_queue import MOST_COUNTED
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import first_key
from mentormatch.storage.tables import CASES, REVIEWS
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Open cases of one state and origin, counted up to one more than `MOST_COUNTED`.

    `band` is the place of the first edge they are younger than; None counts those that are overdue,
    of any age.
    """

    origin: str
    band: int | None
    count: int


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
    """The open cases by origin and age; `edges` are moments, the latest first. One query."""
    found: list[Select[str, int, int]] = []
    for state in OPEN_STATES:
        for origin, (band, limits) in product(Origin, enumerate(_ages(edges))):
            found.append(_some(state, origin, band, CASES.c.origin == origin.value, *limits))
        # Only who asked was promised anything.
        found.append(_some(state, Origin.ASKED, None, CASES.c.due_at < now))
    return tuple(OpenCount(*row) for row in tx.execute(union_all(*found)))


def _some(
    state: CaseState, origin: Origin, band: int | None, *limits: ColumnElement[bool]
) -> Select[str, int, int]:
    """How many cases of a state are within limits, counted so far as one has to."""
    few: Select[Any] = select(literal_column("1").label("one"))
    few = few.where(CASES.c.state == state.value, *limits).limit(MOST_COUNTED + 1)
    return select(literal(origin.value), literal(band, Integer), func.count()).select_from(few.subquery())


def _ages(edges: Sequence[datetime]) -> list[list[ColumnElement[bool]]]:
    """What the cases of each band have in common."""
    keys = [first_key(edge) for edge in edges]
    since = [[CASES.c.result_id >= key] for key in keys] + [[]]
    until = [[], *([CASES.c.result_id < key] for key in keys)]
    return [older + younger for older, younger in zip(since, until, strict=True)]


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
