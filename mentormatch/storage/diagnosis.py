"""What an operator wants to know about the database engine."""

import re
from pathlib import Path

from mentormatch.storage.database import Database
from mentormatch.storage.engines import sqlite_module, wal_is_safe
from mentormatch.values import dataclass

_MOUNTS = Path("/proc/self/mountinfo")
# What the server, the database and the role each allow; -1 says that one of them has no limit of its own.
_CONNECTIONS = """
SELECT min(allowed) FROM (
    SELECT sum(CASE name WHEN 'max_connections' THEN setting::int ELSE -setting::int END) AS allowed
      FROM pg_settings
     WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')
    UNION ALL SELECT datconnlimit FROM pg_database WHERE datname = current_database()
    UNION ALL SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user
) AS limits WHERE allowed >= 0
"""


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


def connections_allowed(database: Database) -> int | None:
    """How many connections a PostgreSQL lets our role open to this database; None on SQLite."""
    if database.is_sqlite:
        return None
    with database.reading() as tx:
        found = tx.exec_driver_sql(_CONNECTIONS).scalar_one()
    return int(found)


def file_system(path: Path, mounts: str | None = None) -> str:
    """The kind of file system that a path lies on, by Linux's list of mounts; empty where there is none."""
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8") if _MOUNTS.exists() else ""
    kinds: dict[Path, str] = {}
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        # A blank in a path is written as an octal number.
        place = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), before.split()[4])
        kinds[Path(place)] = after.split()[0]
    real = path.resolve()
    return next((kinds[place] for place in (real, *real.parents) if place in kinds), "")


def _reason(mode: str, version: tuple[int, ...]) -> str:
    if wal_is_safe(version):
        return "readers never wait" if mode == "wal" else "becomes wal with the first write"
    return "this SQLite's WAL can corrupt a file when it is reset; newer ones are mended"
