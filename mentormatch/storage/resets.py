"""One-time links that let a member of staff choose a new password."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import PASSWORD_RESETS
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """Whose password may be chosen anew, and whether the second factor goes with the old one."""

    staff_id: str
    ends_second_factor: bool


def create(
    tx: Transaction,
    token_hash: bytes,
    *,
    staff_id: str,
    ends_second_factor: bool,
    expires: datetime,
    now: datetime,
) -> None:
    """Store a link that can be used once before `expires`; earlier ones of the person end."""
    withdraw_all(tx, staff_id)
    tx.execute(
        PASSWORD_RESETS.insert(),
        {
            "id": new_key(now),
            "token_hash": token_hash,
            "staff_id": staff_id,
            "ends_second_factor": ends_second_factor,
            "created_at": now,
            "expires_at": expires,
            "taken_at": None,
        },
    )


def look(tx: Transaction, token_hash: bytes, now: datetime) -> PasswordReset:
    """A link that can still be used; NotFoundError `reset` when it cannot."""
    columns = (PASSWORD_RESETS.c.staff_id, PASSWORD_RESETS.c.ends_second_factor)
    row = tx.execute(select(*columns).where(_open(token_hash, now))).one_or_none()
    if row is None:
        raise NotFoundError("reset")
    return PasswordReset(*row)


def take(tx: Transaction, token_hash: bytes, now: datetime) -> PasswordReset:
    """Use a link up, once only even when two take it; NotFoundError `reset` when it is over."""
    columns = (PASSWORD_RESETS.c.staff_id, PASSWORD_RESETS.c.ends_second_factor)
    query = update(PASSWORD_RESETS).where(_open(token_hash, now)).values(taken_at=now)
    row = tx.execute(query.returning(*columns)).one_or_none()
    if row is None:
        raise NotFoundError("reset")
    return PasswordReset(*row)


def withdraw_all(tx: Transaction, staff_id: str) -> None:
    """End every unused link of a person."""
    tx.execute(
        delete(PASSWORD_RESETS).where(
            PASSWORD_RESETS.c.staff_id == staff_id, PASSWORD_RESETS.c.taken_at.is_(None)
        )
    )


def _open(token_hash: bytes, now: datetime) -> ColumnElement[bool]:
    return (
        (PASSWORD_RESETS.c.token_hash == token_hash)
        & PASSWORD_RESETS.c.taken_at.is_(None)
        & (PASSWORD_RESETS.c.expires_at > now)
    )
