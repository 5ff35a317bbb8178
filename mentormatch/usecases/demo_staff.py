"""The staff of a demonstration: three accounts that can be signed in to with what the command prints."""

import base64
import hashlib
import hmac
from dataclasses import field
from datetime import datetime

from mentormatch import storage
from mentormatch.accounts import codes
from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.usecases import staff_joining
from mentormatch.usecases.staff_joining import Joining
from mentormatch.values import dataclass

_PEOPLE = (
    ("Salma Haddad", "salma@example.org", StaffRole.ADMIN, Locale.FR),
    ("Camille Laurent", "camille@example.org", StaffRole.COUNSELOR, Locale.FR),
    ("Omar Benali", "omar@example.org", StaffRole.COUNSELOR, Locale.AR),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to sign in to; `key` is for an authenticator app, "" without a second factor."""

    name: str
    email: str
    role: StaffRole
    password: str = field(repr=False)
    key: str = field(repr=False)


def hire(database: storage.Database, secret: str, *, now: datetime) -> None:
    """Make the accounts; those that are there already stay as they are."""
    for name, email, role, locale in _PEOPLE:
        with database.reading() as tx:
            there = storage.staff.by_email(tx, email) is not None
        if not there:
            joining = Joining(name, email, _password(secret, email), locale)
            staff_joining.add(database, joining, role, now=now)
            _set_second_factor(database, email, role)


def accounts(tx: storage.Transaction, secret: str) -> tuple[DemoAccount, ...]:
    """The accounts as they were made; a password that was changed since is not known."""
    found = []
    for name, email, role, _ in _PEOPLE:
        member = storage.staff.by_email(tx, email)
        if member is not None:
            key = codes.totp_key(secret, member.id, member.totp_seed) if member.totp_seed else ""
            found.append(DemoAccount(name, email, role, _password(secret, email), key))
    return tuple(found)


def counselors(tx: storage.Transaction) -> tuple[str, ...]:
    """The ids of those who read cases: everyone."""
    return tuple(member.id for member in storage.staff.everyone(tx) if member.disabled is None)


def _set_second_factor(database: storage.Database, email: str, role: StaffRole) -> None:
    if not role.needs_second_factor:
        return
    with database.transaction() as tx:
        member = storage.staff.by_email(tx, email)
        assert member is not None
        storage.staff.set_second_factor(tx, member.id, member.next_seed, step=0)


def _password(secret: str, email: str) -> str:
    """Drawn from the server's secret, so that it can be told again: 100 bits in five groups."""
    for number in range(100):
        message = f"demo-password:{email}:{number}".encode()
        digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
        text = base64.b32encode(digest).decode().lower()
        password = "-".join(text[at : at + 4] for at in range(0, 20, 4))
        if not staff_joining.problems_of(Joining("Demo", email, password, Locale.FR)):
            return password
    raise InvalidInputError("password-common")
