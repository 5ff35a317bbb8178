"""Recovery codes: what a member of staff signs in with when the phone is gone."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, select, update

from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import RECOVERY_CODES


def replace(tx: Transaction, staff_id: str, hashes: Iterable[bytes], *, now: datetime) -> None:
    """Keep these codes of a person and no earlier ones; none at all when there are none."""
    tx.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.staff_id == staff_id))
    rows = [
        {"id": new_key(now), "staff_id": staff_id, "code_hash": code_hash, "used_at": None}
        for code_hash in hashes
    ]
    if rows:
        tx.execute(RECOVERY_CODES.insert(), rows)


def use(tx: Transaction, staff_id: str, code_hash: bytes, now: datetime) -> bool:
    """Use a code up, once only even when two try; False when it is not one of the person's."""
    query = update(RECOVERY_CODES).where(
        RECOVERY_CODES.c.staff_id == staff_id,
        RECOVERY_CODES.c.code_hash == code_hash,
        RECOVERY_CODES.c.used_at.is_(None),
    )
    return tx.execute(query.values(used_at=now)).rowcount == 1


def left(tx: Transaction, staff_id: str) -> int:
    """How many codes a person has not used yet."""
    query = select(func.count()).select_from(RECOVERY_CODES)
    unused = (RECOVERY_CODES.c.staff_id == staff_id) & RECOVERY_CODES.c.used_at.is_(None)
    return tx.execute(query.where(unused)).scalar_one()
