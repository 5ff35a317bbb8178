"""How long a staff session lasts, and what it may be used for meanwhile."""

from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
CODE_PATIENCE = timedelta(minutes=10)
FRESH = timedelta(minutes=10)
TOUCH_EVERY = timedelta(minutes=1)


class SessionState(StrEnum):
    """`CODE` waits for the second factor and opens nothing; `OPEN` is signed in."""

    CODE = "code"
    OPEN = "open"


def expiry(state: SessionState, now: datetime) -> datetime:
    """When a session that begins now ends at the latest."""
    return now + (LONGEST if state is SessionState.OPEN else CODE_PATIENCE)


def is_idle(last_seen: datetime, now: datetime) -> bool:
    """Whether a session was left alone for too long."""
    return now - last_seen >= IDLE


def is_fresh(confirmed: datetime | None, now: datetime) -> bool:
    """Whether the person has shown who they are so recently that a grave deed may follow."""
    return confirmed is not None and now - confirmed < FRESH


def is_due_for_touch(last_seen: datetime, now: datetime) -> bool:
    """Whether it is worth a write to note that the session is in use."""
    return now - last_seen >= TOUCH_EVERY
