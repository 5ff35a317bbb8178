"""Readiness to become a mentor, in the reader's words."""

from collections.abc import Iterable, Mapping
from typing import Any

from mentormatch.guide import COMMITMENTS, COMPETENCES, Readiness
from mentormatch.quiz import SKIPPED, UNANSWERED
from mentormatch.usecases.make_result import ResultView
from mentormatch.web.visitor.pages import ReadinessPart, ReadinessRow
from mentormatch.web.visitor.speech import Speech

_READY = 0.7
_NEARLY = 0.4
_TOP = 4


def readiness_part(speech: Speech, view: ResultView) -> ReadinessPart | None:
    """The readiness part of a *become* result; None for *find*, or when nothing was answered."""
    found: Mapping[str, Any] | None = view.outcome.get("readiness")
    if found is None or found["headline"] is None:
        return None
    weakest = Readiness(found["weakest"])
    return ReadinessPart(
        sentence=speech.filled(
            f"readiness.headline.{_stage(found['headline'])}",
            weakest=speech.text(f"readiness.{weakest}.name"),
        ),
        competences=_rows(speech, view, COMPETENCES, weakest),
        commitments=_rows(speech, view, COMMITMENTS, weakest),
        competence_percent=_percent(speech, found["competence"]),
        commitment_percent=_percent(speech, found["commitment"]),
    )


def _stage(headline: float) -> str:
    if headline >= _READY:
        return "ready"
    return "nearly" if headline >= _NEARLY else "later"


def _percent(speech: Speech, share: float | None) -> str:
    return "" if share is None else speech.percent(share)


def _rows(
    speech: Speech, view: ResultView, group: Iterable[Readiness], weakest: Readiness
) -> tuple[ReadinessRow, ...]:
    return tuple(_row(speech, item, _level(view, item), weakest) for item in group)


def _level(view: ResultView, item: Readiness) -> int:
    """The level that was chosen, from 1; 0 when the question was skipped or not asked."""
    question = view.instrument.bank.readiness_question(item)
    code = UNANSWERED if question is None else view.attempt.code(question)
    return 0 if code == SKIPPED else code


def _row(speech: Speech, item: Readiness, level: int, weakest: Readiness) -> ReadinessRow:
    name = f"readiness.{item}"
    return ReadinessRow(
        name=speech.text(f"{name}.name"),
        level=level,
        words=speech.text(f"{name}.level.{level}") if level else "",
        # Nobody needs a next step on what they do already, unless it is all that is left.
        next_step=speech.text(f"{name}.next") if level < _TOP or item is weakest else "",
        weakest=item is weakest,
    )
