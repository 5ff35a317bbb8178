"""Erasing attempts, at their visitor's wish or when their time has come: one way of doing it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, not_, or_, select

from mentormatch.errors import NotFoundError
from mentormatch.storage import audit, contact
from mentormatch.storage.actions import Action
from mentormatch.storage.database import Transaction, mark_erased
from mentormatch.storage.keys import first_key
from mentormatch.storage.model_tables import MODEL_SCORES
from mentormatch.storage.tables import (
    ATTEMPTS,
    CASES,
    CONTACT_REQUESTS,
    INVITATIONS,
    PASSWORD_RESETS,
    RESULTS,
    REVIEW_CLAIMS,
    REVIEWS,
    STAFF_SESSIONS,
    TOMBSTONES,
)
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That the attempt of a token was erased, so that a restored backup forgets it again."""

    token_hash: bytes
    erased: datetime


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows a purge removed, and whether its `limit` left attempts for another one."""

    attempts: int
    results: int
    tombstones: int
    sessions: int
    invitations: int
    more: bool


def erase(tx: Transaction, token_hash: bytes, now: datetime) -> None:
    """Erase the attempt of a token and everything that hangs on it; a repeat does nothing.

    A tombstone and an audit event without personal data stay.

    Raises:
        NotFoundError: `attempt` when the token never led to one.
    """
    query = select(ATTEMPTS.c.id).where(ATTEMPTS.c.token_hash == token_hash)
    attempt_id = tx.execute(query.with_for_update()).scalar()
    if attempt_id is None:
        _expect_tombstone(tx, token_hash)
        return
    results = _remove(tx, [attempt_id])
    insert_if_absent(tx, TOMBSTONES, {"token_hash": token_hash, "erased_at": now})
    audit.append(
        tx,
        actor="visitor",
        action=Action.ATTEMPT_ERASED,
        subject="attempt",
        details={"results": results},
        now=now,
    )


def purge(
    tx: Transaction,
    *,
    now: datetime,
    unfinished_days: int,
    result_days: int,
    contact_days: int,
    limit: int | None = None,
) -> Purged:
    """Remove what has been kept long enough, counted from the last visit.

    With a `limit`, at most so many attempts go, the oldest first: writers wait for a purge, so a
    long backlog is better removed in several transactions.

    Attempts without a result go after `unfinished_days`, those with one after `result_days`, what
    a visitor asked a counselor `contact_days` after the answer; with them go ended staff sessions,
    dead invitations and reset links, and tombstones that no backup can contradict any more: an
    attempt that old would be purged anyway.
    """
    tx.execute(delete(PASSWORD_RESETS).where(PASSWORD_RESETS.c.expires_at < now))
    contact.forget_closed(tx, now - timedelta(contact_days))
    unfinished, finished = now - timedelta(unfinished_days), now - timedelta(result_days)
    due = _due(tx, unfinished=unfinished, finished=finished, limit=limit)
    results = sum(_remove(tx, due[at : at + _BATCH]) for at in range(0, len(due), _BATCH))
    longest = min(unfinished, finished)
    purged = Purged(
        attempts=len(due),
        results=results,
        tombstones=tx.execute(delete(TOMBSTONES).where(TOMBSTONES.c.erased_at < longest)).rowcount,
        sessions=tx.execute(delete(STAFF_SESSIONS).where(_session_over(now))).rowcount,
        invitations=tx.execute(delete(INVITATIONS).where(INVITATIONS.c.expires_at < now)).rowcount,
        more=len(due) == limit,
    )
    if due:
        details = {"attempts": purged.attempts, "results": purged.results}
        audit.append(
            tx,
            actor="system",
            action=Action.ATTEMPTS_PURGED,
            subject="attempts",
            details=details,
            now=now,
        )
    return purged


def tombstones(tx: Transaction) -> tuple[Tombstone, ...]:
    """What was erased at visitors' wish, oldest first: to be replayed after a restore."""
    query = select(TOMBSTONES.c.token_hash, TOMBSTONES.c.erased_at)
    rows = tx.execute(query.order_by(TOMBSTONES.c.erased_at, TOMBSTONES.c.token_hash))
    return tuple(Tombstone(*row) for row in rows)


def replay(tx: Transaction, erased: Iterable[Tombstone]) -> int:
    """Erase again what a restored backup brought back; how many attempts came back."""
    count = 0
    for tombstone in erased:
        values = {"token_hash": tombstone.token_hash, "erased_at": tombstone.erased}
        insert_if_absent(tx, TOMBSTONES, values)
        query = select(ATTEMPTS.c.id).where(ATTEMPTS.c.token_hash == tombstone.token_hash)
        found = tx.execute(query.with_for_update()).scalars().all()
        _remove(tx, found)
        count += len(found)
    return count


def _remove(tx: Transaction, attempt_ids: Sequence[str]) -> int:
    """Delete attempts with everything that hangs on them; how many results went."""
    if not attempt_ids:
        return 0
    mark_erased(tx)
    made = select(RESULTS.c.id).where(RESULTS.c.attempt_id.in_(attempt_ids))
    tx.execute(delete(MODEL_SCORES).where(MODEL_SCORES.c.result_id.in_(made)))
    theirs = select(CASES.c.result_id).where(CASES.c.attempt_id.in_(attempt_ids))
    tx.execute(delete(REVIEW_CLAIMS).where(REVIEW_CLAIMS.c.result_id.in_(theirs)))
    for table in (REVIEWS, CASES, CONTACT_REQUESTS):
        tx.execute(delete(table).where(table.c.attempt_id.in_(attempt_ids)))
    results = tx.execute(delete(RESULTS).where(RESULTS.c.attempt_id.in_(attempt_ids))).rowcount
    tx.execute(delete(ATTEMPTS).where(ATTEMPTS.c.id.in_(attempt_ids)))
    return results


def count_due(tx: Transaction, *, unfinished: datetime, finished: datetime) -> int:
    """How many attempts a purge would remove: last seen before these moments, without or with a result."""
    due = _due_query(unfinished, finished).subquery()
    return tx.execute(select(func.count()).select_from(due)).scalar_one()


def _due(tx: Transaction, *, unfinished: datetime, finished: datetime, limit: int | None) -> Sequence[str]:
    query = _due_query(unfinished, finished).order_by(ATTEMPTS.c.id).limit(limit)
    return tx.execute(query.with_for_update(of=ATTEMPTS)).scalars().all()


def _due_query(unfinished: datetime, finished: datetime) -> Select[Any]:
    has_result = exists().where(RESULTS.c.attempt_id == ATTEMPTS.c.id)
    old = or_(
        and_(ATTEMPTS.c.last_seen_at < unfinished, not_(has_result)),
        and_(ATTEMPTS.c.last_seen_at < finished, has_result),
    )
    # Keys sort by age: the younger attempts are not even looked at.
    begun_before = ATTEMPTS.c.id < first_key(max(unfinished, finished))
    return select(ATTEMPTS.c.id).where(begun_before, old)


def _session_over(now: datetime) -> ColumnElement[bool]:
    return or_(STAFF_SESSIONS.c.expires_at < now, STAFF_SESSIONS.c.revoked_at.is_not(None))


def _expect_tombstone(tx: Transaction, token_hash: bytes) -> None:
    query = select(TOMBSTONES.c.erased_at).where(TOMBSTONES.c.token_hash == token_hash)
    if tx.execute(query).first() is None:
        raise NotFoundError("attempt")
