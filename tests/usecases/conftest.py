"""A database of each test's own, for the usecases that are tried on both backends."""

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
