"""The fixtures of usecases that are tested on a database of their own."""

from tests.databases import (
    backend,
    database,
    database_url,
    postgresql_server,
    sqlite_database,
    sqlite_template,
)

__all__ = [
    "backend",
    "database",
    "database_url",
    "postgresql_server",
    "sqlite_database",
    "sqlite_template",
]
