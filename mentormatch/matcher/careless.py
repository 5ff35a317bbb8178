"""Signs that answers were clicked without being read: long runs, and unpredictability.

Predictability compares every answer with what the *other* answers foretell. Taking one answer out
of the Gaussian posterior is done in the space of that item's logits (the cavity of expectation
propagation), without solving the whole again: with posterior logits η_t ~ N(m_t, C), score s and
information Q, the posterior without the item has R = (I − CQ)⁻¹, mean R(m_t − Cs), covariance RC,
and leaf log-probability ℓ_t − sᵀm_t + ½ (m_t − Cs)ᵀQR(m_t − Cs) up to a constant.
"""

import math

import numpy as np

from mentormatch.scoring import Floats, Ints, Rows, ScoringArrays, inverses, tempered

_PROBIT = math.pi / 8.0


def longest_runs(arrays: ScoringArrays, rows: Rows) -> tuple[Floats, Ints]:
    """Longest run of identical agreement answers as a share of them, and how many there are.

    Runs go in bank order over the answered agreement items; both (n,), the share 0 without any.
    """
    graded = arrays.graded
    size = len(rows.codes)
    last, run, best, count = (np.zeros(size, dtype=np.int64) for _ in range(4))
    for item in graded.items[graded.options > 2]:
        code = rows.codes[:, item]
        given = code != 0
        run = np.where(given, np.where(code == last, run + 1, 1), run)
        last = np.where(given, code, last)
        best = np.maximum(best, run)
        count += given
    return best / np.maximum(count, 1), count


def predictability(arrays: ScoringArrays, rows: Rows) -> Floats:
    """Mean over the answered items of log(P(answer | others) × options), (n,); 0 without any."""
    total = np.zeros(len(rows.codes))
    for column in (*_graded_surprise(arrays, rows).T, *_situation_surprise(arrays, rows).T):
        total += column
    counts = np.maximum(np.count_nonzero(rows.answered, axis=1), 1)
    result: Floats = total / counts
    return result


def _project(directions: Floats, vectors: Floats) -> Floats:
    """Dot products of directions (…, 12) with every person's vector (n, 12), added in order."""
    result = np.zeros((len(vectors), *directions.shape[:-1]))
    for dimension in range(directions.shape[-1]):
        along = vectors[:, dimension].reshape(-1, *(1,) * (directions.ndim - 1))
        result += directions[..., dimension] * along
    return result


def _graded_surprise(arrays: ScoringArrays, rows: Rows) -> Floats:
    """log(P(answer | others) × options) of the graded items, (n, g); 0 where not answered."""
    graded, patterns, pattern = arrays.graded, rows.patterns, rows.pattern
    codes = rows.codes[:, graded.items]
    places = np.arange(len(graded.items))
    spread = np.matmul(graded.loadings, patterns.covariance) * graded.loadings
    known = np.zeros((len(patterns.covariance), len(graded.items)), dtype=bool)
    known[pattern] = codes != 0
    variance = np.where(known, np.add.reduce(spread, axis=2), 0.0)
    keep = 1.0 - variance * graded.weight
    leaf = np.matmul(graded.loadings, patterns.carried)
    mean = _project(graded.loadings, rows.shift)[:, :, np.newaxis] + leaf[pattern]
    score = graded.scores[places, codes]
    apart = mean - (variance[pattern] * score)[:, :, np.newaxis]
    kept = keep[pattern][:, :, np.newaxis]
    log_p = rows.scores.log_probabilities[:, np.newaxis, :] - score[:, :, np.newaxis] * mean
    log_p += 0.5 * graded.weight[:, np.newaxis] * apart * apart / kept
    shrink = np.sqrt(1.0 + _PROBIT * (variance / keep))[pattern][:, :, np.newaxis]
    logit = apart / kept
    upper = graded.upper[places, codes][:, :, np.newaxis]
    lower = graded.lower[places, codes][:, :, np.newaxis]
    chance = _logistic((upper - logit) / shrink) - _logistic((lower - logit) / shrink)
    foretold = _mixture(chance, tempered(log_p, arrays.model.temperature))
    return _log_odds_of_chance(foretold, graded.options, codes)


def _situation_surprise(arrays: ScoringArrays, rows: Rows) -> Floats:
    """log(P(answer | others) × options) of the situations, (n, c); 0 where not answered."""
    items, patterns, pattern = arrays.situations, rows.patterns, rows.pattern
    if not len(items.items):
        return np.zeros((len(rows.codes), 0))
    codes = rows.codes[:, items.items]
    chosen = np.maximum(codes - 1, 0)
    covariance, removed, shrink = _situation_cavities(arrays, rows)
    leaf = np.matmul(items.logits, patterns.carried[:, np.newaxis])
    mean = _project(items.logits, rows.shift)[..., np.newaxis] + leaf[pattern]
    places = np.arange(len(items.items))
    apart = mean - covariance[pattern[:, np.newaxis], places, chosen][..., np.newaxis]
    without = np.zeros_like(apart)
    for option in range(apart.shape[2]):
        without += removed[pattern][:, :, :, option, np.newaxis] * apart[:, :, option, np.newaxis]
    here = chosen[:, :, np.newaxis, np.newaxis]
    log_p = rows.scores.log_probabilities[:, np.newaxis, :].repeat(len(places), axis=1)
    log_p -= np.take_along_axis(mean, here, axis=2)[:, :, 0]
    for option in range(apart.shape[2]):
        log_p += apart[:, :, option] * without[:, :, option] / (2.0 * items.options[:, np.newaxis])
    scaled = without / shrink[pattern][:, :, np.newaxis, np.newaxis]
    scaled += items.padding[:, :, np.newaxis]
    chance = _softmax_at(scaled, here)
    foretold = _mixture(chance, tempered(log_p, arrays.model.temperature))
    return _log_odds_of_chance(foretold, items.options, codes)


def _situation_cavities(arrays: ScoringArrays, rows: Rows) -> tuple[Floats, Floats, Floats]:
    """Per pattern and situation: C (p, c, m, m), R (p, c, m, m), √(1 + πv/8) (p, c).

    v is the mean variance of the difference between two options' logits without the item.
    """
    items = arrays.situations
    known = np.zeros((len(rows.patterns.covariance), len(items.items)), dtype=bool)
    known[rows.pattern] = rows.answered[:, items.items]
    half = np.matmul(items.logits, rows.patterns.covariance[:, np.newaxis])
    covariance = np.matmul(half, items.logits.transpose(0, 2, 1))
    covariance = np.where(known[:, :, np.newaxis, np.newaxis], covariance, 0.0)
    identity = np.eye(covariance.shape[-1])
    share = items.options[:, np.newaxis, np.newaxis].astype(np.float64)
    removed = inverses(identity - covariance / share)
    without = np.matmul(removed, covariance)
    trace = np.zeros(without.shape[:2])
    for option in range(without.shape[-1]):
        trace += without[:, :, option, option]
    shrink: Floats = np.sqrt(1.0 + _PROBIT * 2.0 * trace / (items.options - 1))
    return covariance, removed, shrink


def _logistic(logit: Floats) -> Floats:
    with np.errstate(over="ignore"):
        result: Floats = 1.0 / (1.0 + np.exp(-logit))
    return result


def _softmax_at(logits: Floats, chosen: Ints) -> Floats:
    """softmax over axis 2 at the chosen places, (n, c, leaf)."""
    weights = np.exp(logits - logits.max(axis=2, keepdims=True))
    total = np.zeros((*weights.shape[:2], weights.shape[3]))
    for option in range(weights.shape[2]):
        total += weights[:, :, option]
    result: Floats = np.take_along_axis(weights, chosen, axis=2)[:, :, 0] / total
    return result


def _mixture(chance: Floats, weights: Floats) -> Floats:
    total = np.zeros(chance.shape[:-1])
    for leaf in range(chance.shape[-1]):
        total += chance[..., leaf] * weights[..., leaf]
    return total


def _log_odds_of_chance(foretold: Floats, options: Ints, codes: Ints) -> Floats:
    with np.errstate(divide="ignore"):
        surprise = np.log(np.ascontiguousarray(foretold) * options)
    result: Floats = np.where(codes != 0, surprise, 0.0)
    return result
