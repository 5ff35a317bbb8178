"""The audit chain: one line of events in which nothing can be changed, cut or slipped in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.storage.actions import Action
from mentormatch.storage.audit import BEGINNING, follow
from mentormatch.storage.audit_trail import EventPage, EventPlace, Trail
from tests.databases import CountQueries
from tests.storage import samples
from tests.storage.elsewhere import in_threads, together

_APPEND = """
from datetime import UTC, datetime
from mentormatch.storage.actions import Action
database = storage.connect(sys.argv[1])
for round in range(10):
    with database.transaction() as tx:
        storage.audit.append(
            tx, actor=sys.argv[2], action=Action.CASE_LET_GO, subject="-", details={}, now=datetime.now(UTC)
        )
database.close()
"""


def append(tx: storage.Transaction, subject: str = "sample") -> storage.audit.AuditEvent:
    return storage.audit.append(
        tx,
        actor="ada",
        action=Action.BANK_PUBLISHED,
        subject=subject,
        details={"number": 3, "كلمة": 0.1},
        now=samples.NOW,
    )


def test_an_empty_chain_is_intact(database: storage.Database) -> None:
    with database.reading() as tx:
        assert storage.audit.verify(tx) == storage.audit.Verification(events=0, broken_at=None)


def test_events_are_numbered_and_the_chain_verifies(database: storage.Database) -> None:
    with database.transaction() as tx:
        numbers = [append(tx).number for _ in range(3)]
    with database.reading() as tx:
        found = storage.audit.verify(tx)
    assert (numbers, found.events, found.intact) == ([1, 2, 3], 3, True)


def test_an_event_verifies_whatever_the_time_zone_it_was_told_in(database: storage.Database) -> None:
    elsewhere = samples.NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    with database.transaction() as tx:
        storage.audit.append(
            tx, actor="a", action=Action.CASE_CLAIMED, subject="c", details={}, now=elsewhere
        )
    with database.reading() as tx:
        assert storage.audit.verify(tx).intact


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET actor = 'eve'",
        "UPDATE audit_events SET hash = hash",
        "DELETE FROM audit_events",
    ],
)
def test_an_event_cannot_be_changed_or_deleted(database: storage.Database, statement: str) -> None:
    with database.transaction() as tx:
        append(tx)
    with pytest.raises(ConflictError, match="data-conflict"), database.transaction() as tx:
        tx.execute(text(statement))


def test_the_chain_cannot_be_emptied_at_once_either(database: storage.Database) -> None:
    if database.is_sqlite:
        return  # There, emptying a table is deleting its rows.
    with database.transaction() as tx:
        append(tx)
    with pytest.raises(ConflictError), database.transaction() as tx:
        tx.execute(text("TRUNCATE audit_events"))


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE audit_events SET actor = 'eve' WHERE number = 2", 2),
        ("UPDATE audit_events SET details = '{}' WHERE number = 3", 3),
        ("DELETE FROM audit_events WHERE number = 1", 1),
        ("DELETE FROM audit_events WHERE number = 2", 2),
        ("DELETE FROM audit_events WHERE number = 3", 3),
        ("UPDATE audit_head SET number = 2", 4),
        ("UPDATE audit_events SET details = '{' WHERE number = 2", 2),
    ],
)
def test_tampering_past_the_guards_is_noticed(
    database: storage.Database, tampering: str, broken_at: int
) -> None:
    with database.transaction() as tx:
        for _ in range(3):
            append(tx)
        _tampered(database, tx, tampering)
    with database.reading() as tx:
        found = storage.audit.verify(tx)
    assert (found.broken_at, found.intact) == (broken_at, False)


def test_a_chain_is_followed_in_pieces_as_it_is_at_once(database: storage.Database) -> None:
    with database.transaction() as tx:
        for _ in range(5):
            append(tx)
    with database.reading() as tx:
        pieces = [follow(tx, BEGINNING, 2)]
        while not pieces[-1].done:
            pieces.append(follow(tx, pieces[-1].link, 2))
        assert [piece.link.number for piece in pieces] == [2, 4, 5]
        assert [piece.broken_at for piece in pieces] == [None, None, None]
        assert pieces[-1] == follow(tx, BEGINNING, 100)


def _deed(tx: storage.Transaction, number: int) -> None:
    storage.audit.append(
        tx,
        actor=("ada", "zoe")[number % 2],
        action=(Action.CASE_CLAIMED, Action.CASE_LET_GO, Action.STAFF_SIGNED_IN)[number % 3],
        subject=f"case {number % 5}",
        details={},
        now=samples.NOW + samples.DAY * (number // 4),
    )


@pytest.mark.parametrize(
    ("trail", "wanted"),
    [
        (Trail(), lambda number: True),
        (Trail(actor="zoe"), lambda number: number % 2 == 1),
        (Trail(actions=("case.claimed", "case.let-go")), lambda number: number % 3 < 2),
        (Trail(subjects=("3", "case 3")), lambda number: number % 5 == 3),
        (Trail(since=samples.NOW + samples.DAY), lambda number: number >= 4),
        (Trail(until=samples.NOW + samples.DAY), lambda number: number < 4),
        (Trail("ada", ("case.claimed",), ("case 0",)), lambda number: number % 30 == 0),
        (Trail(actor="nobody"), lambda number: False),
    ],
)
def test_a_trail_is_read_newest_first_page_by_page_with_one_query_each(
    database: storage.Database, count_queries: CountQueries, trail: Trail, wanted: Callable[[int], bool]
) -> None:
    with database.transaction() as tx:
        for number in range(31):
            _deed(tx, number)
    found: list[int] = []
    after = None
    while len(found) <= 31:
        with database.reading() as tx, count_queries() as statements:
            page = storage.audit_trail.page(tx, trail, after=after, size=4)
        assert len(statements) == 1
        found += [event.number - 1 for event in page.events]
        after = page.next
        if after is None:
            break
    assert found == [number for number in reversed(range(31)) if wanted(number)]


def test_the_neighbours_of_a_missing_event_are_found(database: storage.Database) -> None:
    with database.transaction() as tx:
        for _ in range(9):
            append(tx)
        _tampered(database, tx, "DELETE FROM audit_events WHERE number = 5")
    with database.reading() as tx:
        page = storage.audit_trail.around(tx, 5, reach=2)
    assert [event.number for event in page.events] == [7, 6, 4, 3]


@pytest.mark.parametrize("trail", [Trail(), Trail(actor="ada"), Trail(subjects=("case 3",))])
def test_a_page_deep_in_a_trail_is_found_by_an_index(sqlite_database: storage.Database, trail: Trail) -> None:
    place = EventPlace(samples.NOW, 3)
    with sqlite_database.reading() as tx, _plans(tx) as plans:
        assert storage.audit_trail.page(tx, trail, after=place, size=4) == EventPage((), None)
    (plan,) = plans
    assert "SEARCH audit_events USING INDEX ix_audit_events_" in plan
    assert "TEMP B-TREE" not in plan


def test_an_event_is_undone_with_the_work_it_tells_of(database: storage.Database) -> None:
    with samples.failing(database) as tx:
        append(tx)
    with database.transaction() as tx:
        assert append(tx).number == 1
        assert storage.audit.verify(tx).intact


def test_appending_in_many_threads_leaves_one_chain(database: storage.Database) -> None:
    def work(number: int) -> None:
        for _ in range(5):
            with database.transaction() as tx:
                append(tx, f"thread {number}")

    in_threads(work, 6)
    _expect_chain(database, 30)


def test_appending_in_two_processes_leaves_one_chain(
    database: storage.Database, database_url: str, tmp_path: Path
) -> None:
    together(_APPEND, database_url, processes=2, folder=tmp_path)
    _expect_chain(database, 20)


def _expect_chain(database: storage.Database, events: int) -> None:
    with database.reading() as tx:
        assert storage.audit.verify(tx) == storage.audit.Verification(events, None)


def _tampered(database: storage.Database, tx: storage.Transaction, statement: str) -> None:
    """What somebody could do who has the database to themselves."""
    for trigger in ("no_update", "no_delete"):
        table = "" if database.is_sqlite else " ON audit_events"
        tx.execute(text(f"DROP TRIGGER audit_events_{trigger}{table}"))
    tx.execute(text(statement))


@contextmanager
def _plans(tx: storage.Transaction) -> Iterator[list[str]]:
    """How SQLite would go about each query."""
    plans: list[str] = []

    def explain(_1: object, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            rows = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.append("; ".join(row[3] for row in rows))

    event.listen(tx, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(tx, "before_cursor_execute", explain)
