"""Where the bundled SQLite has no wheel: Python's own, with a plain journal if its log can tear."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import UnavailableError
from mentormatch.storage import engines
from tests.storage import samples
from tests.storage.elsewhere import in_threads

_MARK = "A-very-personal-reason-" * 300


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[storage.Database]:
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", None)
    # Whatever Python brings here, it is taken for one with the defect.
    monkeypatch.setattr(engines, "_FIXED_IN", ())
    monkeypatch.setattr(engines, "_FIXED_SINCE", (99, 0, 0))
    opened = storage.connect(f"sqlite:///{tmp_path / 'mentormatch.sqlite3'}", lock_timeout=0.5)
    storage.migrate(opened)
    yield opened
    opened.close()


def test_it_keeps_a_plain_journal_and_syncs_it(database: storage.Database) -> None:
    with database.transaction() as tx:
        assert tx.dialect.loaded_dbapi.__name__ == "sqlite3"
        assert tx.execute(text("PRAGMA journal_mode")).scalar() == "truncate"
        assert tx.execute(text("PRAGMA synchronous")).scalar() == 2


def test_it_takes_over_a_file_that_was_written_with_a_log(
    sqlite_database: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_database.transaction() as tx:
        stored = samples.stored(tx)
    sqlite_database.close()
    monkeypatch.setattr(engines, "wal_is_safe", lambda version: False)
    older = storage.connect(f"sqlite:///{sqlite_database.path}")
    with contextlib.closing(older), older.transaction() as tx:
        assert tx.execute(text("PRAGMA journal_mode")).scalar() == "truncate"
        assert storage.attempts.load(tx, samples.token()) == stored


def test_answers_from_many_threads_are_all_kept(database: storage.Database) -> None:
    def answer(number: int) -> None:
        with database.transaction() as tx:
            samples.result(tx, samples.stored(tx, str(number)))
        with database.reading() as tx:
            storage.attempts.load(tx, samples.token(str(number)))

    in_threads(answer, 6)
    with database.reading() as tx:
        assert tx.execute(text("SELECT count(*) FROM results")).scalar() == 6


def test_a_reading_in_the_way_of_a_commit_is_waited_for_and_then_told(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
    with database.reading() as reading:
        storage.attempts.load(reading, samples.token())
        with pytest.raises(UnavailableError, match="database-busy"), database.transaction() as tx:
            samples.stored(tx, "waiting")
    with database.transaction() as tx:
        samples.stored(tx, "waiting")


def test_no_file_holds_what_was_erased(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.result(tx, samples.stored(tx), outcome={"why": _MARK})
    assert _holding(database)
    with database.transaction() as tx:
        storage.attempts.erase(tx, samples.token(), samples.NOW)
    assert _holding(database) == []


def _holding(database: storage.Database) -> list[str]:
    assert database.path is not None
    files = database.path.parent.iterdir()
    return [path.name for path in files if b"very-personal" in path.read_bytes()]
