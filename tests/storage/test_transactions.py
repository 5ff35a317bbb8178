"""Transactions: wholly there or wholly absent, in turn, and honest about what cannot be done now."""

import contextlib
import stat
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from mentormatch import storage
from mentormatch.errors import ConfigurationError, MentormatchError, NotFoundError, UnavailableError
from mentormatch.storage.columns import Instant
from mentormatch.storage.engines import wal_is_safe
from mentormatch.storage.keys import first_key, new_key
from tests.databases import POSTGRESQL
from tests.storage import samples
from tests.storage.elsewhere import HOLD_THE_FILE, HOLD_THE_TURN, holding, in_threads

_HOLD_THE_QUEUE = """
import fcntl
queue = open(sys.argv[1] + ".lock")
fcntl.flock(queue, fcntl.LOCK_EX)
"""


def test_what_raises_leaves_nothing_behind(database: storage.Database) -> None:
    with samples.failing(database) as tx:
        samples.result(tx, samples.stored(tx))
    with database.reading() as tx:
        for table in ("banks", "bank_versions", "attempts", "results"):
            assert tx.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_a_reading_cannot_write(database: storage.Database) -> None:
    with pytest.raises((DatabaseError, MentormatchError), match="read"), database.reading() as tx:
        samples.published(tx)
    with database.transaction() as tx:
        samples.published(tx)


def test_a_reading_sees_one_moment_and_waits_for_nobody(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
    with database.reading() as before:
        storage.attempts.load(before, samples.token())
        with database.transaction() as tx:
            samples.stored(tx, "later")
            with database.reading() as meanwhile:
                storage.attempts.load(meanwhile, samples.token())
        with pytest.raises(NotFoundError):
            storage.attempts.load(before, samples.token("later"))
    with database.reading() as after:
        storage.attempts.load(after, samples.token("later"))


def test_writers_in_many_threads_all_get_their_turn(database: storage.Database) -> None:
    def write(number: int) -> None:
        for round_ in range(5):
            with database.transaction() as tx:
                samples.stored(tx, f"{number} {round_}")

    in_threads(write, 8)
    with database.reading() as tx:
        assert tx.execute(text("SELECT count(*) FROM attempts")).scalar() == 40


def test_a_write_waits_for_another_thread_no_longer_than_it_may(database_url: str) -> None:
    database = storage.connect(database_url, lock_timeout=0.3)
    with contextlib.closing(database):
        with database.transaction() as tx:
            samples.stored(tx)
        with database.transaction() as tx:
            storage.attempts.load(tx, samples.token(), for_update=True)
            _expect_busy(database, within=1.0)
        _expect_free(database)


def test_a_write_waits_for_another_process_no_longer_than_it_may(sqlite_database: storage.Database) -> None:
    database = storage.connect(f"sqlite:///{sqlite_database.path}", lock_timeout=0.3)
    with contextlib.closing(database):
        with database.transaction() as tx:
            samples.stored(tx)
        with holding(HOLD_THE_TURN, f"sqlite:///{sqlite_database.path}"):
            _expect_busy(database, within=1.0)
        _expect_free(database)


def test_a_write_waits_for_a_stranger_with_the_file_no_longer_than_it_may(
    sqlite_database: storage.Database,
) -> None:
    database = storage.connect(f"sqlite:///{sqlite_database.path}", lock_timeout=0.3)
    with contextlib.closing(database):
        with database.transaction() as tx:
            samples.stored(tx)
        with holding(HOLD_THE_FILE, str(sqlite_database.path)):
            _expect_busy(database, within=1.0)
        _expect_free(database)


def test_writers_of_all_processes_stand_in_one_queue(sqlite_database: storage.Database) -> None:
    database = storage.connect(f"sqlite:///{sqlite_database.path}", lock_timeout=0.3)
    with contextlib.closing(database):
        with database.transaction() as tx:
            samples.stored(tx)
        with holding(_HOLD_THE_QUEUE, str(sqlite_database.path)):
            _expect_busy(database, within=1.0)
        _expect_free(database)


def test_waiting_in_the_queue_and_waiting_for_a_stranger_count_together(
    sqlite_database: storage.Database,
) -> None:
    database = storage.connect(f"sqlite:///{sqlite_database.path}", lock_timeout=1.0)
    with contextlib.closing(database):
        with database.transaction() as tx:
            samples.stored(tx)
        turns = database._here().turns
        assert turns is not None
        taken = threading.Event()

        def stand_before() -> None:
            with turns.taken(1.0):
                taken.set()
                time.sleep(0.7)

        with holding(HOLD_THE_FILE, str(sqlite_database.path)):
            first = threading.Thread(target=stand_before)
            first.start()
            taken.wait()
            _expect_busy(database, within=1.4)
            first.join()
        _expect_free(database)


def test_a_full_disk_refuses_the_write_and_nothing_else(sqlite_database: storage.Database) -> None:
    with sqlite_database.transaction() as tx:
        stored = samples.stored(tx)
        pages = tx.execute(text("PRAGMA page_count")).scalar()
        tx.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(UnavailableError, match="database-full"):
        _write_much(sqlite_database, stored)
    with sqlite_database.reading() as tx:
        assert storage.attempts.load(tx, samples.token()) == stored
        with pytest.raises(NotFoundError):
            storage.attempts.load(tx, samples.token("before it is full"))
    with sqlite_database.transaction() as tx:
        tx.execute(text("PRAGMA max_page_count = 1000000"))
        samples.result(tx, stored, outcome={"why": "x" * 100_000})


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite3").write_text("Dear diary, " * 1000, encoding="utf-8")
    database = storage.connect(f"sqlite:///{tmp_path / 'notes.sqlite3'}")
    with (
        contextlib.closing(database),
        pytest.raises(UnavailableError, match="database-unavailable"),
        database.reading() as tx,
    ):
        storage.attempts.load(tx, samples.token())


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_cut_connection_refuses_one_deed_and_the_next_one_works(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
    with pytest.raises(UnavailableError, match="database-unavailable"):
        _write_over_a_cut(database, "half", "the other half")
    with database.transaction() as tx:
        storage.attempts.load(tx, samples.token())
        with pytest.raises(NotFoundError):
            storage.attempts.load(tx, samples.token("half"))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_connection_cut_before_the_commit_is_told(database: storage.Database) -> None:
    with pytest.raises(UnavailableError, match="database-unavailable"):
        _write_over_a_cut(database, "whole")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_connection_cut_while_idle_is_replaced_unnoticed(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
        own = tx.execute(text("SELECT pg_backend_pid()")).scalar()
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [own])
    for frame in (database.reading, database.transaction):
        with frame() as tx:
            storage.attempts.load(tx, samples.token())


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_two_who_wait_for_each_other_are_told_to_try_again(database: storage.Database) -> None:
    with database.transaction() as tx:
        for name in ("0", "1"):
            samples.stored(tx, name)
    refused = []
    met = threading.Barrier(2)

    def cross(number: int) -> None:
        try:
            with database.transaction() as tx:
                storage.attempts.load(tx, samples.token(str(number)), for_update=True)
                met.wait()
                storage.attempts.load(tx, samples.token(str(1 - number)), for_update=True)
        except UnavailableError as error:
            refused.append(error.code)

    in_threads(cross, 2)
    assert refused == ["database-busy"]


def test_our_own_mistakes_are_not_passed_off_as_outages(database: storage.Database) -> None:
    with pytest.raises(DatabaseError, match="nowhere"), database.transaction() as tx:
        tx.execute(text("SELECT 1 FROM nowhere"))


def test_a_sqlite_file_is_opened_as_it_must_be(sqlite_database: storage.Database) -> None:
    with sqlite_database.transaction() as tx:
        found = {name: tx.execute(text(f"PRAGMA {name}")).scalar() for name in _PRAGMAS}
    assert found == _PRAGMAS
    with sqlite_database.reading() as tx:
        assert tx.execute(text("PRAGMA query_only")).scalar() == 1


_PRAGMAS = {
    "busy_timeout": 5000,
    "foreign_keys": 1,
    "journal_mode": "wal",
    "recursive_triggers": 1,
    "secure_delete": 1,
    "synchronous": 2,
}


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_the_log_is_used_only_where_sqlite_is_sound(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_new_database_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "data" / "mentormatch.sqlite3"
    database = storage.connect(f"sqlite:///{path}")
    with contextlib.closing(database):
        storage.migrate(database)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes[path.name] == 0o600
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "address",
    [
        "",
        "not an address",
        "mysql://localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?uri=true",
    ],
)
def test_an_address_that_cannot_serve_is_refused_at_once(address: str) -> None:
    with pytest.raises(ConfigurationError, match="database-url"):
        storage.connect(address)


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    storage.connect(f"sqlite:///{tmp_path / 'mentormatch.sqlite3'}")
    assert list(tmp_path.iterdir()) == []


def test_moments_come_back_in_utc_whatever_zone_they_were_told_in(database: storage.Database) -> None:
    zone = timezone(timedelta(hours=-9, minutes=-30))
    moments = [
        datetime(1971, 2, 3, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, 0, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 12, tzinfo=UTC),
    ]
    with database.transaction() as tx:
        for moment in moments:
            version = samples.published(tx, samples.bank(f"of {moment.year}"), now=moment.astimezone(zone))
            read = storage.banks.by_id(tx, version.id).published_at
            assert (read, read.tzinfo) == (moment, UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2026, 1, 1), None)  # type: ignore[arg-type]  # noqa: DTZ001 - it is the point


def test_keys_sort_by_the_moment_they_were_made() -> None:
    moments = [samples.NOW + timedelta(milliseconds=step) for step in range(50)]
    keys = [new_key(moment) for moment in moments]
    assert keys == sorted(keys)
    assert all(first_key(moment) <= key for moment, key in zip(moments, keys, strict=True))
    assert len({new_key(samples.NOW) for _ in range(1000)}) == 1000


def _expect_busy(database: storage.Database, within: float) -> None:
    start = time.monotonic()
    with pytest.raises(UnavailableError, match="database-busy"), database.transaction() as tx:
        storage.attempts.load(tx, samples.token(), for_update=True)
    assert 0.2 < time.monotonic() - start < within


def _write_much(database: storage.Database, stored: storage.attempts.StoredAttempt) -> None:
    with database.transaction() as tx:
        samples.stored(tx, "before it is full")
        samples.result(tx, stored, outcome={"why": "x" * 100_000})


def _write_over_a_cut(database: storage.Database, before: str, *after: str) -> None:
    with database.transaction() as tx:
        samples.stored(tx, before)
        own = tx.execute(text("SELECT pg_backend_pid()")).scalar()
        with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [own])
        for name in after:
            samples.stored(tx, name)


def _expect_free(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = storage.attempts.load(tx, samples.token(), for_update=True)
        storage.attempts.record(tx, stored, stored.attempt)
