"""What an operator wants to know about the database engine."""

from dataclasses import dataclass

from mentormatch.storage.database import Database
from mentormatch.storage.engines import sqlite_module, wal_is_safe


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """The engine's name and version, and how it writes its journal and why."""

    engine: str
    version: str
    journal: str


def engine_facts(database: Database) -> EngineFacts:
    """The facts of a database that answers; UnavailableError when it does not."""
    with database.reading() as tx:
        if not database.is_sqlite:
            version = str(tx.exec_driver_sql("SHOW server_version").scalar())
            return EngineFacts("PostgreSQL", version, "write-ahead log of the server")
        mode = str(tx.exec_driver_sql("PRAGMA journal_mode").scalar())
    module = sqlite_module()
    return EngineFacts(
        "SQLite", module.sqlite_version, f"{mode} ({_reason(mode, module.sqlite_version_info)})"
    )


def _reason(mode: str, version: tuple[int, ...]) -> str:
    if wal_is_safe(version):
        return "readers never wait" if mode == "wal" else "becomes wal with the first write"
    return "this SQLite's WAL can corrupt a file when it is reset; newer ones are mended"
