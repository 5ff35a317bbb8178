"""Who did what, in a chain: each event carries the hash of the one before it."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select, update

from mentormatch.storage.actions import Action
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text, to_canonical
from mentormatch.storage.tables import AUDIT_EVENTS, AUDIT_HEAD
from mentormatch.values import dataclass

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One deed: when, whose, what was done to what; `number` counts from 1 without a gap."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Link:
    """An event of the chain, by its number and hash."""

    number: int
    hash: bytes


BEGINNING = Link(0, bytes(32))


@dataclass(frozen=True, slots=True)
class Followed:
    """Up to which link the chain was found to hold, the number of the first event that does not
    follow, if any, and whether there is nothing left to follow."""

    link: Link
    broken_at: int | None
    done: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """How many events fit, and the number of the first that does not, if any."""

    events: int
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, removed or put in between."""
        return self.broken_at is None


def append(
    tx: Transaction, *, actor: str, action: Action, subject: str, details: Mapping[str, object], now: datetime
) -> AuditEvent:
    """Add an event; call it last in a transaction, for it holds the chain until the commit.

    `actor` is a staff id, `visitor` or `system`; nothing in an event may be personal.
    """
    head = tx.execute(select(AUDIT_HEAD).with_for_update()).one()
    event = AuditEvent(head.number + 1, now.astimezone(UTC), actor, action.value, subject, details)
    link = _link(head.hash, event)
    tx.execute(
        AUDIT_EVENTS.insert(),
        {
            "number": event.number,
            "at": event.at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": to_canonical(details),
            "previous_hash": head.hash,
            "hash": link,
        },
    )
    tx.execute(update(AUDIT_HEAD).values(number=event.number, hash=link))
    return event


def verify(tx: Transaction) -> Verification:
    """Follow the whole chain; call it in a reading, so that nothing moves meanwhile."""
    found = follow(tx, BEGINNING, _BATCH)
    while not found.done:
        found = follow(tx, found.link, _BATCH)
    return Verification(found.link.number, found.broken_at)


def follow(tx: Transaction, after: Link, most: int) -> Followed:
    """Follow the chain for at most `most` events from a link to which it was found to hold.

    Nothing before that link is read again, so a long chain can be followed in many short readings.
    """
    link = after
    query = select(AUDIT_EVENTS).where(AUDIT_EVENTS.c.number > after.number)
    rows = tx.execute(query.order_by(AUDIT_EVENTS.c.number).limit(most)).all()
    for row in rows:
        found = _follows(link, row)
        if found is None:
            return Followed(link, broken_at=link.number + 1, done=True)
        link = found
    if len(rows) == most:
        return Followed(link, broken_at=None, done=False)
    head = tx.execute(select(AUDIT_HEAD)).one()
    whole = (head.number, head.hash) == (link.number, link.hash)
    return Followed(link, broken_at=None if whole else link.number + 1, done=True)


def length(tx: Transaction) -> int:
    """How many events the chain should have."""
    return int(tx.execute(select(AUDIT_HEAD.c.number)).scalar_one())


def _follows(link: Link, row: Row[Any]) -> Link | None:
    """The link of an event when it follows from the one before; None when it does not."""
    try:
        details = from_text(row.details)
    except ValueError:
        return None
    event = AuditEvent(link.number + 1, row.at, row.actor, row.action, row.subject, details)
    expected = _link(link.hash, event)
    same = (row.number, row.previous_hash, row.hash) == (event.number, link.hash, expected)
    return Link(event.number, expected) if same else None


def _link(previous: bytes, event: AuditEvent) -> bytes:
    content = {
        "number": event.number,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "details": event.details,
    }
    return hashlib.sha256(previous + to_canonical(content).encode()).digest()
