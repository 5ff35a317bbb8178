"""What counselors judged, beside the results that they judged: what models learn and prove themselves by."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from mentormatch.casework import Confidence
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text
from mentormatch.storage.model_tables import MODEL_SCORES
from mentormatch.storage.models import SHADOW
from mentormatch.storage.tables import ATTEMPTS, BANK_VERSIONS, RESULTS, REVIEWS
from mentormatch.values import dataclass

_BATCH = 500
_JUDGED = (
    RESULTS.c.bank_version_id,
    RESULTS.c.model_hash,
    RESULTS.c.recommendation,
    RESULTS.c.focus.label("recommended_focus"),
    RESULTS.c.probabilities,
    RESULTS.c.outcome,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judgement with what it was made from, to learn from; `answers` as they were judged.

    `blind` says that the matcher's view was hidden; `careless` that the answers look unread.
    """

    result_id: str
    bank_version_id: str
    bank_hash: str
    model_hash: str
    answers: bytes
    role: Role
    locale: Locale
    recommendation: str
    recommended_focus: str | None
    probabilities: dict[str, float]
    straight_line: bool
    random_like: bool
    judgement: str
    focus: str | None
    confidence: Confidence
    blind: bool
    reading: int
    staff_id: str
    judged: datetime
    demo: bool


def judgements(tx: Transaction, *, demo: bool = False) -> Iterator[Judgement]:
    """Every judgement in the order it was made, in batches: all of them never fit in memory at once.

    Made-up ones come only with `demo`. Read them inside the transaction.
    """
    query = _judgements(demo=demo).order_by(REVIEWS.c.judged_at, REVIEWS.c.id)
    with tx.execute(query, execution_options={"yield_per": _BATCH}) as rows:
        for row in rows:
            yield _judgement(row)


def judged_blind_beside(
    tx: Transaction, content_hash: str, made_by: str, *, most: int, demo: bool = False
) -> tuple[Judgement, ...]:
    """The newest blind judgements of results that one model made while another was heard beside it.

    At most `most` of them, the newest first: what an admin looks at costs the same for ever.
    """
    query = _judgements(demo=demo).join(MODEL_SCORES, MODEL_SCORES.c.result_id == RESULTS.c.id)
    query = query.where(
        MODEL_SCORES.c.content_hash == content_hash,
        MODEL_SCORES.c.origin == SHADOW,
        RESULTS.c.model_hash == made_by,
        REVIEWS.c.blind_first,
    )
    newest = query.order_by(REVIEWS.c.judged_at.desc(), REVIEWS.c.id.desc()).limit(most)
    return tuple(map(_judgement, tx.execute(newest)))


def _judgements(*, demo: bool) -> Select[Any]:
    query = (
        select(REVIEWS, *_JUDGED, ATTEMPTS.c.role, ATTEMPTS.c.locale, ATTEMPTS.c.demo)
        .add_columns(ATTEMPTS.c.answers, BANK_VERSIONS.c.content_hash)
        .join(RESULTS, RESULTS.c.id == REVIEWS.c.result_id)
        .join(ATTEMPTS, ATTEMPTS.c.id == RESULTS.c.attempt_id)
        .join(BANK_VERSIONS, BANK_VERSIONS.c.id == RESULTS.c.bank_version_id)
    )
    return query if demo else query.where(ATTEMPTS.c.demo.is_(False))


def _judgement(row: Row[Any]) -> Judgement:
    outcome = from_text(row.outcome)
    careless = outcome.get("careless", {})
    answers = bytes.fromhex(outcome["answers"]) if "answers" in outcome else row.answers
    return Judgement(
        result_id=row.result_id,
        bank_version_id=row.bank_version_id,
        bank_hash=row.content_hash,
        model_hash=row.model_hash,
        answers=answers,
        role=Role(row.role),
        locale=Locale(row.locale),
        recommendation=row.recommendation,
        recommended_focus=row.recommended_focus,
        probabilities=from_text(row.probabilities),
        straight_line=bool(careless.get("straight_line")),
        random_like=bool(careless.get("random_like")),
        judgement=row.judgement,
        focus=row.focus,
        confidence=Confidence(row.confidence),
        blind=row.blind_first,
        reading=row.reading,
        staff_id=row.staff_id,
        judged=row.judged_at,
        demo=row.demo,
    )
