"""One visitor's way through a bank: what was shown, what was answered, how it may change.

Answers are packed in the bank's question order, one byte each: 0 not answered, 255 skipped,
otherwise the 1-based number of the option in the bank (never the shuffled place on the page).
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz.bank import Bank, Question
from mentormatch.values import dataclass

UNANSWERED = 0
SKIPPED = 255
MAX_DECISECONDS = 65_535
LANGUAGE_CODES = {Locale.FR: 1, Locale.EN: 2, Locale.AR: 3}


class Form(StrEnum):
    """Which questions an attempt asks: as few as needed, or all."""

    ADAPTIVE = "adaptive"
    FULL = "full"


class State(StrEnum):
    """Where an attempt stands."""

    OPEN = "open"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Shown:
    """A question that was put to the visitor, and how many we said were left after it."""

    index: int
    left: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One visitor's attempt at one bank version.

    `answers` and `languages` hold one byte a question, `elapsed` tenths of a second a question
    (0 when unknown); `extra` counts further questions that the visitor asked for after a
    close call; `revision` counts writes.
    """

    bank_hash: str
    role: Role
    form: Form
    locale: Locale
    seed: int
    state: State
    extra: int
    shown: tuple[Shown, ...]
    answers: bytes
    languages: bytes
    elapsed: tuple[int, ...]
    started: datetime
    last_seen: datetime
    revision: int

    def code(self, question: Question) -> int:
        """The packed answer to a question."""
        return self.answers[question.index]

    def language(self, question: Question) -> Locale | None:
        """The language in which a question was answered or skipped last; None before that."""
        code = self.languages[question.index]
        return next((locale for locale, known in LANGUAGE_CODES.items() if known == code), None)

    @property
    def next_open(self) -> int | None:
        """The 1-based position of the first shown question without an answer or a skip."""
        for position, shown in enumerate(self.shown, start=1):
            if self.answers[shown.index] == UNANSWERED:
                return position
        return None


def begin(bank: Bank, *, role: Role, form: Form, locale: Locale, seed: int, now: datetime) -> Attempt:
    """A new attempt with nothing shown yet; `seed` (64 bits) fixes every shuffle."""
    size = len(bank.questions)
    return Attempt(
        bank_hash=bank.content_hash,
        role=role,
        form=form,
        locale=locale,
        seed=seed,
        state=State.OPEN,
        extra=0,
        shown=(),
        answers=bytes(size),
        languages=bytes(size),
        elapsed=(0,) * size,
        started=now,
        last_seen=now,
        revision=0,
    )


def question_at(attempt: Attempt, bank: Bank, position: int) -> Question:
    """The question at a 1-based position of the attempt.

    Raises:
        NotFoundError: `question-not-shown` when the attempt has not come that far.
    """
    if not 1 <= position <= len(attempt.shown):
        raise NotFoundError("question-not-shown", str(position))
    return bank.questions[attempt.shown[position - 1].index]


def with_answer(
    attempt: Attempt,
    question: Question,
    option_key: str | None,
    *,
    locale: Locale,
    now: datetime,
) -> Attempt:
    """The attempt with a question answered, or skipped when `option_key` is None.

    Answering again replaces the answer; the time and language of the latest answer are kept.

    Raises:
        ConflictError: `attempt-finished` when the result was already asked for.
        InvalidInputError: `unknown-option` when the question has no such option.
    """
    if attempt.state is not State.OPEN:
        raise ConflictError("attempt-finished")
    code = SKIPPED if option_key is None else question.code_of(option_key)
    if code is None:
        raise InvalidInputError("unknown-option", f"{question.key}: {option_key!r:.60}")
    seconds = max(0.0, (now - attempt.last_seen).total_seconds())
    tenths = min(MAX_DECISECONDS, max(1, round(seconds * 10)))
    at = question.index
    return replace(
        attempt,
        answers=_put(attempt.answers, at, code),
        languages=_put(attempt.languages, at, LANGUAGE_CODES[locale]),
        elapsed=(*attempt.elapsed[:at], tenths, *attempt.elapsed[at + 1 :]),
        locale=locale,
        last_seen=max(now, attempt.last_seen),
    )


def with_shown(attempt: Attempt, question: Question, left: int) -> Attempt:
    """The attempt with one more question put to the visitor, `left` more expected after it.

    What is left never grows from one question to the next, so that progress never runs back,
    unless the visitor has asked for further questions.
    """
    before = attempt.shown[-1].left if attempt.shown and not attempt.extra else None
    honest = left if before is None else min(left, before)
    return replace(attempt, shown=(*attempt.shown, Shown(question.index, max(0, honest))))


def finished(attempt: Attempt, *, now: datetime) -> Attempt:
    """The attempt closed for answers; its result can be made."""
    return replace(attempt, state=State.FINISHED, last_seen=max(now, attempt.last_seen))


def with_extra(attempt: Attempt, extra: int, *, now: datetime) -> Attempt:
    """The attempt opened again for `extra` further questions in all, after a close call."""
    return replace(attempt, state=State.OPEN, extra=extra, last_seen=max(now, attempt.last_seen))


def option_order(attempt: Attempt, question: Question) -> tuple[int, ...]:
    """The order in which the options are shown, as 0-based places in the bank.

    Drawn from the attempt's seed by hashing, so that it is the same on every page view, worker
    and Python version.
    """
    places = range(len(question.options))
    if not question.shuffles:
        return tuple(places)

    def draw(place: int) -> bytes:
        return hashlib.sha256(f"{attempt.seed}:{question.key}:{place}".encode()).digest()

    return tuple(sorted(places, key=draw))


def _put(packed: bytes, place: int, code: int) -> bytes:
    return packed[:place] + bytes((code,)) + packed[place + 1 :]
