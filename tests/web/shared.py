"""One application for many bad requests, and what lies in its database."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.apps import Clock, serving, settings_for

Rows = Callable[[], tuple[int, ...]]

_COUNTS = """
SELECT (SELECT count(*) FROM attempts), (SELECT coalesce(sum(revision), 0) FROM attempts),
       (SELECT count(*) FROM results), (SELECT count(*) FROM tombstones), (SELECT count(*) FROM audit_events)
"""


@dataclass(frozen=True)
class Site:
    """An application on SQLite with its clock and its database."""

    app: Flask
    clock: Clock
    database: storage.Database

    def rows(self) -> tuple[int, ...]:
        """How many attempts, writes of them, results, erasures and audit events there are."""
        return rows_of(self.database)


def rows_of(database: storage.Database) -> tuple[int, ...]:
    """Attempts, their writes, results, erasures and audit events; a write changes at least one."""
    with database.reading() as tx:
        return tuple(map(int, tx.exec_driver_sql(_COUNTS).one()))


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An application that many tests share, for what leaves it as it was or adds to it."""
    with _made(sqlite_template, tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture
def own_site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """An application of a test's own, for what the others would notice."""
    with _made(sqlite_template, tmp_path) as made:
        yield made


@contextmanager
def _made(sqlite_template: Path, folder: Path) -> Iterator[Site]:
    path = folder / "mentormatch.sqlite3"
    shutil.copyfile(sqlite_template, path)
    clock, database = Clock(), storage.connect(f"sqlite:///{path}")
    set_up(database, now=clock())
    with serving(settings_for(f"sqlite:///{path}", folder), clock) as app:
        yield Site(app, clock, database)
    database.close()


@pytest.fixture
def shared_app(site: Site) -> Flask:
    """The shared application."""
    return site.app


@pytest.fixture
def database_rows(site: Site) -> Rows:
    """A function that counts what lies in the shared application's database."""
    return site.rows
