"""Where an unfinished attempt stands: leaves, traits, and what the rest of the bank could say."""

from dataclasses import field

import numpy as np

from mentormatch.guide import Role
from mentormatch.quiz import SKIPPED, UNANSWERED
from mentormatch.scoring import Bools, Floats, Ints, ScoringArrays, inverses
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """`probabilities` (leaf,); `leaf_means` (12, leaf) and `covariance` (12, 12) of the traits.

    `news` (leaf, leaf) is how far the unshown items could still move two leaves apart: the
    variance of the change in their log-odds, ΔμᵀK_remainingΔμ. `shown` and `remaining` (i,) are
    masks of the door's items; `answered` counts.
    """

    probabilities: Floats
    leaf_means: Floats = field(repr=False)
    covariance: Floats = field(repr=False)
    news: Floats = field(repr=False)
    shown: Bools = field(repr=False)
    remaining: Bools = field(repr=False)
    answered: int


def standing(arrays: ScoringArrays, answers: bytes, shown: Bools, role: Role) -> Standing:
    """The standing of packed answers, counting only items that are `shown` (i,)."""
    model = arrays.model
    asked = arrays.asked[role]
    counted = shown & asked
    codes = np.frombuffer(answers, dtype=np.uint8)[arrays.questions]
    given = counted & (codes != UNANSWERED) & (codes != SKIPPED)
    remaining = asked & ~shown
    information, coming = _informations(arrays, given, remaining)
    precisions = np.empty((2, *information.shape))
    np.add(model.precision, information, out=precisions[0])
    np.add(precisions[0], coming, out=precisions[1])
    covariance, final = inverses(precisions)
    pull = model.pull
    carried = covariance @ pull
    shift = covariance @ _total_score(arrays, codes * given)
    penalty = 0.5 * np.add.reduce(carried * (information @ model.means.T), axis=0)
    log_p = pull.T @ shift - penalty + model.log_prior[role]
    gained = pull.T @ (covariance - final) @ pull
    spread = gained.diagonal()
    return Standing(
        probabilities=_shares(log_p, model.temperature),
        leaf_means=shift[:, np.newaxis] + carried,
        covariance=covariance,
        news=spread + spread[:, np.newaxis] - 2.0 * gained,
        shown=counted,
        remaining=remaining,
        answered=int(np.count_nonzero(given)),
    )


def _informations(arrays: ScoringArrays, given: Bools, remaining: Bools) -> Floats:
    """The information of the answered items and of the remaining ones, (2, 12, 12)."""
    masks = np.empty((2, len(given)))
    masks[0], masks[1] = given, remaining
    shape = arrays.information.shape
    return (masks @ arrays.information.reshape(shape[0], -1)).reshape(2, *shape[1:])


def _total_score(arrays: ScoringArrays, codes: Ints) -> Floats:
    """h, (12,); code 0 has a row of zeros."""
    chosen = np.zeros(len(arrays.scores))
    chosen[arrays.first + codes] = 1.0
    return chosen @ arrays.scores


def _shares(log_probabilities: Floats, temperature: float) -> Floats:
    """`scoring.tempered` of one person, to the last bit: added up in the same order, in fewer calls."""
    scaled = log_probabilities / temperature
    weights = np.exp(scaled - np.maximum.reduce(scaled))
    result: Floats = weights / np.add.accumulate(weights)[-1]
    return result
