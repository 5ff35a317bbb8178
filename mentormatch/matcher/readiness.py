"""How ready someone is to mentor, from the guide's nine conditions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from mentormatch.guide import COMMITMENTS, COMPETENCES, Readiness
from mentormatch.matcher.outcome import ReadinessOutcome
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank
from mentormatch.values import dataclass

CONDITIONS = tuple(Readiness)
_COMPETENCES = [CONDITIONS.index(condition) for condition in COMPETENCES]
_COMMITMENTS = [CONDITIONS.index(condition) for condition in COMMITMENTS]

Levels = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the levels come to; `weakest` is a place in the standing order of the conditions."""

    competence: float | None
    commitment: float | None
    headline: float | None
    weakest: int | None


def readiness_outcome(bank: Bank, answers: bytes) -> ReadinessOutcome:
    """Readiness from packed answers; options run from the lowest level to the highest.

    A part (competence, commitment) is the mean of its answered conditions; the headline is the
    smaller part, because neither makes up for the other, and waits for both.
    """
    levels = level_reader(bank)(answers)
    found = summary(levels)
    return ReadinessOutcome(
        competence=found.competence,
        commitment=found.commitment,
        headline=found.headline,
        weakest=None if found.weakest is None else CONDITIONS[found.weakest],
        levels=MappingProxyType(dict(zip(CONDITIONS, levels, strict=True))),
    )


def level_reader(bank: Bank) -> Callable[[bytes], list[float | None]]:
    """A function from packed answers to the levels, shares of the scale, by condition."""
    scales = [_scale(bank, condition) for condition in CONDITIONS]
    return lambda answers: [scale[answers[index]] for index, scale in scales]


def summary(levels: Levels) -> Summary:
    """What levels in the standing order of the conditions come to."""
    competence = _mean([levels[place] for place in _COMPETENCES])
    commitment = _mean([levels[place] for place in _COMMITMENTS])
    known = [level for level in levels if level is not None]
    headline = None if competence is None or commitment is None else min(competence, commitment)
    return Summary(competence, commitment, headline, levels.index(min(known)) if known else None)


def _scale(bank: Bank, condition: Readiness) -> tuple[int, Mapping[int, float | None]]:
    """Where a condition's answer stands, and the level by code; a bank may not ask for it."""
    question = bank.readiness_question(condition)
    if question is None:
        return 0, defaultdict(lambda: None)
    top = len(question.options) - 1
    levels = {step + 1: step / top for step in range(top + 1)}
    return question.index, {UNANSWERED: None, SKIPPED: None, **levels}


def _mean(levels: Levels) -> float | None:
    known = [level for level in levels if level is not None]
    return sum(known) / len(known) if known else None
