"""Making the result of a finished attempt, and reading it back as it was made."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mentormatch import matcher, storage
from mentormatch.casework import Shares
from mentormatch.errors import NotFoundError
from mentormatch.guide import Kind
from mentormatch.quiz import SKIPPED, UNANSWERED, Attempt, Option, State
from mentormatch.usecases.counsel import NOTHING_ASKED, Counsel, counsel_document, counsel_of
from mentormatch.usecases.instruments import Instrument, Instruments
from mentormatch.usecases.open_case import open_case
from mentormatch.usecases.serving import Serving
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass

EXTRA_STEP = 2


@dataclass(frozen=True, slots=True)
class Made:
    """A result before it is stored; `beside` is the challenger's hash and what it says, if there is one."""

    bank_version_id: str
    model_hash: str
    outcome: matcher.Outcome
    document: dict[str, Any]
    beside: tuple[str, Mapping[Kind, float]] | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """A stored result with what it was made from; nothing in it is computed anew.

    `attempt` has the answers that the result was made from, also when some were changed since.
    `outcome` is the public document of design.md §4 with `readiness`, `careless` and `change`.
    `residual` is what a learned model laid over the expert, where one made the result and is asked
    for it (`of_case`).
    """

    attempt: Attempt
    instrument: Instrument
    outcome: dict[str, Any]
    number: int
    model_hash: str
    made: datetime
    kept_until: datetime
    counsel: Counsel = NOTHING_ASKED
    residual: matcher.Residual | None = None


def compute_result(instrument: Instrument, serving: Serving, attempt: Attempt) -> Made:
    """The result of an attempt that is about to be closed.

    It is the serving model's, and says so by its hash. What a challenger says of the same answers
    goes beside it, to be kept in the same transaction and shown to nobody.
    """
    model, arrays, bank = instrument.model, instrument.arrays, instrument.bank
    answers, role, residual = attempt.answers, attempt.role, serving.residual
    outcome = matcher.recommend(model, arrays, bank, answers, role, residual)
    change = matcher.smallest_change(model, arrays, bank, answers, role, residual)
    document = matcher.outcome_document(outcome)
    document["change"] = _change_document(change)
    document["answers"] = attempt.answers.hex()
    beside = None
    if serving.challenger is not None:
        chances = matcher.probabilities_of(arrays, answers, role, serving.challenger.residual)
        beside = (serving.challenger.content_hash, chances)
    return Made(
        bank_version_id=instrument.version_id,
        model_hash=residual.content_hash if residual else model.content_hash,
        outcome=outcome,
        document=document,
        beside=beside,
    )


def keep_result(
    tx: storage.Transaction,
    made: Made,
    closed: storage.attempts.StoredAttempt,
    *,
    shares: Shares,
    now: datetime,
) -> None:
    """Store the result of a closed attempt, and put its case into the queue."""
    outcome = made.outcome
    result = storage.results.save(
        tx,
        closed.id,
        number=1 + closed.attempt.extra // EXTRA_STEP,
        bank_version_id=made.bank_version_id,
        model_hash=made.model_hash,
        recommendation=outcome.recommendation.value,
        focus=outcome.focus.value if outcome.focus else None,
        probabilities={kind.value: p for kind, p in outcome.probabilities.items()},
        close_call=outcome.close_call,
        outcome=made.document,
        now=now,
    )
    open_case(tx, result, closed, shares)
    if made.beside is not None:
        content_hash, chances = made.beside
        record_beside(tx, (result.id, content_hash), chances, origin=storage.models.SHADOW, now=now)


def record_beside(
    tx: storage.Transaction,
    said: tuple[str, str],
    chances: Mapping[Kind, float],
    *,
    origin: str,
    now: datetime,
) -> bool:
    """Keep what a model says of a result, by (result, model hash), apart from it; whether it is new."""
    result_id, content_hash = said
    return storage.models.record_score(
        tx,
        result_id,
        content_hash,
        origin=origin,
        recommendation=max(chances, key=lambda kind: chances[kind]).value,
        probabilities={kind.value: p for kind, p in chances.items()},
        now=now,
    )


def read_result(
    tx: storage.Transaction, instruments: Instruments, token: str, *, result_days: int
) -> ResultView:
    """The latest result under a token.

    Raises:
        NotFoundError: `attempt` when the token leads nowhere, `no-result` before the first one.
    """
    stored = storage.attempts.load(tx, token_hash(token))
    result = storage.results.latest(tx, stored.id)
    if result is None:
        raise NotFoundError("no-result")
    return ResultView(
        attempt=_as_it_was(stored.attempt, result.outcome),
        instrument=instruments.of(tx, result.bank_version_id),
        outcome=result.outcome,
        number=result.number,
        model_hash=result.model_hash,
        made=result.created,
        kept_until=stored.attempt.last_seen + timedelta(days=result_days),
        counsel=counsel_of(tx, stored.id),
    )


def of_case(
    tx: storage.Transaction, instruments: Instruments, result_id: str, *, result_days: int
) -> ResultView:
    """A result by its id, as a counselor sees it; NotFoundError when it was erased meanwhile."""
    result = storage.results.by_id(tx, result_id)
    stored = storage.attempts.by_id(tx, result.attempt_id)
    return ResultView(
        attempt=_as_it_was(stored.attempt, result.outcome),
        instrument=instruments.of(tx, result.bank_version_id),
        outcome=result.outcome,
        number=result.number,
        model_hash=result.model_hash,
        made=result.created,
        kept_until=stored.attempt.last_seen + timedelta(days=result_days),
        residual=instruments.learned(tx, result.model_hash),
    )


def _as_it_was(attempt: Attempt, outcome: dict[str, Any]) -> Attempt:
    """The attempt with the answers of its result: asked for more, it may have moved on."""
    if "answers" not in outcome:
        return attempt
    answers = bytes.fromhex(outcome["answers"])
    shown = tuple(place for place in attempt.shown if answers[place.index] != UNANSWERED)
    return replace(attempt, answers=answers, shown=shown)


def data_document(view: ResultView) -> dict[str, object]:
    """Everything kept about an attempt, as the visitor downloads it (`data.json`)."""
    attempt, bank = view.attempt, view.instrument.bank
    shown = [bank.questions[place.index] for place in attempt.shown]
    return {
        **view.outcome,
        "role": attempt.role.value,
        "form": attempt.form.value,
        "answers": {question.key: _given(attempt.code(question), question.options) for question in shown},
        "shown": [question.key for question in shown],
        "seconds": {question.key: attempt.elapsed[question.index] / 10 for question in shown},
        "languages": {question.key: attempt.language(question) for question in shown},
        "versions": {
            "bank": view.instrument.number,
            "bank_hash": bank.content_hash,
            "model_hash": view.model_hash,
        },
        "dates": {
            "started": attempt.started.isoformat(),
            "last_seen": attempt.last_seen.isoformat(),
            "result": view.made.isoformat(),
            "kept_until": view.kept_until.isoformat(),
        },
        "finished": attempt.state is State.FINISHED,
        "counsel": counsel_document(view.counsel),
    }


def _change_document(change: matcher.Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "toward": change.kind.value,
        "answers": [
            {"question": one.question, "given": one.chosen, "instead": one.instead}
            for one in change.alterations
        ],
    }


def _given(code: int, options: tuple[Option, ...]) -> str | None:
    if code in (UNANSWERED, SKIPPED):
        return None
    return options[code - 1].key
