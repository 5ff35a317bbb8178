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


@dataclass(frozen=True, slots=True)
class Verification:
    """How many events were checked, and the number of the first that does not fit, if any."""

    events: int
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether nothing was changed, removed or put in between."""
        return self.broken_at is None


def append(
    tx: Transaction,
    *,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, object],
    now: datetime,
) -> None:
    """Add an event; call it last in a transaction, for it holds the chain until the commit.

    `actor` is a staff id, `visitor` or `system`; nothing in an event may be personal.
    """
    head = tx.execute(select(AUDIT_HEAD).with_for_update()).one()
    number = head.number + 1
    at = now.astimezone(UTC)
    link = _link(head.hash, number, at, actor, action, subject, to_canonical(details))
    tx.execute(
        AUDIT_EVENTS.insert(),
        {
            "number": number,
            "at": at,
            "actor": actor,
            "action": action,
            "subject": subject,
            "details": to_canonical(details),
            "previous_hash": head.hash,
            "hash": link,
        },
    )
    tx.execute(update(AUDIT_HEAD).values(number=number, hash=link))


def verify(tx: Transaction) -> Verification:
    """Follow the whole chain; call it in a reading, so that nothing moves meanwhile."""
    expected, checked = _BEGINNING, 0
    events = tx.execution_options(yield_per=1000).execute(
        select(AUDIT_EVENTS).order_by(AUDIT_EVENTS.c.number)
    )
    for event in events:
        link = _link(
            expected,
            checked + 1,
            event.at,
            event.actor,
            event.action,
            event.subject,
            event.details,
        )
        if (event.number, event.previous_hash, event.hash) != (checked + 1, expected, link):
            events.close()
            return Verification(checked, checked + 1)
        expected, checked = link, checked + 1
    head = tx.execute(select(AUDIT_HEAD)).one()
    whole = (head.number, head.hash) == (checked, expected)
    return Verification(checked, None if whole else checked + 1)


def _link(
    previous: bytes,
    number: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    details: str,
) -> bytes:
    content = {
        "number": number,
        "at": at.isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": from_text(details),
    }
    return hashlib.sha256(previous + to_canonical(content).encode()).digest()
