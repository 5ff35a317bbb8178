"""When a challenger may take over: science.md §5, one rule, one place.

Judged on blind judgements only, because those in sight of the recommendation lean towards it.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mentormatch.guide import Kind
from mentormatch.matcher.labels import KINDS, Examples, weights
from mentormatch.matcher.quality import Judged, calibration_error, log_loss, lower_bound
from mentormatch.scoring import Floats, Ints
from mentormatch.values import dataclass

LEAST_CASES = 60
LEAST_PER_KIND = 8
LEAST_GAIN = 0.01
MOST_WORSE_CALIBRATION = 0.03
SHADOW_CASES = 30
_ENOUGH_TO_LEAVE_ONE_OUT = 3
_KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Test:
    """One part of the rule: its code, what was found, what is needed, and whether that is met."""

    code: str
    found: float
    needed: float
    met: bool


def learnt_enough(blind: Examples, rival: Floats, chances: Floats, gains: Floats) -> tuple[Test, ...]:
    """The tests on the training set's blind judgements, m of them.

    `rival` (m, kind) are the probabilities of whoever serves; `chances` (m, kind) and `gains` (m,),
    how much smaller the log-loss was than the rival's, come from cross-validation. The last test
    goes beyond science.md: the gain must not rest on one counselor, so that it stays above zero
    with any single one of three or more left out.
    """
    served = Judged(rival, blind.kind, blind.case)
    candidate = Judged(chances, blind.kind, blind.case)
    cases, per_kind = candidate.cases, _fewest(candidate)
    gain, bound = lower_bound(gains, blind.case, blind.weight)
    worse = calibration_error(candidate) - calibration_error(served)
    least = _without_any_one(blind, gains)
    return (
        Test("cases", cases, LEAST_CASES, cases >= LEAST_CASES),
        Test("per-kind", per_kind, LEAST_PER_KIND, per_kind >= LEAST_PER_KIND),
        Test("gain", gain, LEAST_GAIN, gain >= LEAST_GAIN),
        Test("bound", bound, 0.0, bound > 0.0),
        Test("calibration", worse, MOST_WORSE_CALIBRATION, worse <= MOST_WORSE_CALIBRATION),
        Test("one-counselor", least, 0.0, least > 0.0),
    )


def _without_any_one(blind: Examples, gains: Floats) -> float:
    """The smallest mean gain that is left when one counselor's judgements are left out."""
    every = np.unique(blind.counselor)
    if len(every) < _ENOUGH_TO_LEAVE_ONE_OUT:
        return lower_bound(gains, blind.case, blind.weight)[0]
    left = [blind.counselor != one for one in every]
    return min(lower_bound(gains[own], blind.case[own], blind.weight[own])[0] for own in left)


@dataclass(frozen=True, slots=True)
class Beside:
    """One blind judgement of a result of which two models had said their word beforehand."""

    case: str
    counselor: str
    kind: Kind
    champion: Mapping[Kind, float]
    challenger: Mapping[Kind, float]


def proved_in_shadow(found: Sequence[Beside]) -> tuple[Test, ...]:
    """The tests on cases judged after training: enough of them, and not worse there.

    Judgements weigh as in training, so that nobody decides alone who judges much.
    """
    served, challenging = _judged(found, "champion"), _judged(found, "challenger")
    cases = challenging.cases
    weight = weights(challenging.case, _numbered([one.counselor for one in found]))
    gain, _ = lower_bound(log_loss(served) - log_loss(challenging), challenging.case, weight)
    return (
        Test("shadow-cases", cases, SHADOW_CASES, cases >= SHADOW_CASES),
        Test("shadow-gain", gain, 0.0, cases > 0 and gain >= 0.0),
    )


def _judged(found: Sequence[Beside], whose: str) -> Judged:
    chances = [[getattr(one, whose).get(kind, 0.0) for kind in _KINDS] for one in found]
    return Judged(
        np.array(chances, dtype=np.float64).reshape(-1, KINDS),
        np.array([_KINDS.index(one.kind) for one in found], dtype=np.int64),
        _numbered([one.case for one in found]),
    )


def _numbered(names: Sequence[str]) -> Ints:
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names], dtype=np.int64)


def _fewest(judged: Judged) -> int:
    counts = [len(np.unique(judged.case[judged.truth == kind])) for kind in range(KINDS)]
    return min(counts)
