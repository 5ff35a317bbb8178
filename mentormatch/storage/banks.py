"""What is published: immutable versions, exactly one of them current.

Banks of questions, and in the same way the texts that an installation words itself.
"""

import hashlib
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row, bindparam, func, select, update

from mentormatch.errors import NotFoundError, UnavailableError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import BANK_VERSIONS, BANKS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


class Publishable(Protocol):
    """What can be published under a key: a document, with the hash of its bytes."""

    @property
    def key(self) -> str:
        """What its versions are kept under."""

    @property
    def document(self) -> bytes:
        """The bytes that are kept."""

    @property
    def content_hash(self) -> str:
        """Their SHA-256, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class BankVersion:
    """One published version, without its document; `number` counts from 1 in each bank."""

    id: str
    bank_key: str
    number: int
    content_hash: str
    published_at: datetime
    published_by: str | None
    note: str
    is_current: bool


_VERSION = select(*(BANK_VERSIONS.c[field.name] for field in fields(BankVersion)))
# Asked for every new attempt; building the query would cost as much as asking it.
_CURRENT = _VERSION.where(BANK_VERSIONS.c.bank_key == bindparam("key"), BANK_VERSIONS.c.is_current)


def publish(
    tx: Transaction, bank: Publishable, *, published_by: str | None, note: str, now: datetime
) -> BankVersion:
    """Publish a bank as the next version and make it current.

    A bank whose content is current already is not published again: its version is returned.
    Publishers of one bank wait for each other.
    """
    begin(tx, bank.key, now=now)
    lock(tx, bank.key)
    before = _found_current(tx, bank.key)
    if before is not None and before.content_hash == bank.content_hash:
        return before
    version = BankVersion(
        id=new_key(now),
        bank_key=bank.key,
        number=_last_number(tx, bank.key) + 1,
        content_hash=bank.content_hash,
        published_at=now,
        published_by=published_by,
        note=note,
        is_current=True,
    )
    if before is not None:
        retire = update(BANK_VERSIONS).where(BANK_VERSIONS.c.id == before.id)
        tx.execute(retire.values(is_current=False))
    tx.execute(BANK_VERSIONS.insert(), {**asdict(version), "document": bank.document})
    return version


def begin(tx: Transaction, key: str, *, now: datetime) -> None:
    """Make sure that there is something to lock under this key."""
    insert_if_absent(tx, BANKS, {"key": key, "created_at": now})


def lock(tx: Transaction, key: str) -> None:
    """Wait for everyone who is writing or publishing this bank, and keep them out until the commit."""
    tx.execute(select(BANKS.c.key).where(BANKS.c.key == key).with_for_update())


def current(tx: Transaction, key: str) -> BankVersion:
    """The current version of a bank; NotFoundError `bank` before the first."""
    found = _found_current(tx, key)
    if found is None:
        raise NotFoundError("bank", key)
    return found


def by_id(tx: Transaction, version_id: str) -> BankVersion:
    """One version; NotFoundError `bank-version` when there is none."""
    row = tx.execute(_VERSION.where(BANK_VERSIONS.c.id == version_id)).one_or_none()
    if row is None:
        raise NotFoundError("bank-version", version_id)
    return _version(row)


def by_number(tx: Transaction, key: str, number: int) -> BankVersion:
    """A version of a bank by its number; NotFoundError `bank-version` when there is none."""
    query = _VERSION.where(BANK_VERSIONS.c.bank_key == key, BANK_VERSIONS.c.number == number)
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("bank-version", str(number))
    return _version(row)


def versions(tx: Transaction, key: str) -> tuple[BankVersion, ...]:
    """All versions of a bank, newest first."""
    query = _VERSION.where(BANK_VERSIONS.c.bank_key == key)
    return tuple(map(_version, tx.execute(query.order_by(BANK_VERSIONS.c.number.desc()))))


def bank_keys(tx: Transaction) -> tuple[str, ...]:
    """The key of every bank that was ever published."""
    return tuple(tx.execute(select(BANKS.c.key).order_by(BANKS.c.key)).scalars())


def document(tx: Transaction, version_id: str) -> bytes:
    """The document of a version, as it was hashed.

    Raises:
        NotFoundError: `bank-version` when there is none.
        UnavailableError: `bank-damaged` when the stored bytes are not those that were published.
    """
    query = select(BANK_VERSIONS.c.document, BANK_VERSIONS.c.content_hash)
    row = tx.execute(query.where(BANK_VERSIONS.c.id == version_id)).one_or_none()
    if row is None:
        raise NotFoundError("bank-version", version_id)
    content: bytes = row.document
    if hashlib.sha256(content).hexdigest() != row.content_hash:
        raise UnavailableError("bank-damaged", version_id)
    return content


def _found_current(tx: Transaction, key: str) -> BankVersion | None:
    row = tx.execute(_CURRENT, {"key": key}).one_or_none()
    return _version(row) if row is not None else None


def _last_number(tx: Transaction, key: str) -> int:
    query = select(func.max(BANK_VERSIONS.c.number)).where(BANK_VERSIONS.c.bank_key == key)
    return tx.execute(query).scalar() or 0


def _version(row: Row[Any]) -> BankVersion:
    return BankVersion(
        id=row.id,
        bank_key=row.bank_key,
        number=row.number,
        content_hash=row.content_hash,
        published_at=row.published_at,
        published_by=row.published_by,
        note=row.note,
        is_current=row.is_current,
    )
