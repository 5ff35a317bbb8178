"""Databases for tests: the same test body runs on SQLite and on PostgreSQL.

Import the fixtures where they are needed: `from tests.databases import database, …`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy import Engine, event

from mentormatch import storage

POSTGRESQL = "postgresql://postgres@127.0.0.1:5432"
_BACKENDS = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
]
_OURS = f"mentormatch_test_{os.getpid()}"
_BOOKKEEPING = ("BEGIN", "PRAGMA")

CountQueries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[None]:
    """A PostgreSQL that answers, with a migrated template of ours in it."""
    try:
        connection = psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        _go_without(str(error))
    with connection:
        _drop_and_create(connection, f"{_OURS}_template")
        template = storage.connect(f"{POSTGRESQL}/{_OURS}_template")
        storage.migrate(template)
        template.close()
        yield
        _drop(connection, f"{_OURS}_template")


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
def empty_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a schema."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'mentormatch.sqlite3'}"
        return
    request.getfixturevalue("postgresql_server")
    with _own_database("template1") as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database of this test's own."""
    if backend == "sqlite":
        path = tmp_path / "mentormatch.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    request.getfixturevalue("postgresql_server")
    with _own_database(f"{_OURS}_template") as url:
        yield url


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
def _collected() -> Iterator[list[str]]:
    statements: list[str] = []

    def collect(_1: object, _2: object, statement: str, *_: object) -> None:
        if not statement.startswith(_BOOKKEEPING):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", collect)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", collect)


@contextmanager
def _own_database(template: str) -> Iterator[str]:
    with psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True) as connection:
        _drop_and_create(connection, _OURS, template)
        yield f"{POSTGRESQL}/{_OURS}"
        _drop(connection, _OURS)


def _drop_and_create(connection: psycopg.Connection, name: str, template: str = "template1") -> None:
    _drop(connection, name)
    connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _go_without(reason: str) -> NoReturn:
    sentence = f"PostgreSQL does not answer at 127.0.0.1:5432: {reason}"
    pytest.skip(sentence)
