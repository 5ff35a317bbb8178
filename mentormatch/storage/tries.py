"""Tries at passwords and codes, counted where every process sees them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, text

from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import SIGN_IN_TRIES

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def count(
    tx: Transaction, keys: Sequence[bytes], *, most: int, window: timedelta, now: datetime
) -> tuple[str, ...] | timedelta:
    """Note a try under every key, unless one of them has had `most` within `window`.

    The ids of what was noted, for `forget`; or how long to wait, and then nothing was noted.
    """
    for key in sorted(keys):
        _take_turn(tx, key)
    tx.execute(delete(SIGN_IN_TRIES).where(SIGN_IN_TRIES.c.at <= now - window))
    waits = [wait for key in keys if (wait := _wait(tx, key, most=most, window=window, now=now))]
    if waits:
        return max(waits)
    rows = [{"id": new_key(now), "key_hash": key, "at": now} for key in keys]
    tx.execute(SIGN_IN_TRIES.insert(), rows)
    return tuple(str(row["id"]) for row in rows)


def forget(tx: Transaction, tries: Sequence[str]) -> None:
    """Take tries back that turned out right, so that only wrong ones add up."""
    tx.execute(delete(SIGN_IN_TRIES).where(SIGN_IN_TRIES.c.id.in_(tries)))


def _wait(tx: Transaction, key: bytes, *, most: int, window: timedelta, now: datetime) -> timedelta | None:
    mine = (SIGN_IN_TRIES.c.key_hash == key) & (SIGN_IN_TRIES.c.at > now - window)
    query = select(func.count(), func.min(SIGN_IN_TRIES.c.at)).where(mine)
    number, first = tx.execute(query).one()
    return first + window - now if number >= most else None


def _take_turn(tx: Transaction, key: bytes) -> None:
    """Let nobody else count this key until the commit; SQLite has one writer anyway."""
    if tx.dialect.name == "postgresql":
        tx.execute(_LOCK, {"key": int.from_bytes(key[:8], "big", signed=True)})
