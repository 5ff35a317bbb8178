"""One-time links that let a person become staff."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import INVITATIONS


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation lets its holder become."""

    id: str
    role: str


def create(tx: Transaction, token_hash: bytes, *, role: str, expires: datetime, now: datetime) -> None:
    """Store an invitation that can be taken once before `expires`."""
    tx.execute(
        INVITATIONS.insert(),
        {
            "id": new_key(now),
            "token_hash": token_hash,
            "role": role,
            "created_at": now,
            "expires_at": expires,
            "taken_at": None,
        },
    )


def take(tx: Transaction, token_hash: bytes, now: datetime) -> Invitation:
    """Use an invitation up, once only even when two take it at the same time.

    Raises:
        NotFoundError: `invitation` when it is unknown, used up or expired.
    """
    query = (
        update(INVITATIONS)
        .where(
            INVITATIONS.c.token_hash == token_hash,
            INVITATIONS.c.taken_at.is_(None),
            INVITATIONS.c.expires_at > now,
        )
        .values(taken_at=now)
        .returning(INVITATIONS.c.id, INVITATIONS.c.role)
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("invitation")
    return Invitation(row.id, row.role)
