"""Backups: one SQLite file holds the rows of one reading, whichever engine they come from."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidInputError, MentormatchError, UnavailableError
from mentormatch.storage.actions import Action
from mentormatch.usecases.counsel import withdraw_again
from mentormatch.usecases.deep_check import deep_check
from mentormatch.values import dataclass

_NAME = re.compile(r"mentormatch-\d{8}T\d{6}Z\.sqlite3")
_COPY = "copy.sqlite3"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is what was read: its file, its rows, and what was wrong in the database already."""

    path: Path
    rows: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: how many rows, how many erasures and withdrawals were repeated, what is wrong."""

    rows: int
    erased_again: int
    withdrawn_again: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Gone:
    """What visitors erased or took back, as a database knows it: no backup may bring it back."""

    erased: tuple[storage.erasure.Tombstone, ...]
    withdrawn: tuple[storage.contact.Withdrawal, ...]


def back_up(database: storage.Database, folder: Path, *, now: datetime) -> Backup:
    """Write a backup into `folder`, while visitors are served, and read it through.

    Only a whole file that was compared with what was read, and is on disk, gets its name. What was
    wrong in the database before is copied as it is, and told: a poor backup is better than none.

    Raises:
        ConflictError: `backup-exists` when there is one of this second.
        UnavailableError: when the database is not at the program's schema, or the copy differs.
    """
    path = folder / f"mentormatch-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.sqlite3"
    if path.exists():
        raise ConflictError("backup-exists", str(path))
    _require_schema(database)
    with _workshop(folder) as workshop:
        copied = storage.connect(f"sqlite:///{workshop / _COPY}")
        try:
            rows = _copied(database, copied)
            problems = _problems(copied)
            # Closing writes the log back as well, but says nothing when the disk refuses.
            if not copied.checkpoint():
                raise UnavailableError("backup-unfinished", "the copy could not be written to the end")
        finally:
            copied.close()
        _synced(workshop / _COPY)
        (workshop / _COPY).rename(path)
    _synced(folder)
    return Backup(path, rows, problems)


def thin_out(folder: Path, keep: int) -> list[Path]:
    """Delete all backups of a folder but the `keep` newest; nothing else in it is touched."""
    backups = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    old = backups[: max(0, len(backups) - keep)]
    for path in old:
        path.unlink()
    return old


def restore(
    database: storage.Database,
    backup: Path,
    *,
    overwrite: bool,
    newer: Iterable[Path] = (),
    now: datetime,
) -> Restored:
    """Put a backup in the place of what is in a database: all of it or nothing.

    Attempts that were erased since, by the database that is there or by a `newer` backup, are
    erased from it again, and questions to counselors that were taken back are taken back again.
    A backup of an earlier version is brought up to date on a copy.

    Raises:
        ConflictError: `not-empty` unless `overwrite` or there is nothing to lose.
        InvalidInputError: `backup` when it is not one, or damaged.
    """
    storage.copying.require_ours(database)
    if not overwrite and not storage.copying.is_empty(database):
        raise ConflictError("not-empty", "the database holds something; --overwrite replaces it")
    gone = [_gone_in(path) for path in newer]
    storage.migrate(database)
    with _opened(backup) as source, source.reading() as reading, database.rebuilding() as tx:
        gone.append(_gone(tx))
        rows = storage.copying.replace_all(reading, tx)
        again = storage.erasure.replay(tx, [stone for one in gone for stone in one.erased])
        withdrawn = withdraw_again(tx, [question for one in gone for question in one.withdrawn])
        storage.audit.append(
            tx,
            actor="system",
            action=Action.DATABASE_RESTORED,
            subject="database",
            details={"rows": rows, "erased_again": again, "withdrawn_again": withdrawn},
            now=now,
        )
    database.checkpoint()
    return Restored(rows, again, withdrawn, _problems(database))


def _copied(database: storage.Database, copied: storage.Database) -> int:
    storage.migrate(copied)
    with database.reading() as reading, copied.rebuilding() as tx:
        rows = storage.copying.copy_all(reading, tx)
        wanted = storage.copying.digests(reading)
    with copied.reading() as tx:
        if storage.copying.digests(tx) != wanted:
            raise UnavailableError("backup-differs", "the copy is not what was read")
    return rows


def _require_schema(database: storage.Database) -> None:
    state = storage.schema_state(database)
    if state.current != state.head:
        raise UnavailableError("schema", f"at {state.current}, this program is at {state.head}")


def _problems(database: storage.Database) -> tuple[str, ...]:
    return tuple(problem for checked in deep_check(database) for problem in checked.problems)


@contextmanager
def _opened(backup: Path) -> Iterator[storage.Database]:
    """A whole copy of a backup at the program's schema; the backup itself is only read."""
    if not backup.is_file():
        raise InvalidInputError("backup", f"there is no file {backup}")
    with tempfile.TemporaryDirectory(prefix="mentormatch-") as workshop:
        shutil.copyfile(backup, Path(workshop, _COPY))
        opened = storage.connect(f"sqlite:///{Path(workshop, _COPY)}")
        try:
            _make_current(opened, backup)
            yield opened
        finally:
            opened.close()


def _make_current(opened: storage.Database, backup: Path) -> None:
    try:
        before = storage.schema_state(opened)
        if before.current is None:
            raise InvalidInputError("backup", f"{backup} is no backup of mentormatch")
        storage.migrate(opened)
        _require_schema(opened)
        with opened.reading() as tx:
            broken = [*storage.checking.integrity(tx), *storage.checking.references(tx)]
        if broken:
            raise UnavailableError("damaged", "; ".join(broken))
    except MentormatchError as error:
        raise InvalidInputError("backup", f"{backup}: {error}") from error


def _gone_in(backup: Path) -> _Gone:
    with _opened(backup) as source, source.reading() as tx:
        return _gone(tx)


def _gone(tx: storage.Transaction) -> _Gone:
    return _Gone(storage.erasure.tombstones(tx), storage.contact.withdrawals(tx))


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as workshop:
            yield Path(workshop)
    except OSError as error:
        raise UnavailableError("backup-folder", f"{folder}: {error.strerror}") from error


def _synced(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
