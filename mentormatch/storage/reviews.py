"""Reviews: what counselors made of results; at most two readings of each, by two people."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from mentormatch.casework import Confidence, Verdict
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import REVIEWS
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Thought:
    """What a counselor thinks would fit: a kind, its focus where that is coaching, how surely."""

    kind: str
    focus: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Word:
    """What a counselor says of the automatic result: to the visitor, and to colleagues only."""

    verdict: Verdict
    told: str
    told_focus: str | None
    reason: str
    note_to_visitor: str
    private_note: str


@dataclass(frozen=True, slots=True)
class Review:
    """One reading of a case, 1 or 2; `word` is None until there is a verdict.

    `thought` was thought at `judged`, before the matcher's view was shown where `blind_first`.
    `released` and `seen` are None while the visitor cannot see it, or has not.
    """

    id: str
    result_id: str
    staff_id: str
    reading: int
    blind_first: bool
    thought: Thought
    judged: datetime
    word: Word | None
    private_note: str
    released_by: str | None
    released: datetime | None
    seen: datetime | None
    undone: datetime | None


# Built once: asked whenever a result is looked at.
_WORD_FOR = (
    select(REVIEWS)
    .where(REVIEWS.c.attempt_id == bindparam("attempt"), REVIEWS.c.released_at.is_not(None))
    .order_by(REVIEWS.c.released_at.desc(), REVIEWS.c.id.desc())
    .limit(1)
)


def judge(  # noqa: PLR0913 - who judged what, when, in which reading: each is named where it is called
    tx: Transaction,
    result_id: str,
    thought: Thought,
    *,
    attempt_id: str,
    staff_id: str,
    reading: int,
    blind_first: bool,
    private_note: str = "",
    now: datetime,
) -> Review:
    """Lock a judgement.

    Raises:
        ConflictError: `already-judged` when this reading has one.
    """
    values = {
        "id": new_key(now),
        "result_id": result_id,
        "attempt_id": attempt_id,
        "staff_id": staff_id,
        "reading": reading,
        "blind_first": blind_first,
        "judgement": thought.kind,
        "focus": thought.focus,
        "confidence": int(thought.confidence),
        "judged_at": now,
        "reason": "",
        "note_to_visitor": "",
        "private_note": private_note,
    }
    if not insert_if_absent(tx, REVIEWS, values):
        raise ConflictError("already-judged")
    return by_reading(tx, result_id, reading)


def judge_again(tx: Transaction, review: Review, thought: Thought, *, staff_id: str, now: datetime) -> None:
    """Put another judgement in the place of an open one; a blind one is locked for good.

    Raises:
        ConflictError: `already-judged` when it was blind.
    """
    if review.blind_first:
        raise ConflictError("already-judged")
    query = update(REVIEWS).where(REVIEWS.c.id == review.id)
    tx.execute(
        query.values(
            judgement=thought.kind,
            focus=thought.focus,
            confidence=int(thought.confidence),
            judged_at=now,
            staff_id=staff_id,
        )
    )


def say(tx: Transaction, review_id: str, word: Word) -> None:
    """Keep what a counselor says, in the place of what was said before; nothing is released.

    Raises:
        ConflictError: `review-released` when the visitor can see it already.
    """
    query = update(REVIEWS).where(REVIEWS.c.id == review_id, REVIEWS.c.released_at.is_(None))
    changed = query.values(
        verdict=word.verdict.value,
        told=word.told,
        told_focus=word.told_focus,
        reason=word.reason,
        note_to_visitor=word.note_to_visitor,
        private_note=word.private_note,
    )
    if tx.execute(changed).rowcount != 1:
        raise ConflictError("review-released")


def release(tx: Transaction, review_id: str, *, staff_id: str, now: datetime) -> None:
    """Let the visitor see it; ConflictError `review-released` when that is so already."""
    query = update(REVIEWS).where(REVIEWS.c.id == review_id, REVIEWS.c.released_at.is_(None))
    if tx.execute(query.values(released_at=now, released_by=staff_id)).rowcount != 1:
        raise ConflictError("review-released")


def undo(tx: Transaction, review_id: str, *, now: datetime) -> None:
    """Take it back before the visitor has opened it; ConflictError `review-seen` when too late."""
    query = update(REVIEWS).where(
        REVIEWS.c.id == review_id, REVIEWS.c.released_at.is_not(None), REVIEWS.c.seen_at.is_(None)
    )
    if tx.execute(query.values(released_at=None, released_by=None, undone_at=now)).rowcount != 1:
        raise ConflictError("review-seen")


def see(tx: Transaction, review_id: str, *, now: datetime) -> bool:
    """Note that the visitor has opened it; False when it was seen before or is not there to see."""
    query = update(REVIEWS).where(
        REVIEWS.c.id == review_id, REVIEWS.c.released_at.is_not(None), REVIEWS.c.seen_at.is_(None)
    )
    return tx.execute(query.values(seen_at=now)).rowcount == 1


def of_case(tx: Transaction, result_id: str) -> tuple[Review, ...]:
    """The readings of a case, the first one first."""
    query = select(REVIEWS).where(REVIEWS.c.result_id == result_id).order_by(REVIEWS.c.reading)
    return tuple(map(_review, tx.execute(query)))


def of_cases(tx: Transaction, result_ids: tuple[str, ...]) -> tuple[Review, ...]:
    """The readings of some cases, in one query; those of a case in their order."""
    query = select(REVIEWS).where(REVIEWS.c.result_id.in_(result_ids)).order_by(REVIEWS.c.reading)
    return tuple(map(_review, tx.execute(query)))


def by_reading(tx: Transaction, result_id: str, reading: int) -> Review:
    """One reading of a case; NotFoundError `review` when there is none."""
    query = select(REVIEWS).where(REVIEWS.c.result_id == result_id, REVIEWS.c.reading == reading)
    row = tx.execute(query).one_or_none()
    if row is None:
        raise NotFoundError("review")
    return _review(row)


def word_for(tx: Transaction, attempt_id: str) -> Review | None:
    """The latest review that the visitor of an attempt may see; None when there is none."""
    row = tx.execute(_WORD_FOR, {"attempt": attempt_id}).one_or_none()
    return _review(row) if row is not None else None


def _review(row: Row[Any]) -> Review:
    word = None
    if row.verdict is not None:
        word = Word(
            verdict=Verdict(row.verdict),
            told=row.told,
            told_focus=row.told_focus,
            reason=row.reason,
            note_to_visitor=row.note_to_visitor,
            private_note=row.private_note,
        )
    return Review(
        id=row.id,
        result_id=row.result_id,
        staff_id=row.staff_id,
        reading=row.reading,
        blind_first=row.blind_first,
        thought=Thought(row.judgement, row.focus, Confidence(row.confidence)),
        judged=row.judged_at,
        word=word,
        private_note=row.private_note,
        released_by=row.released_by,
        released=row.released_at,
        seen=row.seen_at,
        undone=row.undone_at,
    )
