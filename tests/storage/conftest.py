"""The databases that the tests of this room run on."""

from tests.databases import (
    backend,
    count_queries,
    database,
    database_url,
    empty_url,
    postgresql_server,
    sqlite_database,
    sqlite_template,
)

__all__ = [
    "backend",
    "count_queries",
    "database",
    "database_url",
    "empty_url",
    "postgresql_server",
    "sqlite_database",
    "sqlite_template",
]
