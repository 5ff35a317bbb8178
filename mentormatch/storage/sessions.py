"""Signed-in staff: sessions that the server can end."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from mentormatch.accounts.sessions import IDLE, SessionState
from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import STAFF_SESSIONS
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """How a session begins: in which state, when the person showed who they are, on what device."""

    state: SessionState = SessionState.OPEN
    confirmed: datetime | None = None
    device: str = ""


_PLAIN = Opening()


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One running session; `confirmed` is when the person last showed who they are."""

    id: str
    staff_id: str
    created: datetime
    last_seen: datetime
    expires: datetime
    state: SessionState
    confirmed: datetime | None
    device: str


def create(
    tx: Transaction,
    token_hash: bytes,
    *,
    staff_id: str,
    expires: datetime,
    now: datetime,
    opening: Opening = _PLAIN,
) -> StaffSession:
    """Begin a session that ends at `expires` at the latest."""
    session = StaffSession(
        id=new_key(now),
        staff_id=staff_id,
        created=now,
        last_seen=now,
        expires=expires,
        state=opening.state,
        confirmed=opening.confirmed,
        device=opening.device,
    )
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
            "state": opening.state.value,
            "confirmed_at": opening.confirmed,
            "device": opening.device,
        },
    )
    return session


def load(tx: Transaction, token_hash: bytes, now: datetime) -> StaffSession:
    """The running session of a token; whether it was left alone too long is for the caller.

    Raises:
        NotFoundError: `session` when it is unknown, revoked or over.
    """
    query = select(STAFF_SESSIONS).where(STAFF_SESSIONS.c.token_hash == token_hash, _running(now))
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("session")
    return _session(row)


def running(tx: Transaction, staff_id: str, now: datetime) -> tuple[StaffSession, ...]:
    """A person's signed-in sessions that are in use, the last used first."""
    query = select(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.staff_id == staff_id,
        STAFF_SESSIONS.c.state == SessionState.OPEN.value,
        STAFF_SESSIONS.c.last_seen_at > now - IDLE,
        _running(now),
    )
    rows = tx.execute(query.order_by(STAFF_SESSIONS.c.last_seen_at.desc(), STAFF_SESSIONS.c.id))
    return tuple(_session(row) for row in rows)


def touch(tx: Transaction, session_id: str, now: datetime) -> None:
    """Note that a session is in use."""
    query = update(STAFF_SESSIONS).where(STAFF_SESSIONS.c.id == session_id)
    tx.execute(query.values(last_seen_at=now))


def renew(tx: Transaction, session_id: str, token_hash: bytes, *, confirmed: datetime) -> None:
    """Put a running session under another token: the person has just shown who they are.

    Raises:
        NotFoundError: `session` when it was revoked meanwhile.
    """
    query = update(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.id == session_id, STAFF_SESSIONS.c.revoked_at.is_(None)
    )
    changed = query.values(token_hash=token_hash, confirmed_at=confirmed, last_seen_at=confirmed)
    if tx.execute(changed).rowcount != 1:
        raise NotFoundError("session")


def revoke_one(tx: Transaction, staff_id: str, session_id: str, now: datetime) -> bool:
    """End one session of a person; False when the person has no such running session."""
    query = update(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.id == session_id,
        STAFF_SESSIONS.c.staff_id == staff_id,
        STAFF_SESSIONS.c.revoked_at.is_(None),
    )
    return tx.execute(query.values(revoked_at=now)).rowcount == 1


def is_of(tx: Transaction, staff_id: str, session_id: str) -> bool:
    """Whether a session, running or over, is a person's."""
    query = select(STAFF_SESSIONS.c.id).where(
        STAFF_SESSIONS.c.id == session_id, STAFF_SESSIONS.c.staff_id == staff_id
    )
    return tx.execute(query).first() is not None


def revoke_all(tx: Transaction, staff_id: str, now: datetime, *, keep: str | None = None) -> int:
    """End every session of one person, but for the one with the id `keep`; how many there were."""
    query = update(STAFF_SESSIONS).where(
        STAFF_SESSIONS.c.staff_id == staff_id, STAFF_SESSIONS.c.revoked_at.is_(None)
    )
    if keep is not None:
        query = query.where(STAFF_SESSIONS.c.id != keep)
    return tx.execute(query.values(revoked_at=now)).rowcount


def _running(now: datetime) -> ColumnElement[bool]:
    return STAFF_SESSIONS.c.revoked_at.is_(None) & (STAFF_SESSIONS.c.expires_at > now)


def _session(row: Row[Any]) -> StaffSession:
    return StaffSession(
        id=row.id,
        staff_id=row.staff_id,
        created=row.created_at,
        last_seen=row.last_seen_at,
        expires=row.expires_at,
        state=SessionState(row.state),
        confirmed=row.confirmed_at,
        device=row.device,
    )
