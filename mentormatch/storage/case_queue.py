"""The queue: any page of it, and how much is in it, at the same cost at any depth.

Pages go by keyset. Where a view asks for some kinds, doors, languages or origins, every
combination that it leaves open is a shelf of its own in the index, in the order of the queue;
the first cases of all these shelves are merged, so that a rare combination costs no more than a
common one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import product
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)

from mentormatch.casework import CaseState, Origin
from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale
from mentormatch.storage.cases import Case, case_of
from mentormatch.storage.columns import NO_PROMISE
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import first_key
from mentormatch.storage.tables import CASES, REVIEW_CLAIMS
from mentormatch.values import dataclass

MOST_COUNTED = 1000
_FEW = 2000


class Sort(StrEnum):
    """The two orders of the queue; both end with the least certain."""

    PROMISE = "promise"
    CERTAINTY = "certainty"


@dataclass(frozen=True, slots=True)
class View:
    """What somebody looks at: one state, and where it is not None one kind, door, language, origin.

    `since` and `until` limit when the result was made, the one inclusive, the other not.
    """

    state: CaseState = CaseState.WAITING
    kind: Kind | None = None
    role: Role | None = None
    locale: Locale | None = None
    origin: Origin | None = None
    since: datetime | None = None
    until: datetime | None = None
    sort: Sort = Sort.PROMISE


@dataclass(frozen=True, slots=True)
class Place:
    """After which case a page begins: what the queue is sorted by."""

    due: datetime | None
    certainty: float
    result_id: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases in the order of the queue, and where the next page begins; None at the end."""

    cases: tuple[Case, ...]
    next: Place | None


_ORDER: dict[Sort, tuple[Column[Any], ...]] = {
    Sort.PROMISE: (CASES.c.due_at, CASES.c.certainty, CASES.c.result_id),
    Sort.CERTAINTY: (CASES.c.certainty, CASES.c.result_id),
}


def page(tx: Transaction, view: View, *, after: Place | None = None, size: int = 25) -> CasePage:
    """A page of the queue: at most `size` cases."""
    limits = _limits(view)
    if (view.since or view.until) and _is_narrow(tx, view.state, limits):
        few = _few(view, limits)
        facets = [few.c[name] == value for name, value in _facets(view)]
        query = select(few).where(*facets, *_after(few.c, view.sort, after))
        found = tx.execute(_ordered(query, few.c, view.sort).limit(size + 1)).all()
    else:
        found = tx.execute(_merged(view, limits, after, size + 1)).all()
    cases = tuple(map(case_of, found))
    last = cases[size - 1] if len(cases) > size else None
    place = Place(last.due, last.certainty, last.result_id) if last else None
    return CasePage(cases[:size], place)


def count(tx: Transaction, view: View) -> int:
    """How many cases a view has, counted up to one more than `MOST_COUNTED`."""
    limits = _limits(view)
    if (view.since or view.until) and _is_narrow(tx, view.state, limits):
        few = _few(view, limits)
        facets = [few.c[name] == value for name, value in _facets(view)]
        return min(
            MOST_COUNTED + 1, tx.execute(select(func.count()).select_from(few).where(*facets)).scalar_one()
        )
    query: Select[Any] = select(literal_column("1").label("one")).where(_one_of_the_shelves(view), *limits)
    return tx.execute(select(func.count()).select_from(_some(query).subquery())).scalar_one()


def states(tx: Transaction) -> dict[CaseState, int]:
    """How many cases are in each state, each counted up to one more than `MOST_COUNTED`."""
    parts = []
    for state in CaseState:
        some = _some(select(literal_column("1").label("one")).where(CASES.c.state == state.value)).subquery()
        parts.append(
            select(literal(state.value).label("state"), func.count().label("cases")).select_from(some)
        )
    return {CaseState(row.state): row.cases for row in tx.execute(union_all(*parts))}


def claimed_by(tx: Transaction, staff_id: str, now: datetime) -> tuple[Case, ...]:
    """The cases that a person has claimed, in the order of the queue."""
    claims = REVIEW_CLAIMS.c
    query = select(CASES).join(REVIEW_CLAIMS, claims.result_id == CASES.c.result_id)
    query = query.where(claims.staff_id == staff_id, claims.expires_at > now)
    return tuple(map(case_of, tx.execute(_ordered(query, CASES.c, Sort.PROMISE))))


def next_after(tx: Transaction, case: Case) -> Case | None:
    """The case that comes after one in the order of promises among those that wait."""
    view = View(state=CaseState.WAITING)
    found = page(tx, view, after=Place(case.due, case.certainty, case.result_id), size=1).cases
    return found[0] if found else None


def _merged(view: View, limits: Sequence[ColumnElement[bool]], after: Place | None, size: int) -> Select[Any]:
    """The first `size` cases of every shelf, merged; one shelf needs no merging."""
    keys = _ORDER[Sort.PROMISE]
    shelves = list(_shelves(view))
    if len(shelves) == 1:
        query = select(CASES).where(shelves[0], *limits, *_after(CASES.c, view.sort, after))
        return _ordered(query, CASES.c, view.sort).limit(size)
    parts = [
        _ordered(select(*keys).where(shelf, *limits, *_after(CASES.c, view.sort, after)), CASES.c, view.sort)
        .limit(size)
        .subquery()
        for shelf in shelves
    ]
    every = union_all(*(select(part) for part in parts)).subquery()
    first = _ordered(select(every.c.result_id), every.c, view.sort).limit(size)
    return _ordered(select(CASES).where(CASES.c.result_id.in_(first)), CASES.c, view.sort)


def _one_of_the_shelves(view: View) -> ColumnElement[bool]:
    """All shelves at once, where no order is asked for."""
    of_state = CASES.c.state == view.state.value
    if not _facets(view):
        return of_state
    wanted: dict[str, Sequence[StrEnum]] = {
        "kind": (view.kind,) if view.kind else tuple(Kind),
        "role": (view.role,) if view.role else tuple(Role),
        "locale": (view.locale,) if view.locale else tuple(Locale),
        "origin": (view.origin,) if view.origin else tuple(Origin),
    }
    shelves = (CASES.c[name].in_([one.value for one in values]) for name, values in wanted.items())
    return and_(of_state, *shelves)


def _some(query: Select[Any]) -> Select[Any]:
    return select(query.limit(MOST_COUNTED + 1).subquery())


def _shelves(view: View) -> Iterator[ColumnElement[bool]]:
    """What the cases of each shelf have in common."""
    of_state = CASES.c.state == view.state.value
    if not _facets(view):
        yield of_state
        return
    roles = (view.role,) if view.role else tuple(Role)
    locales = (view.locale,) if view.locale else tuple(Locale)
    origins = (view.origin,) if view.origin else tuple(Origin)
    kinds = (view.kind,) if view.kind else tuple(Kind)
    for kind, role, locale, origin in product(kinds, roles, locales, origins):
        shelf = replace(view, kind=kind, role=role, locale=locale, origin=origin)
        yield and_(of_state, *(CASES.c[name] == value for name, value in _facets(shelf)))


def _facets(view: View) -> list[tuple[str, str]]:
    found = {"kind": view.kind, "role": view.role, "locale": view.locale, "origin": view.origin}
    return [(name, value.value) for name, value in found.items() if value is not None]


def _limits(view: View) -> list[ColumnElement[bool]]:
    """What holds on every shelf: the dates, for keys sort by the moment of the result.

    A list of one kind, or of close calls, would tell what a case that is read blind must not.
    """
    limits: list[ColumnElement[bool]] = []
    tells = view.kind is not None or view.origin in (Origin.UNCERTAIN, Origin.ROUTINE)
    if tells and view.state in (CaseState.WAITING, CaseState.SECOND):
        limits.append(CASES.c.blind_first.is_(False))
    if view.since is not None:
        limits.append(CASES.c.result_id >= first_key(view.since))
    if view.until is not None:
        limits.append(CASES.c.result_id < first_key(view.until))
    return limits


def _few(view: View, limits: Sequence[ColumnElement[bool]]) -> Subquery:
    """The few cases between the dates; in the order of their keys, so that the index for it is taken."""
    query = select(CASES).where(CASES.c.state == view.state.value, *limits)
    return query.order_by(CASES.c.result_id).limit(_FEW).subquery()


def _is_narrow(tx: Transaction, state: CaseState, limits: Sequence[ColumnElement[bool]]) -> bool:
    """Whether so few cases lie between the dates that they are best looked at one by one."""
    some: Select[Any] = select(literal_column("1")).where(CASES.c.state == state.value, *limits)
    some = some.order_by(CASES.c.result_id).limit(_FEW)
    return tx.execute(select(func.count()).select_from(some.subquery())).scalar_one() < _FEW


def _after(columns: Any, sort: Sort, place: Place | None) -> list[ColumnElement[bool]]:
    if place is None:
        return []
    values = {"due_at": place.due or NO_PROMISE, "certainty": place.certainty, "result_id": place.result_id}
    keys = _ORDER[sort]
    bounds = (literal(values[key.name], key.type) for key in keys)
    return [tuple_(*(columns[key.name] for key in keys)) > tuple_(*bounds)]


def _ordered(query: Select[Any], columns: Any, sort: Sort) -> Select[Any]:
    return query.order_by(*(columns[key.name] for key in _ORDER[sort]))
