"""Getting a database ready: migrate, load the shipped bank, invite the first admin."""

import secrets
from datetime import datetime, timedelta

from mentormatch import storage
from mentormatch.bundled import data_path, read_shipped
from mentormatch.errors import ConfigurationError, NotFoundError
from mentormatch.quiz import Bank, parse_bank
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass

FIRST_ADMIN_HOURS = 24


@dataclass(frozen=True, slots=True)
class Ready:
    """What `set_up` found or made."""

    bank_number: int
    bank_hash: str
    bank_was_loaded: bool
    shipped_hash: str  # "" when the shipped file is damaged


def set_up(database: storage.Database, *, now: datetime) -> Ready:
    """Bring the schema up to date and load the shipped bank where there is none; repeatable."""
    storage.migrate(database)
    with database.transaction() as tx:
        try:
            version, loaded = storage.banks.current(tx, BANK_KEY), False
        except NotFoundError:
            version = storage.banks.publish(
                tx, shipped_bank(), published_by=None, note="shipped with the program", now=now
            )
            loaded = True
    return Ready(version.number, version.content_hash, loaded, shipped_hash())


def shipped_bank() -> Bank:
    """The bank that ships with the program; ConfigurationError when its file is damaged."""
    return read_shipped(data_path("banks", "mentoring.json"), parse_bank)


def shipped_hash() -> str:
    """The hash of the shipped bank; "" when it is damaged: nobody needs it once one is published."""
    try:
        return shipped_bank().content_hash
    except ConfigurationError:
        return ""


def invite_first_admin(database: storage.Database, *, now: datetime) -> str | None:
    """The token of a fresh one-time invitation while there is no admin yet, else None."""
    with database.transaction() as tx:
        if storage.staff.count_admins(tx):
            return None
        token = secrets.token_urlsafe(32)
        storage.invitations.create(
            tx,
            token_hash(token),
            role="admin",
            expires=now + timedelta(hours=FIRST_ADMIN_HOURS),
            now=now,
        )
        return token
