"""The people who work with the program."""

from dataclasses import field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from mentormatch.accounts.codes import new_seed
from mentormatch.accounts.emails import email_key, tidy_email
from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.i18n import Locale
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import STAFF
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One account; a disabled one cannot sign in but keeps its name on past work.

    `totp_seed` is what the second factor's key is made from, None without one; `next_seed` is
    for the next app that is set up; `totp_step` is the last time step whose code was used.
    """

    id: str
    email: str
    name: str
    role: StaffRole
    password_hash: str = field(repr=False)
    totp_seed: str | None = field(repr=False)
    next_seed: str = field(repr=False)
    totp_step: int
    locale: Locale
    created: datetime
    disabled: datetime | None


def create(  # noqa: PLR0913 - one argument a column, all named
    tx: Transaction,
    *,
    email: str,
    role: str,
    password_hash: str,
    locale: Locale,
    now: datetime,
    name: str = "",
) -> StaffMember:
    """Make an account; ConflictError `already-exists` when the e-mail has one in any case."""
    member = StaffMember(
        id=new_key(now),
        email=tidy_email(email),
        name=name.strip(),
        role=StaffRole(role),
        password_hash=password_hash,
        totp_seed=None,
        next_seed=new_seed(),
        totp_step=0,
        locale=locale,
        created=now,
        disabled=None,
    )
    tx.execute(
        STAFF.insert(),
        {
            "id": member.id,
            "email": member.email,
            "email_key": email_key(email),
            "name": member.name,
            "role": member.role.value,
            "password_hash": password_hash,
            "totp_secret": None,
            "totp_next": member.next_seed,
            "totp_step": 0,
            "locale": locale.value,
            "created_at": now,
            "disabled_at": None,
        },
    )
    return member


def by_email(tx: Transaction, email: str) -> StaffMember | None:
    """The account of an e-mail address, upper and lower case alike; None when there is none."""
    row = tx.execute(select(STAFF).where(STAFF.c.email_key == email_key(email))).one_or_none()
    return _member(row) if row is not None else None


def by_id(tx: Transaction, staff_id: str, *, for_update: bool = False) -> StaffMember | None:
    """The account of an id, None when there is none; `for_update` keeps it until the commit."""
    query = select(STAFF).where(STAFF.c.id == staff_id)
    row = tx.execute(query.with_for_update() if for_update else query).one_or_none()
    return _member(row) if row is not None else None


def locked(tx: Transaction, staff_id: str) -> StaffMember:
    """The account of an id, kept until the commit; NotFoundError `staff` when there is none."""
    member = by_id(tx, staff_id, for_update=True)
    if member is None:
        raise NotFoundError("staff")
    return member


def everyone(tx: Transaction) -> tuple[StaffMember, ...]:
    """All accounts: working ones first, then by name and e-mail."""
    order = (STAFF.c.disabled_at.is_not(None), func.lower(STAFF.c.name), STAFF.c.email_key)
    return tuple(_member(row) for row in tx.execute(select(STAFF).order_by(*order)))


def count_admins(tx: Transaction) -> int:
    """How many admins can sign in."""
    query = select(func.count()).select_from(STAFF)
    return tx.execute(query.where(*_WORKING_ADMIN)).scalar_one()


def lock_admins(tx: Transaction) -> frozenset[str]:
    """The ids of the admins who can sign in, each kept as it is until the commit."""
    query = select(STAFF.c.id).where(*_WORKING_ADMIN).order_by(STAFF.c.id).with_for_update()
    return frozenset(tx.execute(query).scalars())


def set_password(tx: Transaction, staff_id: str, password_hash: str) -> None:
    """Keep another password's hash."""
    _change(tx, staff_id, password_hash=password_hash)


def set_role(tx: Transaction, staff_id: str, role: StaffRole) -> None:
    """Give another role."""
    _change(tx, staff_id, role=role.value)


def set_disabled(tx: Transaction, staff_id: str, since: datetime | None) -> None:
    """Take the right to sign in away, or (None) give it back."""
    _change(tx, staff_id, disabled_at=since)


def set_second_factor(tx: Transaction, staff_id: str, seed: str | None, *, step: int) -> None:
    """Begin to ask for codes of `seed`, or (None) no longer; the next seed is a fresh one."""
    _change(tx, staff_id, totp_secret=seed, totp_next=new_seed(), totp_step=step)


def use_step(tx: Transaction, staff_id: str, step: int) -> bool:
    """Note that the code of a time step was used; False when it, or a later one, was already."""
    query = update(STAFF).where(STAFF.c.id == staff_id, STAFF.c.totp_step < step)
    return tx.execute(query.values(totp_step=step)).rowcount == 1


_WORKING_ADMIN = (STAFF.c.role == StaffRole.ADMIN.value, STAFF.c.disabled_at.is_(None))


def _change(tx: Transaction, staff_id: str, **values: object) -> None:
    if tx.execute(update(STAFF).where(STAFF.c.id == staff_id).values(**values)).rowcount != 1:
        raise NotFoundError("staff")


def _member(row: Row[Any]) -> StaffMember:
    return StaffMember(
        id=row.id,
        email=row.email,
        name=row.name,
        role=StaffRole(row.role),
        password_hash=row.password_hash,
        totp_seed=row.totp_secret,
        next_seed=row.totp_next,
        totp_step=row.totp_step,
        locale=Locale(row.locale),
        created=row.created_at,
        disabled=row.disabled_at,
    )
