"""How ready someone is to mentor, from the guide's nine conditions."""

from collections.abc import Iterable
from types import MappingProxyType

from mentormatch.guide import COMMITMENTS, COMPETENCES, Readiness
from mentormatch.matcher.outcome import ReadinessOutcome
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank


def readiness_outcome(bank: Bank, answers: bytes) -> ReadinessOutcome:
    """Readiness from packed answers; options run from the lowest level to the highest.

    A part (competence, commitment) is the mean of its answered conditions; the headline is the
    smaller part, because neither makes up for the other, and waits for both.
    """
    levels = {condition: _level(bank, answers, condition) for condition in Readiness}
    competence = _mean(levels[condition] for condition in COMPETENCES)
    commitment = _mean(levels[condition] for condition in COMMITMENTS)
    known = [(level, condition) for condition, level in levels.items() if level is not None]
    parts = [part for part in (competence, commitment) if part is not None]
    return ReadinessOutcome(
        competence=competence,
        commitment=commitment,
        headline=min(parts) if len(parts) == 2 else None,
        weakest=min(known, key=lambda level: level[0])[1] if known else None,
        levels=MappingProxyType(levels),
    )


def _level(bank: Bank, answers: bytes, condition: Readiness) -> float | None:
    question = bank.readiness_question(condition)
    if question is None or answers[question.index] in {UNANSWERED, SKIPPED}:
        return None
    return (answers[question.index] - 1) / (len(question.options) - 1)


def _mean(levels: Iterable[float | None]) -> float | None:
    known = [level for level in levels if level is not None]
    return sum(known) / len(known) if known else None
