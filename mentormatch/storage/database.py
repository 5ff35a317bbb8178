"""The database as the rest of the program holds it: transactions, readings, nothing else."""

import math
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine
from sqlalchemy import exc as sqlalchemy_errors

from mentormatch.errors import UnavailableError
from mentormatch.storage.engines import Engines, build_engines, make_private_file, parse_url
from mentormatch.storage.turns import Turns
from mentormatch.values import dataclass

Transaction: TypeAlias = Connection

REBUILDING_PATIENCE = 120.0
_ADVISORY_KEY = 0x6D656E746F72
_CHECKPOINT_PATIENCE = 0.2
_ERASED = "mentormatch-erased"
_WAIT = "mentormatch-wait"


class _TrialOverError(Exception):
    """Undoes a trial that went well."""


@dataclass(frozen=True, slots=True)
class _InProcess:
    """What may not cross a fork: connections and locks."""

    pid: int
    engines: Engines
    turns: Turns | None


class Database:
    """One database; safe to make before a fork and to share between threads.

    Nothing is connected before the first use, and every process makes its own connections.
    """

    def __init__(self, url: URL, lock_timeout: float) -> None:
        self._url = url
        self._lock_timeout = lock_timeout
        self._guard = threading.Lock()
        self._process: _InProcess | None = None
        # Engines whose connections are closed: the statements that they have compiled go on being used,
        # also after a fork.
        self._rested: Engines | None = None
        # Never closed here: closing a parent's connections would close them under its feet.
        self._inherited: list[_InProcess] = []

    @property
    def is_sqlite(self) -> bool:
        """Whether this is one file on this machine."""
        return self._url.drivername == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(self._url.database or "") if self.is_sqlite else None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction that may write: committed when the block ends, undone when it raises.

        Not for nesting. After the block the changes are on disk.

        Raises:
            UnavailableError: `database-busy` when the turn to write does not come within the
                lock timeout; `database-full` or `database-unavailable` otherwise.
        """
        with self._writing(self._lock_timeout) as connection:
            with connection.begin():
                yield connection
            if self.is_sqlite and connection.info.get(_ERASED):
                self._forget_log(connection)

    @contextmanager
    def trial(self, patience: float) -> Iterator["Database"]:
        """This database, to try things in: what is done in the block is seen in it, and nothing of it stays.

        It all happens in one transaction, for which this waits `patience` seconds.

        Raises:
            UnavailableError: as a transaction does.
        """
        with suppress(_TrialOverError), self._writing(patience) as connection, connection.begin():
            yield _Trial(self._url, self._lock_timeout, connection)
            raise _TrialOverError

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One consistent view of the data that waits for no writer and cannot write."""
        with self._connected(self._here().engines.reader) as connection, connection.begin():
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Transaction]:
        """A transaction alone in the database, for migrations: patient, foreign keys off.

        On SQLite, tables can be rebuilt inside; foreign keys are checked before the commit.
        """
        process = self._here()
        turn = process.turns.taken(REBUILDING_PATIENCE) if process.turns else nullcontext(None)
        with turn, self._connected(process.engines.writer) as connection:
            if self.is_sqlite:
                with _without_foreign_keys(connection), connection.begin():
                    yield connection
                    _check_foreign_keys(connection)
                return
            with connection.begin():
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{REBUILDING_PATIENCE:.0f}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_KEY})")
                yield connection

    def checkpoint(self) -> bool:
        """Write SQLite's log back into the file and empty it; nothing to do on PostgreSQL.

        False when readers were in the way: what was erased may still be read from the log.
        """
        process = self._here()
        if process.turns is None:
            return True
        with (
            process.turns.taken(self._lock_timeout),
            self._connected(process.engines.writer) as connection,
        ):
            return self._forget_log(connection)

    def close(self) -> None:
        """Close this process's connections; the next use opens new ones."""
        with self._guard:
            process, self._process = self._process, None
            if process is not None and process.pid == os.getpid():
                process.engines.dispose()
                self._rested = process.engines

    def _here(self) -> _InProcess:
        process = self._process
        if process is not None and process.pid == os.getpid():
            return process
        with self._guard:
            process = self._process
            if process is None or process.pid != os.getpid():
                if process is not None:
                    self._inherited.append(process)
                process = self._process = self._opened()
            return process

    def _opened(self) -> _InProcess:
        turns = None
        if self.path is not None:
            make_private_file(self.path)
            turns = Turns(self.path.with_name(self.path.name + ".lock"))
        rested, self._rested = self._rested, None
        engines = rested.anew() if rested else build_engines(self._url, self._lock_timeout)
        return _InProcess(os.getpid(), engines, turns)

    @contextmanager
    def _writing(self, patience: float) -> Iterator[Connection]:
        """A connection that may write, in its turn, for which this waits `patience` seconds."""
        process = self._here()
        turn = process.turns.taken(patience) if process.turns else nullcontext(None)
        with turn as left, self._connected(process.engines.writer) as connection:
            if left is not None:
                self._limit_wait(connection, left)
            yield connection

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        try:
            connection = engine.connect()
        except sqlalchemy_errors.TimeoutError as error:
            raise UnavailableError("database-busy", "no free connection") from error
        with connection:
            yield connection

    def _limit_wait(self, connection: Connection, left: float) -> None:
        """Let SQLite wait for strangers no longer than what is left of the lock timeout."""
        usual = math.ceil(self._lock_timeout * 1000)
        wanted = usual if left > 0.9 * self._lock_timeout else max(1, int(left * 1000))
        if connection.info.get(_WAIT, usual) != wanted:
            _raw(connection).execute(f"PRAGMA busy_timeout = {wanted}").close()
            connection.info[_WAIT] = wanted

    def _forget_log(self, connection: Connection) -> bool:
        """Empty the log after an erasure, or leave it to the next writer: the commit stands."""
        self._limit_wait(connection, min(_CHECKPOINT_PATIENCE, self._lock_timeout / 2))
        try:
            busy, _, _ = _raw(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except connection.dialect.loaded_dbapi.Error:
            busy = True
        connection.info[_ERASED] = bool(busy)
        return not busy


class _Trial(Database):
    """A database seen from within one of its transactions."""

    def __init__(self, url: URL, lock_timeout: float, everything: Transaction) -> None:
        super().__init__(url, lock_timeout)
        self._everything = everything

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A part of the trial: undone at once when it raises."""
        with self._everything.begin_nested():
            yield self._everything

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """What the trial has come to."""
        yield self._everything


def connect(database_url: str, *, lock_timeout: float = 5.0) -> Database:
    """The database at an address; connects on first use only.

    `lock_timeout` is how many seconds a write waits for its turn.

    Raises:
        ConfigurationError: `database-url` when the address is malformed or not supported.
    """
    return Database(parse_url(database_url), lock_timeout)


def mark_erased(tx: Transaction) -> None:
    """Ask for the erased bytes to leave SQLite's log as soon as `tx` is committed."""
    tx.info[_ERASED] = True


def _raw(connection: Connection) -> Any:
    """The driver's own connection: for pragmas that must run outside a transaction."""
    return connection.connection.driver_connection


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    _raw(connection).execute("PRAGMA foreign_keys = OFF").close()
    try:
        yield
    finally:
        _raw(connection).execute("PRAGMA foreign_keys = ON").close()


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise UnavailableError("migration-broke-references", f"{len(broken)} row(s)")
