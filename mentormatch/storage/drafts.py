"""The draft of each bank: at most one, replaced only by someone who has seen it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import BANK_DRAFTS, BANKS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass

NOTHING_STALE = "{}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A bank's draft: its document, and how often a draft of this bank was saved or removed.

    `stale` are the marks of `quiz.stale`, `note` what will be said of the version that it becomes,
    `updated_by` the staff id of whoever saved it last (None: on the command line).
    """

    bank_key: str
    document: bytes
    revision: int
    updated: datetime
    stale: str = NOTHING_STALE
    note: str = ""
    updated_by: str | None = None


def load(tx: Transaction, key: str) -> Draft:
    """The draft of a bank; NotFoundError `bank-draft` when there is none."""
    found = find(tx, key)
    if found is None:
        raise NotFoundError("bank-draft", key)
    return found


def find(tx: Transaction, key: str) -> Draft | None:
    """The draft of a bank, None when there is none."""
    row = tx.execute(select(BANK_DRAFTS).where(_of(key), BANK_DRAFTS.c.document.is_not(None))).one_or_none()
    if row is None:
        return None
    return Draft(
        row.bank_key, row.document, row.revision, row.updated_at, row.stale, row.note, row.updated_by
    )


def save(  # noqa: PLR0913 - what a draft consists of, each named where it is called
    tx: Transaction,
    key: str,
    document: bytes,
    *,
    revision: int,
    now: datetime,
    stale: str = NOTHING_STALE,
    by: str | None = None,
) -> Draft:
    """Save a draft over the revision that the writer has seen, 0 where there was none.

    Revisions go on counting when a draft is discarded, so that nobody who still has an earlier
    draft before them can save over a later one. The note that was kept beside it stays.

    Raises:
        ConflictError: `draft-moved` when another draft has been saved or removed meanwhile.
    """
    if revision == 0:
        insert_if_absent(tx, BANKS, {"key": key, "created_at": now})
        insert_if_absent(
            tx, BANK_DRAFTS, {"bank_key": key, "document": None, "revision": 0, "updated_at": now}
        )
    values = {"document": document, "stale": stale, "updated_by": by}
    row = _replace(tx, key, values, revision=revision, now=now)
    return Draft(key, document, row.revision, now, stale, row.note, by)


def discard(tx: Transaction, key: str, *, revision: int, now: datetime) -> None:
    """Remove a draft at the revision that was seen, with all that was kept beside it.

    Raises:
        ConflictError: `draft-moved` when it is not at that revision any more.
    """
    nothing = {"document": None, "stale": NOTHING_STALE, "note": "", "updated_by": None}
    _replace(tx, key, nothing, revision=max(1, revision), now=now)


def keep_note(tx: Transaction, key: str, note: str, *, revision: int) -> None:
    """Keep beside a draft what will be said of the version that it becomes.

    Raises:
        ConflictError: `draft-moved` when it is not at that revision any more.
    """
    drafts = BANK_DRAFTS.c
    change = update(BANK_DRAFTS).where(_of(key), drafts.document.is_not(None), drafts.revision == revision)
    if tx.execute(change.values(note=note)).rowcount != 1:
        raise ConflictError("draft-moved", f"{key}, revision {revision}")


def _replace(tx: Transaction, key: str, values: dict[str, Any], *, revision: int, now: datetime) -> Any:
    drafts = BANK_DRAFTS.c
    seen: ColumnElement[bool] = drafts.document.is_(None) if revision == 0 else drafts.document.is_not(None)
    if revision:
        seen = seen & (drafts.revision == revision)
    change = update(BANK_DRAFTS).where(_of(key), seen)
    change = change.values(**values, revision=drafts.revision + 1, updated_at=now)
    saved = tx.execute(change.returning(drafts.revision, drafts.note)).one_or_none()
    if saved is None:
        raise ConflictError("draft-moved", f"{key}, revision {revision}")
    return saved


def _of(key: str) -> ColumnElement[bool]:
    return BANK_DRAFTS.c.bank_key == key
