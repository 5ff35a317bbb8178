"""Engines as we want them: drivers, pragmas and limits of SQLite and PostgreSQL."""

import importlib
import math
import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.util import LRUCache

from mentormatch.errors import ConfigurationError, UnavailableError
from mentormatch.storage.failures import translate, unavailable
from mentormatch.values import dataclass

CONNECTIONS_A_PROCESS = 15
_KEPT_CONNECTIONS = 5
_POOL = {"pool_size": _KEPT_CONNECTIONS, "max_overflow": CONNECTIONS_A_PROCESS - _KEPT_CONNECTIONS}
_KEPT_STATEMENTS = 500
_FIXED_IN = ((3, 44, 6), (3, 50, 7))
_FIXED_SINCE = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class Engines:
    """The two ways into a database; on PostgreSQL they share their connections."""

    reader: Engine
    writer: Engine

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self.reader.dispose()
        self.writer.dispose()

    def anew(self) -> "Engines":
        """The same with no connection, for a process that may have been forked since."""
        self.reader.dispose(close=False)
        self.writer.dispose(close=False)
        return self


def parse_url(database_url: str) -> URL:
    """A supported address with its driver filled in and its path absolute.

    Raises:
        ConfigurationError: `database-url` when it is malformed or not supported.
    """
    try:
        url = make_url(database_url)
    except ArgumentError as error:
        raise ConfigurationError("database-url", "not a database address") from error
    backend = url.drivername.partition("+")[0]
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ConfigurationError("database-url", f"{backend} is not supported")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise ConfigurationError("database-url", "SQLite needs the path of a file")
    return url.set(drivername="sqlite", database=str(Path(url.database).absolute()))


def build_engines(url: URL, lock_timeout: float) -> Engines:
    """Engines for an address from `parse_url`; nothing is connected yet."""
    if url.drivername == "sqlite":
        return _sqlite_engines(url, lock_timeout)
    return _postgresql_engines(url, lock_timeout)


def sqlite_module() -> ModuleType:
    """The bundled newer SQLite where its wheel is installed, else Python's own."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether an SQLite is free of the WAL-reset defect that can corrupt a file."""
    return version >= _FIXED_SINCE or any(
        fixed <= version < (fixed[0], fixed[1] + 1, 0) for fixed in _FIXED_IN
    )


def _sqlite_engines(url: URL, lock_timeout: float) -> Engines:
    module = sqlite_module()
    journal = "WAL" if wal_is_safe(module.sqlite_version_info) else "TRUNCATE"
    common = (
        f"PRAGMA busy_timeout = {math.ceil(lock_timeout * 1000)}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA recursive_triggers = ON",
        "PRAGMA secure_delete = ON",
        "PRAGMA synchronous = FULL",
    )
    writer = create_engine(
        url,
        module=module,
        connect_args={"isolation_level": None},
        hide_parameters=True,
        execution_options={"compiled_cache": LRUCache(_KEPT_STATEMENTS)},
        **_POOL,
    )
    # Connections of its own, but statements are compiled once for both.
    reader = Engine(
        writer.pool.recreate(),
        writer.dialect,
        url,
        hide_parameters=True,
        execution_options=writer.get_execution_options(),
    )
    # Only a writer has the turn, and changing the journal needs the file for itself.
    _prepare(writer, module, (*common, f"PRAGMA journal_mode = {journal}"), "IMMEDIATE")
    _prepare(reader, module, (*common, "PRAGMA query_only = ON"), "DEFERRED")
    return Engines(reader, writer)


def _prepare(engine: Engine, module: ModuleType, pragmas: tuple[str, ...], begin: str) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        # By the driver itself: it is said on every request, and SQLAlchemy's way costs ten times as much.
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(f"BEGIN {begin}").close()
        except module.Error as error:
            raise unavailable(error) from error

    event.listen(engine, "handle_error", translate, retval=True)


def make_private_file(path: Path) -> None:
    """Make the database's folder and file where missing, for its owner's eyes only."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise UnavailableError("database-unavailable", str(error)) from error


def _postgresql_engines(url: URL, lock_timeout: float) -> Engines:
    milliseconds = math.ceil(lock_timeout * 1000)
    try:
        writer = create_engine(
            url,
            **_POOL,
            pool_pre_ping=True,
            pool_timeout=lock_timeout,
            hide_parameters=True,
            connect_args={
                "connect_timeout": max(2, math.ceil(lock_timeout)),
                "tcp_user_timeout": max(10_000, milliseconds),
                "application_name": "mentormatch",
                "options": f"-c lock_timeout={milliseconds} -c timezone=UTC"
                " -c idle_in_transaction_session_timeout=60000",
            },
        )
    except ModuleNotFoundError as error:
        raise ConfigurationError("database-driver", "install mentormatch[postgres]") from error
    event.listen(writer, "handle_error", translate, retval=True)
    # One snapshot for all queries of a reading, as SQLite gives it.
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(reader, writer)
