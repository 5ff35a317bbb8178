"""Attempts: one row each, found by the hash of their token, written under a revision check."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import Attempt, Form, State
from mentormatch.storage import packing
from mentormatch.storage.database import Transaction
from mentormatch.storage.erasure import erase
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import ATTEMPTS, BANK_VERSIONS, TOMBSTONES
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass

__all__ = ["StoredAttempt", "by_id", "create", "erase", "load", "record"]


@dataclass(frozen=True, slots=True)
class StoredAttempt:
    """An attempt as it lies in the database; `demo` marks made-up ones."""

    id: str
    bank_version_id: str
    demo: bool
    attempt: Attempt


_EVERY = select(ATTEMPTS, BANK_VERSIONS.c.content_hash).join_from(ATTEMPTS, BANK_VERSIONS)
_LOAD = _EVERY.where(ATTEMPTS.c.token_hash == bindparam("token"))
_BY_ID = _EVERY.where(ATTEMPTS.c.id == bindparam("its_id"))
_LOAD_LOCKED = _LOAD.with_for_update(of=ATTEMPTS)
_ERASED = select(TOMBSTONES.c.erased_at).where(TOMBSTONES.c.token_hash == bindparam("token"))
_RECORD = update(ATTEMPTS).where(
    ATTEMPTS.c.id == bindparam("its_id"), ATTEMPTS.c.revision == bindparam("its_revision")
)


def create(
    tx: Transaction,
    token_hash: bytes,
    *,
    attempt: Attempt,
    bank_version_id: str,
    demo: bool = False,
) -> StoredAttempt:
    """Store a new attempt; a repeat with the same token returns the one already stored.

    Raises:
        ConflictError: `attempt-erased` when the attempt of this token was erased.
    """
    values = {
        **_progress(attempt),
        "id": new_key(attempt.started),
        "token_hash": token_hash,
        "bank_version_id": bank_version_id,
        "role": attempt.role.value,
        "form": attempt.form.value,
        "seed": packing.pack_seed(attempt.seed),
        "started_at": attempt.started,
        "revision": attempt.revision,
        "demo": demo,
    }
    inserted = insert_if_absent(tx, ATTEMPTS, values)
    # Looked for after the insert: before it, an erasure could come between the two.
    if inserted and tx.execute(_ERASED, {"token": token_hash}).first() is not None:
        raise ConflictError("attempt-erased")
    return load(tx, token_hash)


def load(tx: Transaction, token_hash: bytes, *, for_update: bool = False) -> StoredAttempt:
    """The attempt of a token, in one query; `for_update` keeps it until the commit.

    Raises:
        NotFoundError: `attempt` when there is none.
    """
    query = _LOAD_LOCKED if for_update else _LOAD
    row = tx.execute(query, {"token": token_hash}).one_or_none()
    if row is None:
        raise NotFoundError("attempt")
    return _stored(row)


def by_id(tx: Transaction, attempt_id: str) -> StoredAttempt:
    """The attempt of an id, for staff, who have no token; NotFoundError `attempt` when it is gone."""
    row = tx.execute(_BY_ID, {"its_id": attempt_id}).one_or_none()
    if row is None:
        raise NotFoundError("attempt")
    return _stored(row)


def record(tx: Transaction, stored: StoredAttempt, attempt: Attempt) -> StoredAttempt:
    """Write an attempt's progress over the state it was loaded in.

    Raises:
        ConflictError: `attempt-moved` when it was written or erased since.
    """
    before = stored.attempt.revision
    values = {
        **_progress(attempt),
        "revision": before + 1,
        "its_id": stored.id,
        "its_revision": before,
    }
    if tx.execute(_RECORD, values).rowcount != 1:
        raise ConflictError("attempt-moved")
    return replace(stored, attempt=replace(attempt, revision=before + 1))


def _progress(attempt: Attempt) -> dict[str, object]:
    return {
        "state": attempt.state.value,
        "extra": attempt.extra,
        "locale": attempt.locale.value,
        "shown": packing.pack_shown(attempt.shown),
        "answers": attempt.answers,
        "languages": attempt.languages,
        "elapsed": packing.pack_elapsed(attempt.elapsed),
        "last_seen_at": attempt.last_seen,
    }


def _stored(row: Row[Any]) -> StoredAttempt:
    attempt = Attempt(
        bank_hash=row.content_hash,
        role=Role(row.role),
        form=Form(row.form),
        locale=Locale(row.locale),
        seed=packing.unpack_seed(row.seed),
        state=State(row.state),
        extra=row.extra,
        shown=packing.unpack_shown(row.shown),
        answers=row.answers,
        languages=row.languages,
        elapsed=packing.unpack_elapsed(row.elapsed),
        started=row.started_at,
        last_seen=row.last_seen_at,
        revision=row.revision,
    )
    return StoredAttempt(row.id, row.bank_version_id, row.demo, attempt)
