"""The fixtures of every journey."""

from tests.apps import app, clock, lang, quick_app, visitor
from tests.databases import (
    backend,
    count_queries,
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
    "count_queries",
    "database",
    "database_url",
    "lang",
    "postgresql_server",
    "quick_app",
    "sqlite_database",
    "sqlite_template",
    "visitor",
]
