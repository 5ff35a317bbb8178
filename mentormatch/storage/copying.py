"""Whole databases, row by row: copied, counted and compared, whatever the two engines are."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    collate,
    delete,
    inspect,
    not_,
    or_,
    select,
)

from mentormatch.errors import ConflictError
from mentormatch.storage.database import Database, Transaction
from mentormatch.storage.schema import migrate, rebuild_empty, schema_state
from mentormatch.storage.tables import AUDIT_HEAD, METADATA
from mentormatch.values import dataclass

_BATCH = 1000
_BOOKKEEPING = "alembic_version"

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and a SHA-256 over all of them in the order of their keys."""

    rows: int
    sha256: str


def digests(tx: Transaction) -> dict[str, TableDigest]:
    """The digest of every table; equal on two engines exactly when every value is."""
    return {table.name: _digest(tx, table, None) for table in METADATA.sorted_tables}


def copy_all(source: Transaction, target: Transaction) -> int:
    """Copy every row into a freshly migrated database, in one transaction; how many rows."""
    target.execute(delete(AUDIT_HEAD))
    return sum(
        _write(target, table, batch)
        for table in METADATA.sorted_tables
        for batch in _batches(source, table, None)
    )


def replace_all(source: Transaction, target: Transaction) -> int:
    """Put the rows of `source` in the place of everything there; `target` is a rebuilding.

    All or nothing: readers see the old database until the commit.
    """
    rebuild_empty(target)
    return copy_all(source, target)


def copy_on(source: Database, target: Database) -> Iterator[tuple[str, int]]:
    """Copy what is not yet there, in short transactions; yields each table with its rows written.

    Broken off, it goes on where it stopped. Both must be at the program's schema, and nobody may
    write to either meanwhile: compare the digests afterwards.

    Raises:
        ConflictError: `foreign-content` when the target holds what is not in the source.
    """
    require_ours(target)
    migrate(target)
    last = {table: _common_end(source, target, table) for table in METADATA.sorted_tables}
    for table, end in last.items():
        yield table.name, _copy_table(source, target, table, end)


def require_ours(database: Database) -> None:
    """Refuse a database in which another program keeps something.

    Raises:
        ConflictError: `foreign-content`, naming the tables.
    """
    with database.reading() as tx:
        found = set(inspect(tx).get_table_names())
    if _BOOKKEEPING not in found and found:
        strangers = found
    else:
        strangers = found - set(METADATA.tables) - {_BOOKKEEPING}
    if strangers:
        raise ConflictError("foreign-content", f"tables of another program: {', '.join(sorted(strangers))}")


def is_empty(database: Database) -> bool:
    """Whether nothing of ours is kept in a database: no schema, or one without rows."""
    if schema_state(database).current is None:
        return True
    with database.reading() as tx:
        there = set(inspect(tx).get_table_names())
        kept = (table for table in METADATA.sorted_tables if table.name in there and table is not AUDIT_HEAD)
        return all(tx.execute(select(*table.primary_key).limit(1)).first() is None for table in kept)


def _copy_table(source: Database, target: Database, table: Table, end: Key | None) -> int:
    written = 0
    with source.reading() as reading:
        for batch in _batches(reading, table, end):
            with target.transaction() as tx:
                if table is AUDIT_HEAD:
                    tx.execute(delete(AUDIT_HEAD))
                written += _write(tx, table, batch)
    return written


def _common_end(source: Database, target: Database, table: Table) -> Key | None:
    """The last key in the target, when everything up to it is the same in both."""
    if table is AUDIT_HEAD:
        return None
    with target.reading() as tx:
        newest_first = (column.desc() for column in _order(tx, table))
        newest = tx.execute(select(*table.primary_key).order_by(*newest_first).limit(1)).first()
        if newest is None:
            return None
        end = tuple(newest)
        there = _digest(tx, table, end)
    with source.reading() as tx:
        if _digest(tx, table, end) != there:
            raise ConflictError("foreign-content", f"{table.name} holds rows that the source does not")
    return end


def _digest(tx: Transaction, table: Table, until: Key | None) -> TableDigest:
    query = select(table).order_by(*_order(tx, table))
    if until is not None:
        query = query.where(not_(_beyond(tx, table, until)))
    found, rows = hashlib.sha256(), 0
    for batch in _read(tx, query):
        rows += len(batch)
        for row in batch:
            found.update(repr(tuple(row.values())).encode())
    return TableDigest(rows, found.hexdigest())


def _batches(tx: Transaction, table: Table, after: Key | None) -> Iterator[Sequence[RowMapping]]:
    query = select(table).order_by(*_order(tx, table))
    return _read(tx, query if after is None else query.where(_beyond(tx, table, after)))


def _read(tx: Transaction, query: Select[Any]) -> Iterator[Sequence[RowMapping]]:
    with tx.execute(query, execution_options={"yield_per": _BATCH}) as rows:
        yield from rows.mappings().partitions()


def _write(tx: Transaction, table: Table, batch: Sequence[RowMapping]) -> int:
    tx.execute(table.insert(), [dict(row) for row in batch])
    return len(batch)


def _order(tx: Transaction, table: Table) -> list[ColumnElement[Any]]:
    """The key's columns, sorted byte by byte on both engines, whatever PostgreSQL's language."""
    bytewise = "BINARY" if tx.dialect.name == "sqlite" else "C"
    return [
        collate(column, bytewise) if isinstance(column.type, String) else column
        for column in table.primary_key
    ]


def _beyond(tx: Transaction, table: Table, key: Key) -> ColumnElement[bool]:
    """Whether a row comes after a key: the first column that differs decides."""
    columns = list(zip(_order(tx, table), key, strict=True))
    return or_(
        *(
            and_(*(column == value for column, value in columns[:place]), column > value)
            for place, (column, value) in enumerate(columns)
        )
    )
