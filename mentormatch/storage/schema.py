"""Bringing a database to the schema that this program knows."""

from pathlib import Path

from sqlalchemy import inspect, text

from mentormatch.storage.database import Database, Transaction
from mentormatch.storage.migrations import HEAD
from mentormatch.values import dataclass

_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class SchemaState:
    """The revision that a database is at (None before the first) and the program's own."""

    current: str | None
    head: str

    @property
    def ready(self) -> bool:
        """Whether this program can work: a newer database keeps working for an older one."""
        return self.current is not None and self.current >= self.head


def schema_state(database: Database) -> SchemaState:
    """Where a database stands."""
    with database.reading() as tx:
        return SchemaState(_current(tx), HEAD)


def migrate(database: Database) -> SchemaState:
    """Bring a database to the program's schema; nothing happens where it is there already.

    Safe when several processes start at once: one migrates, the others wait and find it done.
    Wholly done or wholly undone.
    """
    state = schema_state(database)
    if state.ready:
        return state
    with database.rebuilding() as tx:
        if not SchemaState(_current(tx), HEAD).ready:
            _run(tx, "upgrade", "head")
    return schema_state(database)


def downgrade(database: Database, revision: str) -> SchemaState:
    """Take a database back to an earlier revision, `base` for none; loses what came later."""
    with database.rebuilding() as tx:
        _run(tx, "downgrade", revision)
    return schema_state(database)


def rebuild_empty(tx: Transaction) -> None:
    """Remove everything and make the program's tables anew; `tx` is a rebuilding."""
    if _current(tx) is not None:
        _run(tx, "downgrade", "base")
    _run(tx, "upgrade", "head")


def health(database: Database) -> SchemaState:
    """Whether the database answers and is migrated.

    Raises:
        UnavailableError: when it does not answer.
    """
    return schema_state(database)


def _current(tx: Transaction) -> str | None:
    if not inspect(tx).has_table("alembic_version"):
        return None
    found: str | None = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _run(tx: Transaction, direction: str, revision: str) -> None:
    # Migrating is rare and Alembic takes a tenth of a second to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = tx
    if direction == "upgrade":
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)
