"""One-time links that let a person become staff."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import INVITATIONS
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """How an invitation came about: for whom, in its maker's words, and the maker's staff id."""

    label: str = ""
    by: str | None = None


_BY_COMMAND = Made()


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation lets its holder become; `label` says for whom, in its maker's words.

    `invited_by` is a staff id, None for an invitation from the command line.
    """

    id: str
    role: StaffRole
    label: str
    invited_by: str | None
    created: datetime
    expires: datetime


def create(
    tx: Transaction,
    token_hash: bytes,
    *,
    role: str,
    expires: datetime,
    now: datetime,
    made: Made = _BY_COMMAND,
) -> str:
    """Store an invitation that can be taken once before `expires`; its id."""
    key = new_key(now)
    tx.execute(
        INVITATIONS.insert(),
        {
            "id": key,
            "token_hash": token_hash,
            "role": role,
            "created_at": now,
            "expires_at": expires,
            "taken_at": None,
            "label": made.label.strip(),
            "invited_by": made.by,
        },
    )
    return key


def look(tx: Transaction, token_hash: bytes, now: datetime) -> Invitation:
    """An invitation that can still be taken.

    Raises:
        NotFoundError: `invitation` when it is unknown, used up or expired.
    """
    query = select(INVITATIONS).where(INVITATIONS.c.token_hash == token_hash, _open(now))
    return _found(tx.execute(query).one_or_none())


def take(tx: Transaction, token_hash: bytes, now: datetime) -> Invitation:
    """Use an invitation up, once only even when two take it at the same time.

    Raises:
        NotFoundError: `invitation` when it is unknown, used up or expired.
    """
    query = (
        update(INVITATIONS)
        .where(INVITATIONS.c.token_hash == token_hash, _open(now))
        .values(taken_at=now)
        .returning(*INVITATIONS.c)
    )
    return _found(tx.execute(query).one_or_none())


def still_open(tx: Transaction, now: datetime) -> tuple[Invitation, ...]:
    """The invitations that can still be taken, oldest first."""
    rows = tx.execute(select(INVITATIONS).where(_open(now)).order_by(INVITATIONS.c.id))
    return tuple(_found(row) for row in rows)


def withdraw(tx: Transaction, invitation_id: str) -> None:
    """Take an invitation back; NotFoundError `invitation` when it was taken or is gone."""
    query = delete(INVITATIONS).where(INVITATIONS.c.id == invitation_id, INVITATIONS.c.taken_at.is_(None))
    if tx.execute(query).rowcount != 1:
        raise NotFoundError("invitation")


def withdraw_first_admin(tx: Transaction) -> int:
    """Take back every open invitation for an admin that no member of staff made; how many."""
    query = delete(INVITATIONS).where(
        INVITATIONS.c.invited_by.is_(None),
        INVITATIONS.c.role == StaffRole.ADMIN.value,
        INVITATIONS.c.taken_at.is_(None),
    )
    return tx.execute(query).rowcount


def _open(now: datetime) -> ColumnElement[bool]:
    return INVITATIONS.c.taken_at.is_(None) & (INVITATIONS.c.expires_at > now)


def _found(row: Row[Any] | None) -> Invitation:
    if row is None:
        raise NotFoundError("invitation")
    return Invitation(
        id=row.id,
        role=StaffRole(row.role),
        label=row.label,
        invited_by=row.invited_by,
        created=row.created_at,
        expires=row.expires_at,
    )
