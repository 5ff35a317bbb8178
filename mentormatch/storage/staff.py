"""The people who work with the program."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from mentormatch.i18n import Locale
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import STAFF

_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account; a disabled one cannot sign in but keeps its name on past work."""

    id: str
    email: str
    role: str
    password_hash: str = field(repr=False)
    totp_secret: str | None = field(repr=False)
    locale: Locale
    created: datetime
    disabled: datetime | None


def create(
    tx: Transaction,
    *,
    email: str,
    role: str,
    password_hash: str,
    locale: Locale,
    now: datetime,
) -> StaffMember:
    """Make an account; ConflictError `already-exists` when the e-mail has one in any case."""
    member = StaffMember(new_key(now), email.strip(), role, password_hash, None, locale, now, None)
    tx.execute(
        STAFF.insert(),
        {
            "id": member.id,
            "email": member.email,
            "email_key": _email_key(email),
            "role": role,
            "password_hash": password_hash,
            "totp_secret": None,
            "locale": locale.value,
            "created_at": now,
            "disabled_at": None,
        },
    )
    return member


def by_email(tx: Transaction, email: str) -> StaffMember | None:
    """The account of an e-mail address, upper and lower case alike; None when there is none."""
    row = tx.execute(select(STAFF).where(STAFF.c.email_key == _email_key(email))).one_or_none()
    return _member(row) if row is not None else None


def by_id(tx: Transaction, staff_id: str) -> StaffMember | None:
    """The account of an id; None when there is none."""
    row = tx.execute(select(STAFF).where(STAFF.c.id == staff_id)).one_or_none()
    return _member(row) if row is not None else None


def count_admins(tx: Transaction) -> int:
    """How many admins can sign in."""
    query = select(func.count()).select_from(STAFF)
    return tx.execute(query.where(STAFF.c.role == _ADMIN, STAFF.c.disabled_at.is_(None))).scalar_one()


def _email_key(email: str) -> str:
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def _member(row: Row[Any]) -> StaffMember:
    return StaffMember(
        id=row.id,
        email=row.email,
        role=row.role,
        password_hash=row.password_hash,
        totp_secret=row.totp_secret,
        locale=Locale(row.locale),
        created=row.created_at,
        disabled=row.disabled_at,
    )
