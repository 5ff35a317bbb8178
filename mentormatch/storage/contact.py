"""What a visitor asks a counselor, and how to be reached: kept only as long as it is needed."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update

from mentormatch.i18n import Locale
from mentormatch.storage.database import Transaction, mark_erased
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import CONTACT_REQUESTS, TOMBSTONES
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Consent:
    """That a visitor agreed to be written to: to which text, in which language, when."""

    version: str
    locale: Locale
    given: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a request was taken back, so that a restored backup forgets it again."""

    request_id: str
    attempt_id: str
    withdrawn: datetime


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """What a visitor asked; `message` is None once it was withdrawn or its time was over."""

    id: str
    attempt_id: str
    message: str | None
    email: str | None
    locale: Locale
    consent: Consent | None
    asked: datetime
    withdrawn: datetime | None
    closed: datetime | None


def ask(  # noqa: PLR0913 - a row has that many columns, and each is named where it is called
    tx: Transaction,
    attempt_id: str,
    *,
    message: str,
    email: str | None,
    consent: Consent | None,
    locale: Locale,
    now: datetime,
) -> None:
    """Keep what a visitor asks, in the place of an earlier request of the attempt.

    An address is kept only with a consent. That the earlier one was taken back stays known.
    """
    _bury_withdrawn(tx, attempt_id)
    tx.execute(delete(CONTACT_REQUESTS).where(CONTACT_REQUESTS.c.attempt_id == attempt_id))
    values = {
        "id": new_key(now),
        "attempt_id": attempt_id,
        "message": message,
        "email": email,
        "locale": locale.value,
        "consent_version": consent.version if consent else None,
        "consent_locale": consent.locale.value if consent else None,
        "consented_at": consent.given if consent else None,
        "asked_at": now,
    }
    tx.execute(insert(CONTACT_REQUESTS), values)
    mark_erased(tx)


def find(tx: Transaction, attempt_id: str) -> ContactRequest | None:
    """What the visitor of an attempt asked; None when nothing."""
    query = select(CONTACT_REQUESTS).where(CONTACT_REQUESTS.c.attempt_id == attempt_id)
    row = tx.execute(query).one_or_none()
    return _request(row) if row is not None else None


def withdraw(tx: Transaction, attempt_id: str, now: datetime) -> bool:
    """Forget what was asked and how to reach the visitor; False when there was nothing to forget."""
    requests = CONTACT_REQUESTS.c
    query = update(CONTACT_REQUESTS).where(requests.attempt_id == attempt_id, requests.withdrawn_at.is_(None))
    changed = query.values(message=None, email=None, withdrawn_at=now, closed_at=now)
    mark_erased(tx)
    return tx.execute(changed).rowcount == 1


def withdrawals(tx: Transaction) -> tuple[Withdrawal, ...]:
    """What was taken back, oldest first: to be replayed after a restore."""
    requests = CONTACT_REQUESTS.c
    query = select(requests.id, requests.attempt_id, requests.withdrawn_at)
    rows = tx.execute(
        query.where(requests.withdrawn_at.is_not(None)).order_by(requests.withdrawn_at, requests.id)
    )
    return tuple(Withdrawal(*row) for row in rows)


def came_back(tx: Transaction) -> tuple[Withdrawal, ...]:
    """What stands in the database although it was taken back, and another question asked since."""
    requests = CONTACT_REQUESTS.c
    query = select(requests.id, requests.attempt_id).where(requests.withdrawn_at.is_(None))
    waiting = {_grave(request_id): (request_id, attempt_id) for request_id, attempt_id in tx.execute(query)}
    buried = tx.execute(select(TOMBSTONES.c.token_hash, TOMBSTONES.c.erased_at))
    return tuple(Withdrawal(*waiting[grave], when) for grave, when in buried if grave in waiting)


def _bury_withdrawn(tx: Transaction, attempt_id: str) -> None:
    """Leave a tombstone of a request that was taken back, before another takes its place."""
    earlier = find(tx, attempt_id)
    if earlier is not None and earlier.withdrawn is not None:
        values = {"token_hash": _grave(earlier.id), "erased_at": earlier.withdrawn}
        insert_if_absent(tx, TOMBSTONES, values)


def _grave(request_id: str) -> bytes:
    """What a tombstone says of a request: as little as of a secret address."""
    return hashlib.sha256(request_id.encode()).digest()


def close(tx: Transaction, attempt_id: str, now: datetime | None) -> None:
    """Note that the visitor was answered, from when on the details are kept some days; None: not yet."""
    requests = CONTACT_REQUESTS.c
    query = update(CONTACT_REQUESTS).where(requests.attempt_id == attempt_id, requests.withdrawn_at.is_(None))
    tx.execute(query.values(closed_at=now))


def forget_closed(tx: Transaction, before: datetime) -> int:
    """Remove messages and addresses of requests that were closed before a moment; how many."""
    requests = CONTACT_REQUESTS.c
    kept = or_(requests.message.is_not(None), requests.email.is_not(None))
    query = update(CONTACT_REQUESTS).where(requests.closed_at < before, kept)
    forgotten = tx.execute(query.values(message=None, email=None)).rowcount
    if forgotten:
        mark_erased(tx)
    return forgotten


def _request(row: Row[Any]) -> ContactRequest:
    consent = None
    if row.consented_at is not None:
        consent = Consent(row.consent_version, Locale(row.consent_locale), row.consented_at)
    return ContactRequest(
        id=row.id,
        attempt_id=row.attempt_id,
        message=row.message,
        email=row.email,
        locale=Locale(row.locale),
        consent=consent,
        asked=row.asked_at,
        withdrawn=row.withdrawn_at,
        closed=row.closed_at,
    )
