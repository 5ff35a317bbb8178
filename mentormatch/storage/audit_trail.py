"""Reading the audit chain: the newest deeds first, filtered, page by page."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, tuple_

from mentormatch.storage.audit import AuditEvent
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text
from mentormatch.storage.tables import AUDIT_EVENTS
from mentormatch.values import dataclass

_EVENT = select(*(column for column in AUDIT_EVENTS.c if "hash" not in column.name))
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Trail:
    """What somebody looks at: one actor, some actions, some subjects; empty is all of them.

    `since` and `until` limit when it happened, the one inclusive, the other not.
    """

    actor: str = ""
    actions: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventPlace:
    """After which event a page begins."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, newest first, and where the next page begins; None at the end."""

    events: tuple[AuditEvent, ...]
    next: EventPlace | None


def page(tx: Transaction, trail: Trail, *, after: EventPlace | None, size: int) -> EventPage:
    """A page of a trail; one query, which an index answers at any depth."""
    order = (AUDIT_EVENTS.c.at, AUDIT_EVENTS.c.number)
    query = _EVENT.where(*_limits(trail))
    if after is not None:
        query = query.where(tuple_(*order) < (after.at, after.number))
    query = query.order_by(*(column.desc() for column in order)).limit(size + 1)
    events = _events(tx.execute(query).all())
    last = events[size - 1] if len(events) > size else None
    return EventPage(events[:size], EventPlace(last.at, last.number) if last else None)


def around(tx: Transaction, number: int, *, reach: int) -> EventPage:
    """The events beside a number of the chain, `reach` on either side, newest first."""
    near = AUDIT_EVENTS.c.number.between(number - reach, number + reach)
    return EventPage(
        _events(tx.execute(_EVENT.where(near).order_by(AUDIT_EVENTS.c.number.desc())).all()), None
    )


def _limits(trail: Trail) -> Iterator[ColumnElement[bool]]:
    if trail.actor:
        yield AUDIT_EVENTS.c.actor == trail.actor
    if trail.actions:
        yield AUDIT_EVENTS.c.action.in_(trail.actions)
    if trail.subjects:
        yield AUDIT_EVENTS.c.subject.in_(trail.subjects)
    if trail.since:
        yield AUDIT_EVENTS.c.at >= trail.since
    if trail.until:
        yield AUDIT_EVENTS.c.at < trail.until


def _events(rows: Sequence[Row[Any]]) -> tuple[AuditEvent, ...]:
    return tuple(
        AuditEvent(row.number, row.at, row.actor, row.action, row.subject, _details(row.details))
        for row in rows
    )


def _details(text: str) -> dict[str, object]:
    """The details of an event; those that somebody spoiled are shown as they are."""
    try:
        found: object = from_text(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {UNREADABLE: text}
