"""Two results side by side: what moved, and whether it is more than chance.

An estimate of a trait comes with its standard error. The difference of two estimates has the
standard error √(sd₁² + sd₂²), so z = Δ / √(sd₁² + sd₂²) says how many of its own margins a trait
moved. Estimates are drawn toward the middle by the prior, which makes z rather too small: what is
called moved here, is.
"""

import math
from enum import StrEnum

from mentormatch import storage
from mentormatch.errors import InvalidInputError
from mentormatch.guide import Kind, Trait
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.make_result import ResultView, read_result
from mentormatch.values import dataclass

# A difference of two margins comes about by chance in one comparison of twenty.
MOVED = 2.0
PERHAPS = 1.0


class Movement(StrEnum):
    """Whether a trait moved more than chance alone explains."""

    STEADY = "steady"
    PERHAPS = "perhaps"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class TraitShift:
    """A trait in both results: (mean, standard error) in z units, and how far it moved."""

    trait: Trait
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def margins(self) -> float:
        """The difference in margins of its own error, positive toward the high pole."""
        (mean, sd), (later_mean, later_sd) = self.before, self.after
        return (later_mean - mean) / math.hypot(sd, later_sd)

    @property
    def movement(self) -> Movement:
        """What that difference is called."""
        size = abs(self.margins)
        if size >= MOVED:
            return Movement.MOVED
        return Movement.PERHAPS if size >= PERHAPS else Movement.STEADY


@dataclass(frozen=True, slots=True)
class KindShift:
    """A kind's probability in both results."""

    kind: Kind
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results, the earlier one first; `kinds` is empty when they came through different doors."""

    earlier: ResultView
    later: ResultView
    kinds: tuple[KindShift, ...]
    traits: tuple[TraitShift, ...]

    @property
    def same_door(self) -> bool:
        """Whether both results came through the same door."""
        return self.earlier.attempt.role is self.later.attempt.role

    @property
    def same_questions(self) -> bool:
        """Whether both results were made with the same bank version."""
        return self.earlier.instrument.version_id == self.later.instrument.version_id


def compare_results(
    tx: storage.Transaction, instruments: Instruments, tokens: tuple[str, str], *, result_days: int
) -> Comparison:
    """The latest results under two tokens, compared.

    Raises:
        NotFoundError: as `read_result`, of either token.
        InvalidInputError: `same-result` when both tokens are one.
    """
    if tokens[0] == tokens[1]:
        raise InvalidInputError("same-result")
    views = [read_result(tx, instruments, token, result_days=result_days) for token in tokens]
    earlier, later = sorted(views, key=lambda view: view.made)
    return Comparison(earlier, later, _kinds(earlier, later), _traits(earlier, later))


def _kinds(earlier: ResultView, later: ResultView) -> tuple[KindShift, ...]:
    before, after = earlier.outcome["probabilities"], later.outcome["probabilities"]
    if before.keys() != after.keys():
        return ()
    ranked = sorted(after, key=lambda kind: -after[kind])
    return tuple(KindShift(Kind(kind), before[kind], after[kind]) for kind in ranked)


def _traits(earlier: ResultView, later: ResultView) -> tuple[TraitShift, ...]:
    before, after = earlier.outcome["traits"], later.outcome["traits"]
    return tuple(
        TraitShift(
            Trait(name),
            (before[name]["mean"], before[name]["sd"]),
            (after[name]["mean"], after[name]["sd"]),
        )
        for name in before
        if name in after
    )
