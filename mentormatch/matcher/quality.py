"""How good probabilities are on judged cases, with intervals; plain numpy, also for what pages show.

Cases are what is counted and redrawn: two readers of one case are one case.
"""

from collections.abc import Mapping
from dataclasses import field

import numpy as np

from mentormatch.matcher.labels import KINDS
from mentormatch.scoring import Bools, Floats, Ints
from mentormatch.values import dataclass

BINS = 10
DRAWS = 1000
ONE_SIDED = 1.6448536269514722
_LEAST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """m judged cases: probabilities (m, kind), the judged kind (m,), and which case (m,)."""

    chances: Floats = field(repr=False)
    truth: Ints
    case: Ints

    def __len__(self) -> int:
        return len(self.truth)

    def those(self, chosen: Bools) -> "Judged":
        """Some of them."""
        return Judged(self.chances[chosen], self.truth[chosen], self.case[chosen])

    @property
    def cases(self) -> int:
        """How many different cases."""
        return len(np.unique(self.case))


def log_loss(judged: Judged) -> Floats:
    """−log p of what was judged, (m,)."""
    chance = judged.chances[np.arange(len(judged)), judged.truth]
    result: Floats = -np.log(np.maximum(chance, _LEAST))
    return result


def right(judged: Judged) -> Floats:
    """1 where the leading kind is the judged one, (m,)."""
    result: Floats = (np.argmax(judged.chances, axis=1) == judged.truth).astype(np.float64)
    return result


def brier(judged: Judged) -> Floats:
    """Squared distance from what was judged, (m,)."""
    result: Floats = ((judged.chances - np.eye(KINDS)[judged.truth]) ** 2).sum(axis=1)
    return result


def calibration_error(judged: Judged) -> float:
    """ECE of the leading kind over ten equal bins (Guo et al. 2017); 0 without anybody."""
    if not len(judged):
        return 0.0
    return float(sum(abs(sure - hit) * count for _, count, sure, hit in reliability(judged)) / len(judged))


def reliability(judged: Judged) -> list[tuple[float, int, float, float]]:
    """Per bin that holds anyone: its lower bound, how many, mean confidence, share that was right."""
    sure, hit = judged.chances.max(axis=1), right(judged)
    place = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    return [
        (b / BINS, int(own.sum()), float(sure[own].mean()), float(hit[own].mean()))
        for b in range(BINS)
        if (own := place == b).any()
    ]


def confusion(judged: Judged) -> list[list[int]]:
    """How often each kind was judged (down) where each kind leads (across)."""
    lead = np.argmax(judged.chances, axis=1)
    counts = np.bincount(judged.truth * KINDS + lead, minlength=KINDS * KINDS)
    return [[int(count) for count in row] for row in counts.reshape(KINDS, KINDS)]


def by_case(values: Floats, case: Ints) -> Floats:
    """The mean of each case's values, (cases,)."""
    _, inverse, counts = np.unique(case, return_inverse=True, return_counts=True)
    result: Floats = np.bincount(inverse, values) / counts
    return result


def figure(values: Floats, case: Ints, rng: "np.random.Generator") -> tuple[float, float, float]:
    """Mean over cases with its 95 % percentile bootstrap interval (Efron 1979); zeros without cases."""
    means = by_case(values, case)
    if not len(means):
        return 0.0, 0.0, 0.0
    drawn = means[rng.integers(0, len(means), (DRAWS, len(means)))].mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(means.mean()), float(low), float(high)


def summary(judged: Judged, rng: "np.random.Generator") -> Mapping[str, tuple[float, float, float]]:
    """top1, log_loss and brier as values with intervals."""
    measures = {"top1": right(judged), "log_loss": log_loss(judged), "brier": brier(judged)}
    return {name: figure(values, judged.case, rng) for name, values in measures.items()}


def lower_bound(gains: Floats, case: Ints, weight: Floats) -> tuple[float, float]:
    """The mean paired gain over cases and its one-sided 95 % lower bound (normal).

    Each case counts as its judgements weigh, so the cap on a counselor holds here too; fewer than
    two cases bound nothing.
    """
    if not len(case):
        return 0.0, -np.inf
    _, inverse = np.unique(case, return_inverse=True)
    mass = np.bincount(inverse, weight)
    means = np.bincount(inverse, weight * gains) / mass
    share = mass / mass.sum()
    mean = float(share @ means)
    if len(means) < 2:
        return mean, -np.inf
    # The variance of a weighted mean of independent cases (Cochran 1977, ratio estimate).
    variance = float(np.sum(share**2 * (means - mean) ** 2)) * len(means) / (len(means) - 1)
    return mean, mean - ONE_SIDED * float(np.sqrt(variance))
