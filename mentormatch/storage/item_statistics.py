"""What was last measured of each bank version's questions: one document a version."""

from datetime import datetime

from sqlalchemy import select, update

from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import ITEM_STATISTICS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement as kept: how many attempts there were, when, and what came out (JSON)."""

    attempts: int
    measured: datetime
    document: bytes


def find(tx: Transaction, version_id: str) -> Measured | None:
    """What was last measured of a version; None before the first time."""
    query = select(ITEM_STATISTICS).where(ITEM_STATISTICS.c.bank_version_id == version_id)
    row = tx.execute(query).one_or_none()
    return Measured(row.attempts, row.measured_at, row.document) if row is not None else None


def keep(tx: Transaction, version_id: str, measured: Measured) -> None:
    """Keep a measurement in the place of the version's last one."""
    values = {
        "attempts": measured.attempts,
        "measured_at": measured.measured,
        "document": measured.document,
    }
    if not insert_if_absent(tx, ITEM_STATISTICS, {"bank_version_id": version_id, **values}):
        tx.execute(
            update(ITEM_STATISTICS).where(ITEM_STATISTICS.c.bank_version_id == version_id).values(values)
        )
