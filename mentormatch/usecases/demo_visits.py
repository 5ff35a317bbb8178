"""Simulated visitors take the quiz: by the program's own rules, leaving the rows that people leave."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import datetime, timedelta

from mentormatch import quiz, storage
from mentormatch.casework import Shares
from mentormatch.lab.visits import Visit
from mentormatch.quiz import SKIPPED, Attempt, Question
from mentormatch.storage.attempts import StoredAttempt
from mentormatch.usecases import take_quiz
from mentormatch.usecases.instruments import Instrument, Instruments
from mentormatch.usecases.take_quiz import EXTRA_QUESTIONS, AtCheck, AtQuestion, Given, Place
from mentormatch.usecases.tokens import token_for, token_hash

_LOOKS = timedelta(seconds=8)


def demo_token(seed: int, number: int, secret: str) -> str:
    """The secret token of a simulated visitor: always the same, yet told by nothing but the secret."""
    digest = hashlib.sha256(f"demo:{seed}:{number}".encode()).digest()
    return token_for(urlsafe_b64encode(digest).rstrip(b"=").decode(), secret)


def take(
    tx: storage.Transaction,
    instruments: Instruments,
    token: str,
    visit: Visit,
    *,
    shares: Shares,
    now: datetime,
) -> StoredAttempt:
    """One visit that begins at `now`: its attempt as it was left."""
    instrument = instruments.current(tx)
    attempt, place = _answered(visit, instrument, now=now)
    stored = storage.attempts.create(
        tx, token_hash(token), attempt=attempt, bank_version_id=instrument.version_id, demo=True
    )
    if not isinstance(place, AtCheck):
        return stored
    left = attempt.last_seen + _LOOKS
    ending = take_quiz.foresee_end(tx, instruments, token, now=left)
    take_quiz.confirm(tx, ending, shares=shares, now=left)
    result = storage.results.latest(tx, stored.id)
    if visit.goes_on and result is not None and result.close_call:
        again = _two_more(tx, instruments, token, visit, now=left + _LOOKS) + _LOOKS
        ending = take_quiz.foresee_end(tx, instruments, token, now=again)
        take_quiz.confirm(tx, ending, shares=shares, now=again)
    return storage.attempts.load(tx, token_hash(token))


def _answered(visit: Visit, instrument: Instrument, *, now: datetime) -> tuple[Attempt, Place]:
    """The attempt as `take_quiz.start` and `take_quiz.answer` would leave it, without a write for each.

    A revision counts the writes that there would have been.
    """
    attempt = quiz.begin(
        instrument.bank, role=visit.role, form=visit.form, locale=visit.locale, seed=visit.seed, now=now
    )
    attempt, place = take_quiz.asked_further(attempt, instrument)
    while isinstance(place, AtQuestion) and attempt.revision != visit.gives_up:
        question = quiz.question_at(attempt, instrument.bank, place.position)
        at = attempt.last_seen + timedelta(seconds=visit.seconds[question.index])
        key = _option_key(visit, question)
        answered = quiz.with_answer(attempt, question, key, locale=visit.locale, now=at)
        attempt, place = take_quiz.asked_further(replace(answered, revision=attempt.revision + 1), instrument)
    return attempt, place


def _two_more(
    tx: storage.Transaction, instruments: Instruments, token: str, visit: Visit, *, now: datetime
) -> datetime:
    """Two more questions after a close call, where the bank has them; when they were answered."""
    standing = take_quiz.look(tx, instruments, token)
    unshown = len(standing.instrument.bank.questions) - len(standing.attempt.shown)
    if visit.form is quiz.Form.FULL or unshown < 2 * EXTRA_QUESTIONS:
        return now
    place = take_quiz.ask_for_more(tx, instruments, token, EXTRA_QUESTIONS, now=now)
    while isinstance(place, AtQuestion):
        shown = take_quiz.look(tx, instruments, token)
        question = quiz.question_at(shown.attempt, shown.instrument.bank, place.position)
        now += timedelta(seconds=visit.seconds[question.index])
        given = Given(place.position, _option_key(visit, question), visit.locale)
        foreseen = take_quiz.foresee_answer(tx, instruments, token, given, now=now)
        place = take_quiz.answer(tx, foreseen).place
    return now


def _option_key(visit: Visit, question: Question) -> str | None:
    code = visit.codes[question.index]
    return None if code == SKIPPED else question.options[code - 1].key
