"""The fixtures of the security suite."""

from tests.apps import app, clock, lang, quick_app, visitor
from tests.browser.conftest import server, window
from tests.databases import (
    backend,
    database,
    database_url,
    postgresql_server,
    sqlite_database,
    sqlite_template,
)

__all__ = [
    "app",
    "backend",
    "clock",
    "database",
    "database_url",
    "lang",
    "postgresql_server",
    "quick_app",
    "server",
    "sqlite_database",
    "sqlite_template",
    "visitor",
    "window",
]
