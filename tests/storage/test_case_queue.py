"""The queue: in its order, by keyset, whatever is asked for."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from mentormatch import storage
from mentormatch.casework import CaseState, Origin
from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale
from mentormatch.storage.case_queue import MOST_COUNTED, Sort, View
from mentormatch.storage.cases import Case
from mentormatch.storage.columns import NO_PROMISE
from mentormatch.storage.tables import CASES
from tests.databases import CountQueries
from tests.storage import samples

NOW = samples.NOW


def _fill(tx: storage.Transaction, many: int) -> list[Case]:
    """Cases of every sort, some with the same promise and the same certainty."""
    chance = Random(5)
    cases = []
    for number in range(many):
        made = NOW - timedelta(hours=number)
        result = samples.result(tx, samples.stored(tx, f"visitor {number}", now=made), now=made)
        role = chance.choice(tuple(Role))
        kinds = tuple(Kind) if role is Role.FIND else tuple(Kind)[:3]
        origin = chance.choice(tuple(Origin))
        due = NOW + timedelta(days=chance.randrange(4)) if origin is Origin.ASKED else None
        case = samples.case(
            tx,
            result,
            now=made,
            kind=chance.choice(kinds).value,
            role=role.value,
            locale=chance.choice(tuple(Locale)).value,
            origin=origin,
            due=due,
            certainty=chance.choice((0.4, 0.55, 0.1 + 0.2, 0.9)),
            state=chance.choice((CaseState.WAITING, CaseState.WAITING, CaseState.RELEASED)),
        )
        cases.append(case)
    return cases


def _belongs(case: Case, view: View) -> bool:
    wanted = (
        (view.kind, case.kind),
        (view.role, case.role),
        (view.locale, case.locale),
        (view.origin, case.origin),
    )
    return (
        case.state is view.state
        and all(one is None or one.value == found for one, found in wanted)
        and (view.since is None or case.made >= view.since)
        and (view.until is None or case.made < view.until)
    )


def _expected(cases: list[Case], view: View) -> list[str]:
    def place(case: Case) -> tuple[object, ...]:
        rest = (case.certainty, case.result_id)
        return (case.due or NO_PROMISE, *rest) if view.sort is Sort.PROMISE else rest

    return [case.result_id for case in sorted((c for c in cases if _belongs(c, view)), key=place)]


def _walk(tx: storage.Transaction, view: View, size: int) -> list[str]:
    found: list[str] = []
    page = storage.case_queue.page(tx, view, size=size)
    while True:
        assert len(page.cases) <= size
        found += [case.result_id for case in page.cases]
        if page.next is None:
            return found
        page = storage.case_queue.page(tx, view, after=page.next, size=size)


_VIEWS = [
    View(),
    View(sort=Sort.CERTAINTY),
    View(state=CaseState.RELEASED),
    View(kind=Kind.REVERSE),
    View(role=Role.BECOME, sort=Sort.CERTAINTY),
    View(locale=Locale.AR, origin=Origin.ASKED),
    View(kind=Kind.COACHING, role=Role.FIND, locale=Locale.FR, origin=Origin.UNCERTAIN),
    View(kind=Kind.COACHING, role=Role.BECOME),
    View(since=NOW - timedelta(hours=20), until=NOW - timedelta(hours=3)),
    View(since=NOW - timedelta(hours=30), kind=Kind.FORMAL, sort=Sort.CERTAINTY),
    View(until=NOW - timedelta(hours=300)),
]


@pytest.mark.parametrize("few", [2000, 1], ids=["few dates", "many dates"])
def test_every_view_is_walked_through_whole_in_order_and_counted(
    database: storage.Database, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(storage.case_queue, "_FEW", few)
    with database.transaction() as tx:
        cases = _fill(tx, 60)
    with database.reading() as tx:
        for view in _VIEWS:
            expected = _expected(cases, view)
            assert _walk(tx, view, 7) == expected, view
            assert storage.case_queue.count(tx, view) == len(expected), view
        assert sum(storage.case_queue.states(tx).values()) == len(cases)


def test_counting_stops_where_nobody_reads_on(
    database: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.case_queue, "MOST_COUNTED", 5)
    with database.transaction() as tx:
        _fill(tx, 30)
    with database.reading() as tx:
        assert storage.case_queue.count(tx, View()) == 6
        assert storage.case_queue.count(tx, View(locale=Locale.FR)) == 6
        assert storage.case_queue.states(tx)[CaseState.WAITING] == 6
        assert storage.case_queue.states(tx)[CaseState.WITHDRAWN] == 0
    assert MOST_COUNTED == 1000


def test_a_page_costs_one_query_however_long_the_queue_is(
    database: storage.Database, count_queries: CountQueries
) -> None:
    with database.transaction() as tx:
        _fill(tx, 40)
    view = View(locale=Locale.FR)
    with database.reading() as tx:
        first = storage.case_queue.page(tx, View(), size=5)
        for asked, place in ((View(), None), (View(), first.next), (view, None)):
            with count_queries() as statements:
                storage.case_queue.page(tx, asked, after=place, size=5)
            assert len(statements) == 1


def test_ones_own_cases_come_in_the_order_of_the_queue(database: storage.Database) -> None:
    with database.transaction() as tx:
        cases, zoe, ada = _fill(tx, 12), samples.counselor(tx), samples.counselor(tx, "ada")
        for case in cases[:5]:
            end = NOW + timedelta(minutes=30)
            storage.claims.take(tx, case.result_id, zoe, expires=end, now=NOW)
        storage.claims.take(tx, cases[6].result_id, ada, expires=NOW + timedelta(minutes=30), now=NOW)
    with database.reading() as tx:
        mine = [case.result_id for case in storage.case_queue.claimed_by(tx, zoe, NOW)]
        later = storage.case_queue.claimed_by(tx, zoe, NOW + timedelta(minutes=30))
    expected = sorted(cases[:5], key=lambda case: (case.due or NO_PROMISE, case.certainty, case.result_id))
    assert mine == [case.result_id for case in expected]
    assert later == ()


def test_no_promise_is_stored_where_none_was_given(database: storage.Database) -> None:
    with database.transaction() as tx:
        case = samples.case(tx, samples.result(tx, samples.stored(tx)))
        assert tx.execute(select(CASES.c.due_at)).scalar() == NO_PROMISE
        assert storage.cases.load(tx, case.result_id) == replace(case, due=None)
