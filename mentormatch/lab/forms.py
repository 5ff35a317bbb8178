"""Which questions are answered: fixed forms, forms with gaps, and the adaptive walk."""

from collections.abc import Callable
from dataclasses import field, replace
from datetime import UTC, datetime
from functools import partial

import numpy as np

from mentormatch.adaptive import Finished, Step, next_step
from mentormatch.guide import Role
from mentormatch.i18n import DEFAULT_LOCALE
from mentormatch.lab.answering import Codes
from mentormatch.lab.people import Ints
from mentormatch.quiz import UNANSWERED, Attempt, Bank, Form, Format, Part, Question, Shown, begin
from mentormatch.scoring import ExpertModel, ScoringArrays
from mentormatch.values import dataclass

FIXED_SIZE = 24
_SHARED = 6
_MOST_EARLY = 50_000
_early: dict[tuple[str, str, Role, tuple[int, ...], bytes], Step] = {}
_SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def balanced_form(bank: Bank, role: Role, size: int = FIXED_SIZE) -> tuple[Question, ...]:
    """`size` trait questions of a door: each format in its share, evenly spaced in bank order.

    No scorer has a say in it. All of them when the bank has no more.
    """
    every = bank.asked_of(role, Part.TRAITS)
    if len(every) <= size:
        return every
    groups = [[q for q in every if q.format is form] for form in Format]
    quotas = _shares([len(group) for group in groups], size)
    chosen: list[Question] = []
    for group, quota in zip(groups, quotas, strict=True):
        places = np.floor((np.arange(quota) + 0.5) * len(group) / max(quota, 1)).astype(int)
        chosen += [group[place] for place in places]
    return tuple(sorted(chosen, key=lambda question: question.index))


def _shares(sizes: list[int], total: int) -> list[int]:
    """`total` split in proportion to `sizes`, by largest remainders."""
    exact = np.array(sizes) * total / sum(sizes)
    whole = np.floor(exact).astype(int)
    for place in np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]:
        whole[place] += 1
    return [int(quota) for quota in whole]


def only(codes: Codes, questions: tuple[Question, ...]) -> Codes:
    """The answers to some questions; all others unanswered."""
    kept = np.full_like(codes, UNANSWERED)
    places = [question.index for question in questions]
    kept[:, places] = codes[:, places]
    return kept


def with_gaps(codes: Codes, share: float, rng: np.random.Generator) -> Codes:
    """The same with every answer missing by that chance."""
    result: Codes = np.where(rng.random(codes.shape) < share, np.uint8(UNANSWERED), codes)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class Walks:
    """Adaptive attempts: the answers that were asked for (n, n_questions), and how many on traits."""

    codes: Codes = field(repr=False)
    items: Ints


def walk(bank: Bank, model: ExpertModel, arrays: ScoringArrays, codes: Codes, role: Role) -> Walks:
    """Take everyone through the quiz as the program asks it, by `adaptive.next_step`.

    What follows from the first few answers is the same for many people, and found out once.
    """
    asked = np.zeros_like(codes)
    items = np.zeros(len(codes), dtype=np.int64)
    attempt = begin(bank, role=role, form=Form.ADAPTIVE, locale=DEFAULT_LOCALE, seed=0, now=_SOME_DAY)

    def step(attempt: Attempt) -> Step:
        return next_step(model, arrays, bank, attempt)

    for person, row in enumerate(codes):
        asked[person], items[person] = _one_walk(partial(_known, bank, arrays, step), attempt, row)
    return Walks(asked, items)


def _known(bank: Bank, arrays: ScoringArrays, step: Callable[[Attempt], Step], attempt: Attempt) -> Step:
    """The next step, kept for those who answer the first questions alike."""
    if len(attempt.shown) > _SHARED:
        return step(attempt)
    before = tuple(entry.index for entry in attempt.shown)
    key = (bank.content_hash, arrays.model.content_hash, attempt.role, before, attempt.answers)
    found = _early.get(key)
    if found is None:
        found = step(attempt)
        if len(_early) < _MOST_EARLY:
            _early[key] = found
    return found


def _one_walk(step: Callable[[Attempt], Step], attempt: Attempt, row: Codes) -> tuple[Codes, int]:
    given = np.zeros_like(row)
    items = 0
    while not isinstance(now := step(attempt), Finished):
        place = now.question.index
        given[place] = row[place]
        items += now.question.part is Part.TRAITS
        shown = (*attempt.shown, Shown(place, now.left))
        attempt = replace(attempt, shown=shown, answers=given.tobytes())
        if now.question.part is Part.READINESS:
            break
    return given, items
