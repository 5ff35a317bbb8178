"""What an attempt asks next."""

import hashlib
from typing import TypeAlias

import numpy as np

from mentormatch.adaptive.progress import expected_questions
from mentormatch.adaptive.select import best_item
from mentormatch.adaptive.standing import Standing, standing
from mentormatch.adaptive.stop import coaching_leads, is_decided
from mentormatch.quiz import Attempt, Bank, Form, Part, Question
from mentormatch.scoring import Bools, ExpertModel, ScoringArrays
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """Put this question; about `left` more are expected after it."""

    question: Question
    left: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more to ask."""


Step: TypeAlias = Ask | Finished


def next_step(model: ExpertModel, arrays: ScoringArrays, bank: Bank, attempt: Attempt) -> Step:
    """What to ask next: the gate, then questions on traits, then (door *become*) readiness.

    Only questions that were not shown yet are asked. Depends on the attempt's door, form, seed,
    extra, shown and answers, and on nothing else: the same attempt is always asked the same.
    """
    arrays.require(model, bank)
    shown = {entry.index for entry in attempt.shown}
    gate = _unshown(bank, attempt, Part.GATE, shown)
    readiness = _unshown(bank, attempt, Part.READINESS, shown)
    after = len(readiness)
    traits = None if _past_traits(bank, attempt) else _trait_step(arrays, bank, attempt, shown)
    if gate:
        expected = traits.left + 1 if traits else 0
        return Ask(gate[0], len(gate) - 1 + expected + after)
    if traits:
        return Ask(traits.question, traits.left + after)
    return Ask(readiness[0], after - 1) if readiness else Finished()


def full_order(bank: Bank, attempt: Attempt) -> tuple[Question, ...]:
    """All trait questions of the attempt's door, in an order drawn from its seed by hashing."""

    def draw(question: Question) -> bytes:
        return hashlib.sha256(f"{attempt.seed}:order:{question.key}".encode()).digest()

    return tuple(sorted(bank.asked_of(attempt.role, Part.TRAITS), key=draw))


def _unshown(bank: Bank, attempt: Attempt, part: Part, shown: set[int]) -> list[Question]:
    return [q for q in bank.asked_of(attempt.role, part) if q.index not in shown]


def _past_traits(bank: Bank, attempt: Attempt) -> bool:
    """Whether readiness has begun: then correcting an earlier answer does not reopen the traits."""
    parts = (bank.questions[entry.index].part for entry in attempt.shown)
    return not attempt.extra and Part.READINESS in parts


def _trait_step(arrays: ScoringArrays, bank: Bank, attempt: Attempt, shown: set[int]) -> Ask | None:
    if attempt.form is Form.FULL:
        waiting = [q for q in full_order(bank, attempt) if q.index not in shown]
        return Ask(waiting[0], len(waiting) - 1) if waiting else None
    order = _shown_items(arrays, attempt)
    now = standing(arrays, attempt.answers, _mask(arrays, order), attempt.role)
    if not now.remaining.any():
        return None
    ended = _ended(arrays, bank, attempt, order) if attempt.extra else None
    if ended is not None:
        expected = ended + attempt.extra - len(order)
    else:
        expected = 0 if _enough(arrays, order, now) else expected_questions(arrays, now)
    if expected <= 0:
        return None
    item = best_item(arrays, now, focus_first=coaching_leads(now))
    left = min(expected, int(now.remaining.sum())) - 1
    return Ask(bank.questions[int(arrays.questions[item])], left)


def _enough(arrays: ScoringArrays, order: list[int], now: Standing) -> bool:
    most = arrays.model.constants.stopping.most_shown
    return len(order) >= most or is_decided(arrays, now)


def _ended(arrays: ScoringArrays, bank: Bank, attempt: Attempt, order: list[int]) -> int | None:
    """After how many trait questions the visitor was first let go; None when not yet.

    That is where readiness began, else where the rule first held on the way, with the answers as
    they are now: from there, exactly the extra questions are asked, whatever the rule says.
    """
    parts = [bank.questions[entry.index].part for entry in attempt.shown]
    if Part.READINESS in parts:
        return parts[: parts.index(Part.READINESS)].count(Part.TRAITS)
    for length in range(len(order) + 1):
        before = order[:length]
        now = standing(arrays, attempt.answers, _mask(arrays, before), attempt.role)
        if _enough(arrays, before, now):
            return length
    return None


def _shown_items(arrays: ScoringArrays, attempt: Attempt) -> list[int]:
    """The scored items that were shown, in that order."""
    rows = arrays.item_of
    return [rows[entry.index] for entry in attempt.shown if entry.index in rows]


def _mask(arrays: ScoringArrays, items: list[int]) -> Bools:
    mask = np.zeros(len(arrays.keys), dtype=bool)
    mask[items] = True
    return mask
