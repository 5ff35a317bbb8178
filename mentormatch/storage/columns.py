"""Column types that mean the same on SQLite and PostgreSQL."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# Stands in a column of moments where there is none, so that it sorts after all others.
NO_PROMISE = datetime(9000, 1, 1, tzinfo=UTC)


class Key(TypeDecorator[str]):
    """A UUID as its canonical text outside; 16 bytes on SQLite, `uuid` on PostgreSQL."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's own type in one database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Uuid(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> object:
        """From our text to what the driver stores."""
        if value is None:
            return None
        key = uuid.UUID(value)
        return key if dialect.name == "postgresql" else key.bytes

    def process_result_value(self, value: object, dialect: Dialect) -> str | None:
        """From what the driver read to our text."""
        if value is None:
            return None
        return str(uuid.UUID(bytes=value) if isinstance(value, bytes) else value)


class Instant(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; microseconds since 1970 on SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's own type in one database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """From an aware moment to what the driver stores; ValueError for a naive one."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a stored moment must know its time zone")
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """From what the driver read to an aware moment in UTC."""
        if value is None:
            return None
        if isinstance(value, int):
            return _EPOCH + value * _MICROSECOND
        assert isinstance(value, datetime)
        return value.astimezone(UTC)
