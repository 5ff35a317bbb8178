"""Writing a row unless it is there: what makes a repeated form harmless."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import Insert, Table

from mentormatch.storage.database import Transaction


def insert_if_absent(tx: Transaction, table: Table, values: Mapping[str, object]) -> bool:
    """Insert a row unless a unique constraint already has it; whether it was inserted.

    A concurrent insert of the same row is waited for, so a reader afterwards sees one.
    """
    insert = _sqlite if tx.dialect.name == "sqlite" else _postgresql
    return tx.execute(insert(table), values).rowcount == 1


# Only the dialect of the database is loaded: PostgreSQL's would cost every start with SQLite 2 MB.
@lru_cache
def _sqlite(table: Table) -> Insert:
    from sqlalchemy.dialects.sqlite import insert

    return insert(table).on_conflict_do_nothing()


@lru_cache
def _postgresql(table: Table) -> Insert:
    from sqlalchemy.dialects.postgresql import insert

    # SQLAlchemy forgets how many rows an INSERT wrote unless it is asked to keep the number.
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
