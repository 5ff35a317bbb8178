"""Keys of rows: UUID version 7 (RFC 9562), so that rows sort by the time they were made."""

import os
import uuid
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def new_key(now: datetime) -> str:
    """A fresh key of the moment `now`: 48 bits of milliseconds, 74 bits of chance."""
    chance = int.from_bytes(os.urandom(10), "big")
    return _key(now, (chance >> 62) & 0xFFF, chance & (1 << 62) - 1)


def first_key(moment: datetime) -> str:
    """The smallest key of a moment: every key made before it is smaller."""
    return _key(moment, 0, 0)


def _key(moment: datetime, high: int, low: int) -> str:
    milliseconds = (moment - _EPOCH) // _MILLISECOND
    return str(uuid.UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low))
