"""The draft of each bank: at most one, replaced only by someone who has seen it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import BANK_DRAFTS, BANKS
from mentormatch.storage.writing import insert_if_absent


@dataclass(frozen=True, slots=True)
class Draft:
    """A bank's draft: its document, and how often a draft of this bank was saved or removed."""

    bank_key: str
    document: bytes
    revision: int
    updated: datetime


def load(tx: Transaction, key: str) -> Draft:
    """The draft of a bank; NotFoundError `bank-draft` when there is none."""
    found = find(tx, key)
    if found is None:
        raise NotFoundError("bank-draft", key)
    return found


def find(tx: Transaction, key: str) -> Draft | None:
    """The draft of a bank, None when there is none."""
    row = tx.execute(select(BANK_DRAFTS).where(_of(key), BANK_DRAFTS.c.document.is_not(None))).one_or_none()
    return Draft(row.bank_key, row.document, row.revision, row.updated_at) if row is not None else None


def save(tx: Transaction, key: str, document: bytes, *, revision: int, now: datetime) -> Draft:
    """Save a draft over the revision that the writer has seen, 0 where there was none.

    Revisions go on counting when a draft is discarded, so that nobody who still has an earlier
    draft before them can save over a later one.

    Raises:
        ConflictError: `draft-moved` when another draft has been saved or removed meanwhile.
    """
    if revision == 0:
        insert_if_absent(tx, BANKS, {"key": key, "created_at": now})
        insert_if_absent(
            tx, BANK_DRAFTS, {"bank_key": key, "document": None, "revision": 0, "updated_at": now}
        )
    saved = _replace(tx, key, document, revision=revision, now=now)
    return Draft(key, document, saved, now)


def discard(tx: Transaction, key: str, *, revision: int, now: datetime) -> None:
    """Remove a draft at the revision that was seen.

    Raises:
        ConflictError: `draft-moved` when it is not at that revision any more.
    """
    _replace(tx, key, None, revision=max(1, revision), now=now)


def _replace(tx: Transaction, key: str, document: bytes | None, *, revision: int, now: datetime) -> int:
    drafts = BANK_DRAFTS.c
    seen: ColumnElement[bool] = drafts.document.is_(None) if revision == 0 else drafts.document.is_not(None)
    if revision:
        seen = seen & (drafts.revision == revision)
    change = update(BANK_DRAFTS).where(_of(key), seen)
    change = change.values(document=document, revision=drafts.revision + 1, updated_at=now)
    saved: int | None = tx.execute(change.returning(drafts.revision)).scalar_one_or_none()
    if saved is None:
        raise ConflictError("draft-moved", f"{key}, revision {revision}")
    return saved


def _of(key: str) -> ColumnElement[bool]:
    return BANK_DRAFTS.c.bank_key == key
