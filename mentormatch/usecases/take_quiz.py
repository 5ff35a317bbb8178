"""Taking the quiz: begin, look, answer, ask for the result or for two more questions.

Every deed takes the visitor's secret token, works inside the caller's transaction and may be
repeated: a double click, a second tab or a reloaded page leads to the same place. What a deed comes
to is foreseen in a reading, and then written (`short_turns`).
"""

from datetime import datetime

from mentormatch import adaptive, quiz, storage
from mentormatch.casework import Shares
from mentormatch.errors import ConflictError, InvalidInputError
from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale
from mentormatch.matcher import Residual, recommend, weighty
from mentormatch.quiz import Attempt, Form, Question, State
from mentormatch.storage.attempts import StoredAttempt
from mentormatch.usecases.instruments import Instrument, Instruments
from mentormatch.usecases.make_result import Made, compute_result, keep_result
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass

EXTRA_QUESTIONS = 2
MAX_EXTRA = 4


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a visitor chose on the start page, and the chance that fixes every shuffle.

    `demo` says that they are looking around in a demonstration.
    """

    role: Role
    form: Form
    locale: Locale
    seed: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was sent: to which question, which option (None: skipped), in which language."""

    position: int
    option_key: str | None
    locale: Locale


@dataclass(frozen=True, slots=True)
class AtQuestion:
    """The visitor's place is a question, by its 1-based position."""

    position: int


@dataclass(frozen=True, slots=True)
class AtCheck:
    """The visitor's place is the check-your-answers page."""


@dataclass(frozen=True, slots=True)
class AtResult:
    """The visitor's place is the result."""


Place = AtQuestion | AtCheck | AtResult


@dataclass(frozen=True, slots=True)
class Answered:
    """Where an answer leads.

    `changed_afterwards` says that every question had its answer before, so that this one was
    changed from the check page; `moved` that another kind leads since.
    """

    place: Place
    changed_afterwards: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """An attempt that is not stored yet, and the version of the bank that it takes."""

    attempt: Attempt
    bank_version_id: str
    demo: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an answer comes to: the attempt as it is stored, as it will be, and where that leads."""

    stored: StoredAttempt
    after: Attempt
    answered: Answered


@dataclass(frozen=True, slots=True)
class Ending:
    """What asking for the result comes to; without `made` there was one before, or a question is open."""

    stored: StoredAttempt
    after: Attempt
    place: Place
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An attempt with its instrument and the visitor's place in it.

    `residual` is what lies over the expert now; it is looked up where answers are checked.
    """

    attempt: Attempt
    instrument: Instrument
    place: Place
    residual: Residual | None = None


def foresee_start(
    tx: storage.Transaction, instruments: Instruments, beginning: Beginning, *, now: datetime
) -> Opening:
    """The attempt that begins now, on the current bank."""
    instrument = instruments.current(tx)
    attempt = quiz.begin(
        instrument.bank,
        role=beginning.role,
        form=beginning.form,
        locale=beginning.locale,
        seed=beginning.seed,
        now=now,
    )
    attempt, _ = asked_further(attempt, instrument)
    return Opening(attempt, instrument.version_id, beginning.demo)


def start(tx: storage.Transaction, token: str, opening: Opening) -> Place:
    """Begin an attempt under `token`; a repeat with the same token finds the first one."""
    stored = storage.attempts.create(
        tx,
        token_hash(token),
        attempt=opening.attempt,
        bank_version_id=opening.bank_version_id,
        demo=opening.demo,
    )
    return _place(stored.attempt)


def look(tx: storage.Transaction, instruments: Instruments, token: str) -> Standing:
    """Where the attempt stands; raises NotFoundError when the token leads nowhere."""
    stored = storage.attempts.load(tx, token_hash(token))
    instrument = instruments.of(tx, stored.bank_version_id)
    place = _place(stored.attempt)
    residual = instruments.serving(tx).residual if isinstance(place, AtCheck) else None
    return Standing(stored.attempt, instrument, place, residual)


def foresee_answer(
    tx: storage.Transaction,
    instruments: Instruments,
    token: str,
    given: Given,
    *,
    now: datetime,
    for_update: bool = False,
) -> Foreseen:
    """Where an answer to a question that was shown leads, or skipping it.

    Raises:
        NotFoundError: the token, or a question that was not shown yet.
        ConflictError: `attempt-finished`, the result was already made.
        InvalidInputError: `unknown-option`.
    """
    stored = storage.attempts.load(tx, token_hash(token), for_update=for_update)
    instrument = instruments.of(tx, stored.bank_version_id)
    before = stored.attempt
    question = quiz.question_at(before, instrument.bank, given.position)
    answered = quiz.with_answer(before, question, given.option_key, locale=given.locale, now=now)
    was_complete = before.next_open is None
    after, place = asked_further(answered, instrument)
    if not was_complete or before.answers == after.answers:
        return Foreseen(stored, after, Answered(place))
    residual = instruments.serving(tx).residual
    moved = _leads(before, instrument, residual) != _leads(after, instrument, residual)
    return Foreseen(stored, after, Answered(place, changed_afterwards=True, moved=moved))


def answer(tx: storage.Transaction, foreseen: Foreseen) -> Answered:
    """Write an answer; ConflictError `attempt-moved` when the attempt is no longer as it was foreseen."""
    storage.attempts.record(tx, foreseen.stored, foreseen.after)
    return foreseen.answered


def foresee_end(
    tx: storage.Transaction,
    instruments: Instruments,
    token: str,
    *,
    now: datetime,
    for_update: bool = False,
) -> Ending:
    """The end of an attempt with its result, unless questions are still open."""
    stored = storage.attempts.load(tx, token_hash(token), for_update=for_update)
    instrument = instruments.of(tx, stored.bank_version_id)
    if stored.attempt.state is State.FINISHED:
        return Ending(stored, stored.attempt, AtResult())
    attempt, place = asked_further(stored.attempt, instrument)
    if isinstance(place, AtQuestion):
        return Ending(stored, attempt, place)
    made = compute_result(instrument, instruments.serving(tx), attempt)
    return Ending(stored, quiz.finished(attempt, now=now), AtResult(), made)


def confirm(tx: storage.Transaction, ending: Ending, *, shares: Shares, now: datetime) -> Place:
    """Close the attempt and keep its result; ConflictError `attempt-moved` as `answer`."""
    if ending.after is not ending.stored.attempt:
        closed = storage.attempts.record(tx, ending.stored, ending.after)
        if ending.made is not None:
            keep_result(tx, ending.made, closed, shares=shares, now=now)
    return ending.place


def ask_for_more(
    tx: storage.Transaction, instruments: Instruments, token: str, extra: int, *, now: datetime
) -> Place:
    """Open a finished attempt again for `extra` further questions in all.

    Raises:
        InvalidInputError: `extra-questions` when `extra` is not on offer.
        ConflictError: `no-more-questions` when the call was not close, or the bank has none left.
    """
    stored = storage.attempts.load(tx, token_hash(token), for_update=True)
    instrument = instruments.of(tx, stored.bank_version_id)
    if stored.attempt.extra >= extra:
        return _place(stored.attempt)
    if extra != stored.attempt.extra + EXTRA_QUESTIONS or extra > MAX_EXTRA:
        raise InvalidInputError("extra-questions", str(extra))
    if stored.attempt.state is not State.FINISHED:
        # Nothing is close before there is a result: on with the questions that are open.
        return _place(stored.attempt)
    result = storage.results.latest(tx, stored.id)
    if result is None or not result.close_call:
        raise ConflictError("no-more-questions")
    opened = quiz.with_extra(stored.attempt, extra, now=now)
    attempt, place = asked_further(opened, instrument)
    if not isinstance(place, AtQuestion):
        raise ConflictError("no-more-questions")
    storage.attempts.record(tx, stored, attempt)
    return place


def asked_further(attempt: Attempt, instrument: Instrument) -> tuple[Attempt, Place]:
    """The attempt with the next question shown when one is due, and the place it leads to."""
    position = attempt.next_open
    if position is not None:
        return attempt, AtQuestion(position)
    step = adaptive.next_step(instrument.model, instrument.arrays, instrument.bank, attempt)
    match step:
        case adaptive.Ask(question, left):
            shown = quiz.with_shown(attempt, question, left)
            return shown, AtQuestion(len(shown.shown))
        case adaptive.Finished():
            return attempt, AtCheck()


def weighty_questions(standing: Standing) -> frozenset[str]:
    """The keys of the answered questions where another answer alone would move the result."""
    attempt, instrument = standing.attempt, standing.instrument
    model, arrays, bank = instrument.model, instrument.arrays, instrument.bank
    return weighty(model, arrays, bank, attempt.answers, attempt.role, standing.residual)


def shown_questions(standing: Standing) -> tuple[Question, ...]:
    """The questions put to the visitor, in order."""
    bank = standing.instrument.bank
    return tuple(bank.questions[shown.index] for shown in standing.attempt.shown)


def _place(attempt: Attempt) -> Place:
    """Where an attempt stands, without changing it."""
    if attempt.state is State.FINISHED:
        return AtResult()
    position = attempt.next_open
    return AtCheck() if position is None else AtQuestion(position)


def _leads(attempt: Attempt, instrument: Instrument, residual: Residual | None) -> Kind:
    model, arrays, bank = instrument.model, instrument.arrays, instrument.bank
    return recommend(model, arrays, bank, attempt.answers, attempt.role, residual).recommendation
