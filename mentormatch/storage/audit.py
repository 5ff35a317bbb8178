"""Who did what, in a chain: each event carries the hash of the one before it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, update

from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text, to_canonical
from mentormatch.storage.tables import AUDIT_EVENTS, AUDIT_HEAD

_BEGINNING = bytes(32)
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
class Verification:
    """How many events fit, and the number of the first that does not, if any."""

    events: int
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, removed or put in between."""
        return self.broken_at is None


def append(
    tx: Transaction, *, actor: str, action: str, subject: str, details: Mapping[str, object], now: datetime
) -> AuditEvent:
    """Add an event; call it last in a transaction, for it holds the chain until the commit.

    `actor` is a staff id, `visitor` or `system`; nothing in an event may be personal.
    """
    head = tx.execute(select(AUDIT_HEAD).with_for_update()).one()
    event = AuditEvent(head.number + 1, now.astimezone(UTC), actor, action, subject, details)
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
    expected, checked = _BEGINNING, 0
    query = select(AUDIT_EVENTS).order_by(AUDIT_EVENTS.c.number)
    with tx.execute(query, execution_options={"yield_per": _BATCH}) as rows:
        for row in rows:
            details = from_text(row.details)
            event = AuditEvent(checked + 1, row.at, row.actor, row.action, row.subject, details)
            link = _link(expected, event)
            if (row.number, row.previous_hash, row.hash) != (event.number, expected, link):
                return Verification(checked, event.number)
            expected, checked = link, event.number
    head = tx.execute(select(AUDIT_HEAD)).one()
    whole = (head.number, head.hash) == (checked, expected)
    return Verification(checked, None if whole else checked + 1)


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
