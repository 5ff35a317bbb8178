"""What makes a database a demonstration for good: the first event of its audit chain says so."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import exists, inspect, select

from mentormatch.errors import ConflictError
from mentormatch.storage import audit
from mentormatch.storage.actions import Action
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text
from mentormatch.storage.tables import ATTEMPTS, AUDIT_EVENTS, BANK_DRAFTS, INVITATIONS, STAFF
from mentormatch.values import dataclass

_MARK = Action.DEMO_MADE
_FILLED = Action.DEMO_FILLED
_FIRST = select(AUDIT_EVENTS.c.action, AUDIT_EVENTS.c.details).where(AUDIT_EVENTS.c.number == 1)
_HELD = (AUDIT_EVENTS, ATTEMPTS, STAFF, INVITATIONS, BANK_DRAFTS)


@dataclass(frozen=True, slots=True)
class DemoMark:
    """That a database is a demonstration, and what it was filled with; `filled`: to the end."""

    details: Mapping[str, object]
    filled: bool


def mark(tx: Transaction, details: Mapping[str, object], *, now: datetime) -> None:
    """Make an empty database a demonstration for good.

    Raises:
        ConflictError: `not-a-demo` when anything is in it already.
    """
    if not is_empty(tx):
        raise ConflictError("not-a-demo")
    audit.append(tx, actor="system", action=_MARK, subject="database", details=details, now=now)


def mark_filled(tx: Transaction, *, now: datetime) -> None:
    """Note that a demonstration holds all that it is to hold."""
    audit.append(tx, actor="system", action=_FILLED, subject="database", details={}, now=now)


def find_mark(tx: Transaction) -> DemoMark | None:
    """The mark of a demonstration; None in any other database, also in one without tables."""
    if not inspect(tx).has_table(AUDIT_EVENTS.name):
        return None
    row = tx.execute(_FIRST).one_or_none()
    if row is None or row.action != _MARK.value:
        return None
    filled = select(exists().where(AUDIT_EVENTS.c.action == _FILLED.value))
    return DemoMark(from_text(row.details), bool(tx.execute(filled).scalar_one()))


def is_empty(tx: Transaction) -> bool:
    """Whether nobody has used a database yet; a published bank alone is no use."""
    found = inspect(tx)
    held = [table for table in _HELD if found.has_table(table.name)]
    return not any(tx.execute(select(exists(table.select()))).scalar_one() for table in held)
