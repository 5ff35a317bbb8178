"""The databases that faults are done to."""

from tests.databases import backend, database, database_url, postgresql_server, sqlite_template

__all__ = ["backend", "database", "database_url", "postgresql_server", "sqlite_template"]
