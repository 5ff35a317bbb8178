"""Signs that answers were clicked without being read: long runs, and unpredictability.

Predictability compares every answer with what the *other* answers foretell. Taking one answer out
of the Gaussian posterior is done in the space of that item's logits (the cavity of expectation
propagation), without solving the whole again: with posterior logits η_t ~ N(m_t, C), score s and
information Q, the posterior without the item has R = (I − CQ)⁻¹, mean R(m_t − Cs), covariance RC,
and leaf log-probability ℓ_t − sᵀm_t + ½ (m_t − Cs)ᵀQR(m_t − Cs) up to a constant.

Everything here works on single answers: e is the number of answers given, `people` and `places`
say whose answer each is and to which of its format's items.
"""

import math

import numpy as np

from mentormatch.scoring import LEAVES, Bools, Floats, Ints, Rows, ScoringArrays, inverses, tempered

_PROBIT = math.pi / 8.0


def longest_runs(arrays: ScoringArrays, rows: Rows) -> tuple[Floats, Ints]:
    """Longest run of identical agreement answers as a share of them, and how many there are.

    Runs go in bank order over the answered agreement items; both (n,), the share 0 without any.
    """
    graded = arrays.graded
    codes = rows.codes[:, graded.items[graded.options > 2]]
    last, run, best = (np.zeros(len(codes), dtype=np.int64) for _ in range(3))
    for column in np.flatnonzero(codes.any(axis=0)):
        code = codes[:, column]
        given = code != 0
        run = np.where(given, run * (code == last) + 1, run)
        last = np.where(given, code, last)
        best = np.maximum(best, run)
    count = np.count_nonzero(codes, axis=1)
    return best / np.maximum(count, 1), count


def predictability(arrays: ScoringArrays, rows: Rows) -> Floats:
    """Mean over the answered items of log(P(answer | others) × options), (n,); 0 without any."""
    graded = rows.codes[:, arrays.graded.items]
    situations = rows.codes[:, arrays.situations.items]
    total = _per_person(graded, _graded_surprise(arrays, rows, graded))
    total += _per_person(situations, _situation_surprise(arrays, rows, situations))
    result: Floats = total / np.maximum(np.count_nonzero(rows.answered, axis=1), 1)
    return result


def _per_person(codes: Ints, surprise: Floats) -> Floats:
    """The sum of every person's answers, added in bank order, (n,)."""
    people = np.nonzero(codes)[0]
    return np.bincount(people, surprise, len(codes)).astype(np.float64, copy=False)


def _graded_surprise(arrays: ScoringArrays, rows: Rows, codes: Ints) -> Floats:
    """log(P(answer | others) × options) of every answer to a graded item, (e,)."""
    graded, patterns = arrays.graded, rows.patterns
    people, places = np.nonzero(codes)
    pattern, code = rows.pattern[people], codes[people, places]
    spread = np.matmul(graded.loadings, patterns.covariance) * graded.loadings
    variance = np.add.reduce(spread, axis=2)[pattern, places]
    mean = np.matmul(graded.loadings, patterns.carried)[pattern, places]
    mean += _along(graded.loadings, places, rows.shift[people])[:, np.newaxis]
    score, weight = graded.scores[places, code], graded.weight[places]
    keep = 1.0 - variance * weight
    apart = mean - (variance * score)[:, np.newaxis]
    log_p = rows.scores.log_probabilities[people] - score[:, np.newaxis] * mean
    log_p += (0.5 * weight / keep)[:, np.newaxis] * apart * apart
    shrink = np.sqrt(1.0 + _PROBIT * (variance / keep))
    logit = apart / (keep * shrink)[:, np.newaxis]
    below = _logistic((graded.lower[places, code] / shrink)[:, np.newaxis] - logit)
    chance = _logistic((graded.upper[places, code] / shrink)[:, np.newaxis] - logit) - below
    foretold = _mixture(chance, tempered(log_p, arrays.model.temperature))
    return np.log(foretold * graded.options[places])


def _situation_surprise(arrays: ScoringArrays, rows: Rows, codes: Ints) -> Floats:
    """log(P(answer | others) × options) of every answer to a situation, (e,)."""
    items = arrays.situations
    people, places = np.nonzero(codes)
    pattern, chosen = rows.pattern[people], codes[people, places] - 1
    answers, options = np.arange(len(people)), items.options[places]
    known = np.zeros((len(rows.patterns.base), len(items.items)), dtype=bool)
    known[pattern, places] = True
    covariance, removed, shrink = _situation_cavities(arrays, rows, known)
    mean = np.matmul(items.logits, rows.patterns.carried[:, np.newaxis])[pattern, places]
    mean += _along(items.logits, places, rows.shift[people])[:, :, np.newaxis]
    apart = mean - covariance[pattern, places, chosen][:, :, np.newaxis]
    without = np.zeros_like(apart)
    for option in range(apart.shape[1]):
        without += removed[pattern, places, :, option, np.newaxis] * apart[:, option, np.newaxis]
    gained = np.zeros((len(people), len(LEAVES)))
    for option in range(apart.shape[1]):
        gained += apart[:, option] * without[:, option]
    log_p = rows.scores.log_probabilities[people] - mean[answers, chosen]
    log_p += gained / (2.0 * options)[:, np.newaxis]
    without /= shrink[pattern, places][:, np.newaxis, np.newaxis]
    chance = _chosen_share(without + items.padding[places][:, :, np.newaxis], chosen)
    foretold = _mixture(chance, tempered(log_p, arrays.model.temperature))
    return np.log(foretold * options)


def _situation_cavities(arrays: ScoringArrays, rows: Rows, known: Bools) -> tuple[Floats, Floats, Floats]:
    """Per pattern and situation: C (p, c, m, m), R (p, c, m, m), √(1 + πv/8) (p, c).

    v is the mean variance of the difference between two options' logits without the item. Where
    the pattern does not hold the item (`known`, (p, c)), C is zero.
    """
    items = arrays.situations
    half = np.matmul(items.logits, rows.patterns.covariance[:, np.newaxis])
    covariance = np.matmul(half, items.logits.transpose(0, 2, 1))
    covariance *= known[:, :, np.newaxis, np.newaxis]
    shares = covariance / items.options[:, np.newaxis, np.newaxis]
    removed = np.empty_like(covariance)
    removed[...] = np.eye(covariance.shape[-1])
    removed[known] = inverses(removed[known] - shares[known])
    without = np.matmul(removed, covariance)
    trace = np.zeros(known.shape)
    for option in range(without.shape[-1]):
        trace += without[:, :, option, option]
    shrink: Floats = np.sqrt(1.0 + _PROBIT * 2.0 * trace / (items.options - 1))
    return covariance, removed, shrink


def _along(directions: Floats, places: Ints, vectors: Floats) -> Floats:
    """Dot products of each answer's directions (…, 12) with its vector (e, 12), added in order."""
    result = np.zeros((len(places), *directions.shape[1:-1]))
    columns = np.ascontiguousarray(np.moveaxis(directions, -1, 0))
    for direction, vector in zip(columns, vectors.T, strict=True):
        chosen = direction[places]
        result += chosen * vector.reshape(-1, *(1,) * (chosen.ndim - 1))
    return result


def _logistic(logit: Floats) -> Floats:
    with np.errstate(over="ignore"):
        result: Floats = 1.0 / (1.0 + np.exp(-logit))
    return result


def _chosen_share(logits: Floats, chosen: Ints) -> Floats:
    """softmax over the options of (e, m, leaf) at the chosen one, (e, leaf)."""
    top = logits[:, 0]
    for option in range(1, logits.shape[1]):
        top = np.maximum(top, logits[:, option])
    weights = np.exp(logits - top[:, np.newaxis])
    total = weights[:, 0].copy()
    for option in range(1, logits.shape[1]):
        total += weights[:, option]
    result: Floats = weights[np.arange(len(chosen)), chosen] / total
    return result


def _mixture(chance: Floats, weights: Floats) -> Floats:
    """Σ_t of chance times weight over the leaves, (e,)."""
    total = chance[:, 0] * weights[:, 0]
    for leaf in range(1, len(LEAVES)):
        total += chance[:, leaf] * weights[:, leaf]
    return total
