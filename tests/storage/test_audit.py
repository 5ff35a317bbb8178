"""The audit chain: one line of events in which nothing can be changed, cut or slipped in."""

from datetime import timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import ConflictError
from tests.storage import samples
from tests.storage.elsewhere import in_threads, together

_APPEND = """
from datetime import UTC, datetime
database = storage.connect(sys.argv[1])
for round in range(10):
    with database.transaction() as tx:
        storage.audit.append(
            tx, actor=sys.argv[2], action="a.b", subject="sample", details={}, now=datetime.now(UTC)
        )
database.close()
"""


def append(tx: storage.Transaction, subject: str = "sample") -> storage.audit.AuditEvent:
    return storage.audit.append(
        tx,
        actor="ada",
        action="bank.published",
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
        storage.audit.append(tx, actor="a", action="b", subject="c", details={}, now=elsewhere)
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
    ],
)
def test_tampering_past_the_guards_is_noticed(
    database: storage.Database, tampering: str, broken_at: int
) -> None:
    with database.transaction() as tx:
        for _ in range(3):
            append(tx)
        for trigger in ("no_update", "no_delete"):
            table = "" if database.is_sqlite else " ON audit_events"
            tx.execute(text(f"DROP TRIGGER audit_events_{trigger}{table}"))
        tx.execute(text(tampering))
    with database.reading() as tx:
        found = storage.audit.verify(tx)
    assert (found.broken_at, found.intact) == (broken_at, False)


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
