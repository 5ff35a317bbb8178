"""Which question would tell most about the leaves, for the time it takes."""

import math

import numpy as np

from mentormatch.adaptive.standing import Standing
from mentormatch.scoring import Bools, Floats, ScoringArrays

_PROBIT = math.pi / 8.0
_TINY = 1e-300
_TIED = 12  # gains equal to this many digits are a tie


def information_gain(arrays: ScoringArrays, standing: Standing) -> Floats:
    """Expected entropy reduction over the leaves by every scored item, (i,), in nats.

    The mutual information of leaf and answer: the answer's entropy less its mean entropy given
    the leaf. P(answer | leaf) takes the traits as N(m_t, V) and divides the logit by
    √(1 + πv/8), v the logit's variance (MacKay 1992).
    """
    gain = np.zeros(len(arrays.keys))
    gain[arrays.graded.items] = _gain(_graded_chances(arrays, standing), standing.probabilities)
    chances = _situation_chances(arrays, standing)
    gain[arrays.situations.items] = _gain(chances, standing.probabilities)
    return gain


def best_item(arrays: ScoringArrays, standing: Standing, *, focus_first: bool) -> int:
    """The remaining item with the greatest gain per usual seconds^power, balance kept.

    At most the model's share of what is seen are situations, as long as other items are left.
    With `focus_first`, the focus items that the balance allows come before all others. Ties go to
    the first in bank order, and what differs in the last bits is a tie: items that mirror each
    other tell equally much, and which one a processor's rounding favours must not be asked.
    """
    allowed = _balanced(arrays, standing)
    if focus_first and (allowed & arrays.is_focus).any():
        allowed = allowed & arrays.is_focus
    value = (information_gain(arrays, standing) / arrays.cost).round(_TIED)
    value[~allowed] = -1.0
    return int(value.argmax())


def _balanced(arrays: ScoringArrays, standing: Standing) -> Bools:
    seen = int(np.count_nonzero(standing.shown)) + 1
    situations = int(np.count_nonzero(standing.shown & arrays.is_situation)) + 1
    others = standing.remaining & ~arrays.is_situation
    if situations > arrays.model.constants.selection.situation_share * seen and others.any():
        return others
    return standing.remaining


def _graded_chances(arrays: ScoringArrays, standing: Standing) -> Floats:
    """P(answer | leaf) of the graded items, (g, 5, leaf)."""
    graded = arrays.graded
    variance = np.add.reduce((graded.loadings @ standing.covariance) * graded.loadings, axis=1)
    shrink = np.sqrt(1.0 + _PROBIT * variance)[:, np.newaxis]
    logit = graded.loadings @ standing.leaf_means
    scaled = (graded.cuts / shrink)[:, :, np.newaxis] - (logit / shrink)[:, np.newaxis, :]
    below = np.zeros((len(logit), scaled.shape[1] + 2, logit.shape[1]))
    below[:, 1:-1] = 1.0 / (1.0 + np.exp(-scaled))
    below[:, -1] = 1.0
    chances: Floats = below[:, 1:] - below[:, :-1]
    return chances


def _situation_chances(arrays: ScoringArrays, standing: Standing) -> Floats:
    """P(answer | leaf) of the situations, (c, m, leaf)."""
    items = arrays.situations
    total = np.add.reduce((items.logits @ standing.covariance) * items.logits, axis=(1, 2))
    shrink = np.sqrt(1.0 + _PROBIT * 2.0 * total / (items.options - 1))
    logits = items.logits @ standing.leaf_means / shrink[:, np.newaxis, np.newaxis]
    weights = np.exp(logits + items.padding[:, :, np.newaxis])
    chances: Floats = weights / np.add.reduce(weights, axis=1, keepdims=True)
    return chances


def _gain(chances: Floats, probabilities: Floats) -> Floats:
    """Mutual information of leaf and answer from P(answer | leaf) (items, m, leaf), (items,)."""
    known = np.add.reduce(chances * np.log(np.maximum(chances, _TINY)), axis=1) @ probabilities
    overall = chances @ probabilities
    result: Floats = known - np.add.reduce(overall * np.log(np.maximum(overall, _TINY)), axis=1)
    return result
