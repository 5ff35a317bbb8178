"""Signed-in staff: sessions that the server can end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import STAFF_SESSIONS


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One running session."""

    id: str
    staff_id: str
    created: datetime
    last_seen: datetime
    expires: datetime


def create(
    tx: Transaction, token_hash: bytes, *, staff_id: str, expires: datetime, now: datetime
) -> StaffSession:
    """Begin a session that ends at `expires` at the latest."""
    session = StaffSession(new_key(now), staff_id, now, now, expires)
    tx.execute(
        STAFF_SESSIONS.insert(),
        {
            "id": session.id,
            "token_hash": token_hash,
            "staff_id": staff_id,
            "created_at": now,
            "last_seen_at": now,
            "expires_at": expires,
            "revoked_at": None,
        },
    )
    return session


def load(tx: Transaction, token_hash: bytes, now: datetime) -> StaffSession:
    """The running session of a token.

    Raises:
        NotFoundError: `session` when it is unknown, revoked or over.
    """
    query = select(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.token_hash == token_hash,
        STAFF_SESSIONS.c.revoked_at.is_(None),
        STAFF_SESSIONS.c.expires_at > now,
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("session")
    return StaffSession(row.id, row.staff_id, row.created_at, row.last_seen_at, row.expires_at)


def revoke(tx: Transaction, token_hash: bytes, now: datetime) -> None:
    """End a session for good; a repeat changes nothing."""
    query = update(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.token_hash == token_hash, STAFF_SESSIONS.c.revoked_at.is_(None)
    )
    tx.execute(query.values(revoked_at=now))


def revoke_all(tx: Transaction, staff_id: str, now: datetime) -> int:
    """End every session of one person; how many were running."""
    query = update(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.staff_id == staff_id, STAFF_SESSIONS.c.revoked_at.is_(None)
    )
    return tx.execute(query.values(revoked_at=now)).rowcount
