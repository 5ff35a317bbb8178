"""Writing a row unless it is there: what makes a repeated form harmless."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from mentormatch.storage.database import Transaction


def insert_if_absent(tx: Transaction, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless a unique constraint already has it; whether it was inserted.

    A concurrent insert of the same row is waited for, so a reader afterwards sees one.
    """
    if tx.dialect.name == "sqlite":
        return tx.execute(_sqlite(table), values).rowcount == 1
    return tx.execute(_postgresql(table), values).rowcount == 1


@lru_cache
def _sqlite(table: Table) -> sqlite.Insert:
    return sqlite.insert(table).on_conflict_do_nothing()


@lru_cache
def _postgresql(table: Table) -> postgresql.Insert:
    # SQLAlchemy forgets how many rows an INSERT wrote unless it is asked to keep the number.
    return postgresql.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
