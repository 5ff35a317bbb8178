"""Looking into every corner of a database: what should never be wrong, and is looked at all the same."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import func, select

from mentormatch.storage import audit, packing
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text
from mentormatch.storage.tables import ATTEMPTS, BANK_VERSIONS, RESULTS

_BATCH = 1000
_MOST_NAMED = 5


def integrity(tx: Transaction) -> Iterator[str]:
    """What SQLite finds wrong with its file; PostgreSQL watches over its own pages."""
    if tx.dialect.name == "sqlite":
        rows = tx.exec_driver_sql(f"PRAGMA integrity_check({_MOST_NAMED})").scalars()
        yield from (str(found) for found in rows if found != "ok")


def references(tx: Transaction) -> Iterator[str]:
    """Rows that refer to what is not there; PostgreSQL refuses them by itself."""
    if tx.dialect.name == "sqlite":
        for table, _row, parent, _number in tx.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"a row of {table} refers to nothing in {parent}"


def audit_chain(tx: Transaction) -> Iterator[str]:
    """The first audit event that does not follow from the one before it."""
    verification = audit.verify(tx)
    if not verification.intact:
        yield f"the audit chain is broken at event {verification.broken_at}"


def banks(tx: Transaction) -> Iterator[str]:
    """Published banks whose bytes are not their hash's, and banks without exactly one current version."""
    query = select(BANK_VERSIONS.c.id, BANK_VERSIONS.c.content_hash, BANK_VERSIONS.c.document)
    with tx.execute(query, execution_options={"yield_per": 1}) as rows:
        for row in rows:
            if hashlib.sha256(row.document).hexdigest() != row.content_hash:
                yield f"bank version {row.id} is not what was published"
    current = func.count().filter(BANK_VERSIONS.c.is_current)
    for key, count in tx.execute(
        select(BANK_VERSIONS.c.bank_key, current).group_by(BANK_VERSIONS.c.bank_key)
    ):
        if count != 1:
            yield f"bank {key} has {count} current versions"


def attempts(tx: Transaction) -> Iterator[str]:
    """Attempts whose packed answers cannot be read."""
    columns = (ATTEMPTS.c.id, ATTEMPTS.c.shown, ATTEMPTS.c.elapsed, ATTEMPTS.c.answers)
    with tx.execute(select(*columns), execution_options={"yield_per": _BATCH}) as rows:
        for row in rows:
            try:
                packing.unpack_shown(row.shown)
                whole = len(packing.unpack_elapsed(row.elapsed)) == len(row.answers)
            except (ValueError, TypeError):
                whole = False
            if not whole:
                yield f"attempt {row.id} cannot be read"


def results(tx: Transaction) -> Iterator[str]:
    """Results that cannot be read, or that contradict themselves or their attempt."""
    columns = (RESULTS, ATTEMPTS.c.bank_version_id.label("asked_from"))
    query = select(*columns).join_from(RESULTS, ATTEMPTS)
    with tx.execute(query, execution_options={"yield_per": _BATCH}) as rows:
        for row in rows:
            if row.bank_version_id != row.asked_from:
                yield f"result {row.id} belongs to another bank version than its attempt"
            try:
                outcome, probabilities = from_text(row.outcome), from_text(row.probabilities)
            except ValueError:
                yield f"result {row.id} cannot be read"
                continue
            if outcome.get("recommendation") != row.recommendation or row.recommendation not in probabilities:
                yield f"result {row.id} contradicts itself"
