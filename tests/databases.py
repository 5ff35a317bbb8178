"""Databases for tests: the same test body runs on SQLite and on PostgreSQL.

Import the fixtures where they are needed: `from tests.databases import database, …`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import CacheStats

from mentormatch import storage

POSTGRESQL = "postgresql://postgres@127.0.0.1:5432"
_BACKENDS = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
]
_OURS = f"mentormatch_test_{os.getpid()}"
_TEMPLATE, _SHARED, _EMPTY = f"{_OURS}_template", f"{_OURS}_shared", f"{_OURS}_empty"
_SCHEMA = """
SELECT (SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace),
       (SELECT string_agg(tgname, ' ' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal),
       (SELECT version_num FROM alembic_version)
"""
# As a replica, the server lets guarded rows go; the migrations' own rows are put back.
_EMPTY_EVERY_TABLE = """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$;
INSERT INTO audit_head VALUES (1, 0, decode(repeat('00', 32), 'hex'));
"""
_BOOKKEEPING = ("BEGIN", "PRAGMA")

CountQueries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[None]:
    """A PostgreSQL that answers, with a migrated template of ours in it."""
    try:
        connection = psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        pytest.skip(f"PostgreSQL does not answer at 127.0.0.1:5432: {error}")
    with connection:
        _create(connection, _TEMPLATE, "template1")
        template = storage.connect(f"{POSTGRESQL}/{_TEMPLATE}")
        storage.migrate(template)
        template.close()
        yield
        for name in (_SHARED, _EMPTY, _TEMPLATE):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    template = storage.connect(f"sqlite:///{path}")
    storage.migrate(template)
    template.close()
    return path


@pytest.fixture(params=_BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The database that a test runs on."""
    name: str = request.param
    return name


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """The address of a database without a schema."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'mentormatch.sqlite3'}"
    request.getfixturevalue("postgresql_server")
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        _create(connection, _EMPTY, "template1")
    return f"{POSTGRESQL}/{_EMPTY}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """The address of a migrated database with nothing in it."""
    if backend == "sqlite":
        path = tmp_path / "mentormatch.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    request.getfixturevalue("postgresql_server")
    if not _emptied():
        with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
            _create(connection, _SHARED, _TEMPLATE)
    return f"{POSTGRESQL}/{_SHARED}"


@pytest.fixture
def database(database_url: str) -> Iterator[storage.Database]:
    """A migrated database of this test's own, on each backend in turn."""
    opened = storage.connect(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[storage.Database]:
    """A migrated SQLite file of this test's own, for tests that need one backend only."""
    path = tmp_path / "mentormatch.sqlite3"
    shutil.copyfile(sqlite_template, path)
    opened = storage.connect(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def count_queries() -> CountQueries:
    """`with count_queries() as statements:` collects every statement that reaches a driver."""
    return _collected


@contextmanager
def compiled() -> Iterator[list[str]]:
    """Collects every statement that had to be compiled, since nobody had used it before."""
    with _heard(lambda _, context: context.cache_hit is CacheStats.CACHE_MISS) as statements:
        yield statements


@contextmanager
def _collected() -> Iterator[list[str]]:
    with _heard(lambda statement, _: not statement.startswith(_BOOKKEEPING)) as statements:
        yield statements


@contextmanager
def _heard(wanted: Callable[[str, Any], bool]) -> Iterator[list[str]]:
    """Collects those statements on their way to a driver that are wanted, by their text and their context."""
    statements: list[str] = []

    def collect(_1: object, _2: object, statement: str, _3: object, context: Any, _4: object) -> None:
        if wanted(statement, context):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", collect)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", collect)


def _emptied() -> bool:
    """Whether the shared database is there with its schema unharmed, and now without rows.

    Emptying one takes milliseconds where making one takes tenths of a second.
    """
    try:
        with psycopg.connect(f"{POSTGRESQL}/{_SHARED}") as shared:
            if shared.execute(_SCHEMA).fetchone() != _expected_schema():
                return False
            shared.execute(_EMPTY_EVERY_TABLE)
            return True
    except psycopg.Error:
        return False


@cache
def _expected_schema() -> tuple[object, ...] | None:
    with psycopg.connect(f"{POSTGRESQL}/{_TEMPLATE}") as template:
        return template.execute(_SCHEMA).fetchone()


def _create(connection: psycopg.Connection, name: str, template: str) -> None:
    connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
