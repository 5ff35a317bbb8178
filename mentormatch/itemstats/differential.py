"""Differential functioning: whether a question works differently in two languages.

People are compared who stand alike by all their other answers: five strata of equal size, over
both languages together. What then still differs is the question, or its translation.
"""

import math
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from mentormatch.itemstats.intervals import tail_of_chi_square, tail_of_normal
from mentormatch.scoring import Floats, Ints
from mentormatch.values import dataclass

STRATA = 5
LEAST = 100
FIRM = 200
_SIGNIFICANT = 0.05
_SMALL, _LARGE = 0.17, 0.25
_SMALL_DELTA, _LARGE_DELTA = 1.0, 1.5

Bools = npt.NDArray[np.bool_]


class Effect(StrEnum):
    """How large a difference is: `A` negligible, `B` moderate, `C` large."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Difference:
    """How a question differs for a focal language from the reference.

    `size` is SMD/SD for agreement, positive where the focal language agrees more than it should;
    for a choice it is Δ of the delta scale, negative where the option is chosen more often in the
    focal language. `chance` is the p value that no difference would give.
    """

    size: float
    chance: float
    effect: Effect


def strata_of(matching: Floats) -> Ints:
    """The stratum, 0 to 4, of everyone by the matching variable (k,)."""
    cuts = np.quantile(matching, np.arange(1, STRATA) / STRATA)
    return np.searchsorted(cuts, matching, side="right").astype(np.int64)


def graded_difference(steps: Ints, strata: Ints, focal: Bools) -> Difference | None:
    """Of an agreement question; `steps` (k,) from 1 to 5. None where nothing can be compared.

    Mantel (1963), Chi-square tests with one degree of freedom, JASA 58; standardised mean
    difference: Dorans & Kulick (1986), with Zwick & Thayer's (1996) weights of the focal group;
    classes: .17 and .25 standard deviations, as in the National Assessment of Educational
    Progress (Allen, Carlson & Zelenak 1999).
    """
    moved = expected = variance = difference = 0.0
    compared = 0
    for stratum in range(STRATA):
        ours, theirs = (
            steps[(strata == stratum) & (focal == who)].astype(np.float64) for who in (True, False)
        )
        if not len(ours) or not len(theirs):
            continue
        everyone = np.concatenate([ours, theirs])
        size = len(everyone)
        moved += ours.sum()
        expected += len(ours) * everyone.mean()
        variance += len(ours) * len(theirs) / (size - 1) * everyone.var() if size > 1 else 0.0
        difference += len(ours) * (ours.mean() - theirs.mean())
        compared += len(ours)
    spread = float(steps.std())
    if not compared or variance <= 0 or spread == 0:
        return None
    apart, chance = difference / compared / spread, tail_of_chi_square((moved - expected) ** 2 / variance)
    return Difference(apart, chance, _graded_effect(apart, chance))


def chosen_difference(chosen: Bools, strata: Ints, focal: Bools, *, tests: int = 1) -> Difference | None:
    """Of one option of a choice; `chosen` (k,). None where nothing can be compared.

    Mantel & Haenszel (1959), Statistical aspects of the analysis of data from retrospective
    studies, JNCI 22, with Δ = −2.35 ln α and the classes of Holland & Thayer (1988) and Zieky
    (1993); variance: Robins, Breslow & Greenland (1986), Biometrics 42. Where one of several
    options is looked at, `tests` divides the level of significance (Bonferroni).
    """
    table = np.array([_two_by_two(chosen[strata == s], focal[strata == s]) for s in range(STRATA)])
    size = table.sum(axis=(1, 2))
    table, size = table[size > 1], size[size > 1]
    (a, b), (c, d) = table[:, 0].T, table[:, 1].T
    r, s = a * d / size, b * c / size
    if r.sum() == 0 or s.sum() == 0:
        return None
    p, q = (a + d) / size, (b + c) / size
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    delta, error = -2.35 * math.log(r.sum() / s.sum()), 2.35 * math.sqrt(variance)
    chance = _mantel_haenszel(a, b, c, d)
    level = _SIGNIFICANT / tests
    beyond = tail_of_normal((abs(delta) - _SMALL_DELTA) / error) < level
    return Difference(delta, chance, _chosen_effect(abs(delta), chance < level, beyond))


def _two_by_two(chosen: Bools, focal: Bools) -> Floats:
    """Reference and focal people of a stratum, who chose the option and who did not."""
    return np.array(
        [[np.sum((focal == who) & (chosen == what)) for what in (True, False)] for who in (False, True)],
        dtype=np.float64,
    )


def _mantel_haenszel(a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    """The chance of the χ² with continuity correction."""
    size = a + b + c + d
    expected = (a + b) * (a + c) / size
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (size**2 * (size - 1))
    off = max(0.0, abs(float((a - expected).sum())) - 0.5)
    return tail_of_chi_square(off**2 / float(variance.sum()))


def _graded_effect(size: float, chance: float) -> Effect:
    if chance >= _SIGNIFICANT or abs(size) <= _SMALL:
        return Effect.A
    return Effect.B if abs(size) <= _LARGE else Effect.C


def _chosen_effect(delta: float, differs: bool, beyond: bool) -> Effect:
    if not differs or delta < _SMALL_DELTA:
        return Effect.A
    return Effect.C if delta >= _LARGE_DELTA and beyond else Effect.B
