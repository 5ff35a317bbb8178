"""A backup is whole though visitors go on, and a restore brings nobody back who was erased."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.usecases.backing_up import Backup, back_up, restore, thin_out
from mentormatch.usecases.deep_check import deep_check
from mentormatch.usecases.moving import copy_to
from mentormatch.usecases.set_up import set_up
from tests.databases import backend, database, database_url, postgresql_server, sqlite_template
from tests.storage import samples

__all__ = ["backend", "database", "database_url", "postgresql_server", "sqlite_template"]


def finished(tx: storage.Transaction, name: str = "someone") -> storage.results.StoredResult:
    return samples.result(tx, samples.stored(tx, name), outcome={"recommendation": "coaching"})


@contextmanager
def visitors(database: storage.Database) -> Iterator[list[str]]:
    """Somebody who begins and finishes attempts until the block ends: the names that were acknowledged."""
    stop, done = threading.Event(), []

    def go_on() -> None:
        for number in count():
            if stop.is_set():
                return
            with database.transaction() as tx:
                finished(tx, f"under load {number}")
            done.append(f"under load {number}")

    visitor = threading.Thread(target=go_on)
    visitor.start()
    try:
        yield done
    finally:
        stop.set()
        visitor.join()


def made(database: storage.Database, folder: Path, seconds: int = 0) -> Backup:
    return back_up(database, folder / "backups", now=samples.NOW + timedelta(seconds=seconds))


def is_there(database: storage.Database, name: str) -> bool:
    with database.reading() as tx:
        try:
            storage.attempts.load(tx, samples.token(name))
        except NotFoundError:
            return False
        return True


def problems(database: storage.Database) -> list[str]:
    return [problem for checked in deep_check(database) for problem in checked.problems]


def test_the_drill(database: storage.Database, tmp_path: Path) -> None:
    """Backed up under load, someone erased, everything replaced: all that was there, and nobody erased."""
    with database.transaction() as tx:
        for name in ("someone", "gone"):
            finished(tx, name)
    with visitors(database) as done:
        while len(done) < 5:
            time.sleep(0.01)
        before = list(done)
        backup = made(database, tmp_path)
    with database.transaction() as tx:
        storage.attempts.erase(tx, samples.token("gone"), samples.NOW)
        samples.stored(tx, "after the backup")
    restored = restore(database, backup.path, overwrite=True, now=samples.NOW)
    assert (restored.rows, restored.erased_again) == (backup.rows, 1)
    assert all(is_there(database, name) for name in ("someone", *before))
    assert not is_there(database, "gone")
    assert not is_there(database, "after the backup")
    assert problems(database) == []
    with database.transaction() as tx, pytest.raises(ConflictError, match="attempt-erased"):
        samples.stored(tx, "gone")


def test_a_lost_database_is_restored_with_the_erasures_of_a_newer_backup(
    database: storage.Database, tmp_path: Path
) -> None:
    with database.transaction() as tx:
        samples.stored(tx, "gone")
        samples.stored(tx, "kept")
    older = made(database, tmp_path)
    with database.transaction() as tx:
        storage.attempts.erase(tx, samples.token("gone"), samples.NOW)
    newer = made(database, tmp_path, seconds=1)
    elsewhere = storage.connect(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    done = restore(elsewhere, older.path, overwrite=False, newer=[newer.path], now=samples.NOW)
    assert done.erased_again == 1
    assert (is_there(elsewhere, "gone"), is_there(elsewhere, "kept")) == (False, True)
    elsewhere.close()


def test_what_is_there_is_not_overwritten_unless_told(database: storage.Database, tmp_path: Path) -> None:
    backup = made(database, tmp_path)
    with database.transaction() as tx:
        samples.stored(tx, "someone")
    with pytest.raises(ConflictError, match="not-empty"):
        restore(database, backup.path, overwrite=False, now=samples.NOW)
    assert is_there(database, "someone")


@pytest.mark.parametrize("harm", ["cut", "flipped", "no backup", "missing"])
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    database: storage.Database, tmp_path: Path, harm: str
) -> None:
    with database.transaction() as tx:
        finished(tx, "someone")
    path = made(database, tmp_path).path
    content = bytearray(path.read_bytes())
    if harm == "flipped":
        for page in range(4096, len(content), 4096):
            content[page] ^= 0xFF
    harmed = {"cut": content[:9000], "flipped": content, "no backup": b"nothing" * 999, "missing": b""}[harm]
    path.unlink() if harm == "missing" else path.write_bytes(bytes(harmed))
    with pytest.raises(InvalidInputError, match="backup"):
        restore(database, path, overwrite=True, now=samples.NOW)
    assert is_there(database, "someone")


def test_what_was_wrong_before_is_backed_up_as_it_is_and_told(
    database: storage.Database, tmp_path: Path
) -> None:
    with database.transaction() as tx:
        samples.result(tx, samples.stored(tx, "someone"), outcome={"recommendation": "formal"})
    backup = made(database, tmp_path)
    assert [problem.endswith("contradicts itself") for problem in backup.problems] == [True]
    assert restore(database, backup.path, overwrite=True, now=samples.NOW).problems == backup.problems


def test_the_newest_are_kept_and_other_files_are_left_alone(
    database: storage.Database, tmp_path: Path
) -> None:
    backups = [made(database, tmp_path, seconds).path for seconds in range(4)]
    mine = tmp_path / "backups" / "mine.sqlite3"
    mine.touch()
    assert thin_out(mine.parent, 2) == backups[:2]
    assert sorted(mine.parent.iterdir()) == [*backups[2:], mine]
    with pytest.raises(ConflictError, match="backup-exists"):
        made(database, tmp_path, 3)


def test_everything_is_moved_and_a_break_is_gone_on_from(
    database: storage.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(database, now=samples.NOW)
    with database.transaction() as tx:
        for number in range(7):
            finished(tx, str(number))
        storage.attempts.erase(tx, samples.token("3"), samples.NOW)
    monkeypatch.setattr(storage.copying, "_BATCH", 2)
    target = storage.connect(f"sqlite:///{tmp_path / 'target.sqlite3'}")

    def break_off(table: str, _written: int) -> None:
        if table == "attempts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_to(database, target, break_off)
    written: dict[str, int] = {}
    digests = copy_to(database, target, written.__setitem__)
    assert (written["attempts"], written["results"], digests["attempts"].rows) == (0, 6, 6)
    assert problems(target) == []
    with target.reading() as tx:
        assert storage.audit.verify(tx).events == 1
    target.close()


def test_moving_there_and_back_changes_nothing(tmp_path: Path, database: storage.Database) -> None:
    source = storage.connect(f"sqlite:///{tmp_path / 'source.sqlite3'}")
    set_up(source, now=samples.NOW)
    with source.transaction() as tx:
        samples.case(tx, finished(tx))
        samples.counselor(tx)
    back = storage.connect(f"sqlite:///{tmp_path / 'back.sqlite3'}")
    there = copy_to(source, database, lambda *_: None)
    assert copy_to(database, back, lambda *_: None) == there
    source.close()
    back.close()


def test_a_target_with_something_else_in_it_is_refused(database: storage.Database, tmp_path: Path) -> None:
    target = storage.connect(f"sqlite:///{tmp_path / 'target.sqlite3'}")
    with database.transaction() as tx:
        samples.stored(tx, "ours")
    storage.migrate(target)
    with target.transaction() as tx:
        samples.stored(tx, "theirs")
    with pytest.raises(ConflictError, match="foreign-content"):
        copy_to(database, target, lambda *_: None)
    assert is_there(target, "theirs")
    assert not is_there(target, "ours")
    target.close()


def test_the_tables_of_another_program_are_never_touched(database: storage.Database, tmp_path: Path) -> None:
    target = storage.connect(f"sqlite:///{tmp_path / 'target.sqlite3'}")
    with target.transaction() as tx:
        tx.exec_driver_sql("CREATE TABLE invoices (number INTEGER)")
    backup = made(database, tmp_path)
    with pytest.raises(ConflictError, match="invoices"):
        copy_to(database, target, lambda *_: None)
    with pytest.raises(ConflictError, match="invoices"):
        restore(target, backup.path, overwrite=True, now=samples.NOW)
    target.close()
