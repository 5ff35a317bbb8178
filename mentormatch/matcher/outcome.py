"""What a visitor is told: the recommendation, how sure it is, and what it rests on."""

from collections.abc import Mapping
from typing import Any

from mentormatch.guide import Focus, Kind, Readiness, Trait
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class TraitEstimate:
    """Where a person stands on a trait, in z units, and the standard error of that."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Reason:
    """What one answer did: it pulled `toward` a kind with `weight`.

    `weight` is positive, in nats of the probabilities shown: how much the answer raised the
    log-probability of `toward` above the average over the kinds. `supports` says whether
    `toward` is the recommendation, or the kind that this answer spoke for against it.
    """

    question: str
    option: str
    toward: Kind
    weight: float
    supports: bool


@dataclass(frozen=True, slots=True)
class ReadinessOutcome:
    """How ready someone is to mentor: shares of the scale, 0 to 1; None where nothing was answered.

    `headline` is the smaller of competence and commitment, `weakest` the condition with the
    lowest level (the first in the guide's order among equals).
    """

    competence: float | None
    commitment: float | None
    headline: float | None
    weakest: Readiness | None
    levels: Mapping[Readiness, float | None]


@dataclass(frozen=True, slots=True)
class Careless:
    """Whether the answers look as if they had not been read; a hint, never a verdict.

    `longest_run` is the longest run of identical agreement answers, as a share of them.
    `predictability` is the mean of log(P(answer | the other answers) × its number of options):
    about zero or below for answers at random, None when nothing was answered.
    """

    straight_line: bool
    random_like: bool
    longest_run: float
    predictability: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The automatic result.

    `probabilities` has the kinds that the door can recommend and sums to 1. `focus_probabilities`
    are conditional on coaching and sum to 1 whatever coaching's own probability; empty at the
    door *become*. `focus` is the leading focus when coaching is recommended, else None. `reasons`
    holds at most three that support the recommendation, weightiest first, then at most one that
    does not.
    """

    recommendation: Kind
    focus: Focus | None
    runner_up: Kind
    probabilities: Mapping[Kind, float]
    focus_probabilities: Mapping[Focus, float]
    traits: Mapping[Trait, TraitEstimate]
    close_call: bool
    reasons: tuple[Reason, ...]
    readiness: ReadinessOutcome | None
    careless: Careless


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain JSON values: the public contract of results, full precision.

    `readiness` is there for the door *become* only.
    """
    document: dict[str, Any] = {
        "recommendation": outcome.recommendation.value,
        "focus": outcome.focus.value if outcome.focus else None,
        "probabilities": {kind.value: p for kind, p in outcome.probabilities.items()},
        "focus_probabilities": {f.value: p for f, p in outcome.focus_probabilities.items()},
        "traits": {
            trait.value: {"mean": estimate.mean, "sd": estimate.sd}
            for trait, estimate in outcome.traits.items()
        },
        "close_call": outcome.close_call,
        "reasons": [_reason_document(reason) for reason in outcome.reasons],
        "careless": careless_document(outcome.careless),
    }
    if outcome.readiness is not None:
        document["readiness"] = readiness_document(outcome.readiness)
    return document


def _reason_document(reason: Reason) -> dict[str, Any]:
    return {
        "question": reason.question,
        "option": reason.option,
        "toward": reason.toward.value,
        "weight": reason.weight,
    }


def careless_document(careless: Careless) -> dict[str, Any]:
    """Carelessness as plain JSON values."""
    return {
        "straight_line": careless.straight_line,
        "random_like": careless.random_like,
        "longest_run": careless.longest_run,
        "predictability": careless.predictability,
    }


def readiness_document(readiness: ReadinessOutcome) -> dict[str, Any]:
    """Readiness as plain JSON values."""
    return {
        "competence": readiness.competence,
        "commitment": readiness.commitment,
        "headline": readiness.headline,
        "weakest": readiness.weakest.value if readiness.weakest else None,
        "levels": {condition.value: level for condition, level in readiness.levels.items()},
    }
