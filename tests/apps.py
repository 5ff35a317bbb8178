"""The application for tests: real rooms, a database of the test's own, a clock that can be set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.config import Settings
from mentormatch.usecases.set_up import set_up
from mentormatch.web import create_app
from mentormatch.web.services import services
from tests.pages import Visitor

_TEMPLATES = "mentormatch-templates"
_compiled: dict[str, Any] = {}
_furnished: dict[datetime, bytes] = {}

# With microseconds, as a real clock has them.
START = datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that goes on by itself a few seconds at each look, and by hand as far as wanted."""

    now: datetime = START
    pace: timedelta = timedelta(seconds=4)

    def __call__(self) -> datetime:
        self.now += self.pace
        return self.now

    def go_on(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    """The clock of this test's application."""
    return Clock()


def settings_for(database_url: str, folder: Path, **more: str) -> Settings:
    """Settings with a database and a data place of the test's own."""
    return Settings.from_environment(
        {
            "DATABASE_URL": database_url,
            "MENTORMATCH_DATA_DIR": str(folder),
            "MENTORMATCH_SECRET_KEY": "a secret for tests, of no use to anyone",
            # All visitors of a test have one address, and some tests begin hundreds of quizzes.
            "MENTORMATCH_ADDRESS_LIMIT": "0",
            **more,
        }
    )


@pytest.fixture
def app(database_url: str, database: storage.Database, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The application on each backend in turn, with the shipped bank."""
    furnish(database, now=clock())
    with serving(settings_for(database_url, tmp_path), clock) as made:
        yield made


def furnish(database: storage.Database, *, now: datetime) -> None:
    """Load the shipped bank; a SQLite file that nobody has opened becomes a copy of one in which it is."""
    if database.path is None:
        set_up(database, now=now)
    elif now in _furnished:
        database.path.write_bytes(_furnished[now])
    else:
        set_up(database, now=now)
        database.close()
        _furnished[now] = database.path.read_bytes()


def was_furnished(file: bytes) -> bool:
    """Whether a file is as `furnish` left it."""
    return file in _furnished.values()


@contextmanager
def serving(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """An application whose database connections are closed afterwards."""
    made = create_app(settings, clock=clock)
    # Compiled once for all tests of a process: a fifth of their time went into it.
    made.extensions[_TEMPLATES] = _compiled.setdefault(_TEMPLATES, made.extensions[_TEMPLATES])
    yield made
    with made.app_context():
        services().database.close()


@pytest.fixture
def quick_app(sqlite_database: storage.Database, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The application on SQLite only, for what has nothing to do with the database."""
    furnish(sqlite_database, now=clock())
    with serving(settings_for(f"sqlite:///{sqlite_database.path}", tmp_path), clock) as made:
        yield made


@pytest.fixture(params=["fr", "en", "ar"])
def lang(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    code: str = request.param
    return code


@pytest.fixture
def visitor(quick_app: Flask) -> Visitor:
    """A visitor of the application on SQLite."""
    return Visitor(quick_app)
