"""Signs that answers were clicked without being read: long runs, and unpredictability.

Predictability compares every answer with what the *other* answers foretell. Taking one answer out
of the Gaussian posterior is done in the space of that item's logits (the cavity of expectation
propagation), without solving the whole again: with posterior logits η_t ~ N(m_t, C), score s and
information Q, the posterior without the item has R = (I − CQ)⁻¹, mean R(m_t − Cs), covariance RC,
and leaf log-probability ℓ_t − sᵀm_t + ½ (m_t − Cs)ᵀQR(m_t − Cs) up to a constant.

Everything here works on single answers: e is the number of answers given to a format's items,
`people` and `places` say whose answer each is and to which of those items. Answers run along the
last axis, and sums over the other axes are added one by one, so that the order of addition does
not depend on how many answers there are.
"""

import math

import numpy as np

from mentormatch.scoring import DIMENSIONS, LEAVES, Bools, Floats, Ints, Rows, ScoringArrays
from mentormatch.values import dataclass

_PROBIT = math.pi / 8.0


@dataclass(frozen=True, slots=True, eq=False)
class _Cavities:
    """Per situation of a pattern, k of them: what taking it out of the posterior comes to.

    `mean` (m, leaf, k) of the logits before any answer; `covariance` C (m, m, k); `removed` R
    (m, m, k); `shrink` (k,) is √(1 + πv/8) with v the mean variance, without the item, of the
    difference between two options' logits.
    """

    mean: Floats
    covariance: Floats
    removed: Floats
    shrink: Floats


def longest_runs(arrays: ScoringArrays, rows: Rows) -> tuple[Floats, Ints]:
    """Longest run of identical agreement answers as a share of them, and how many there are.

    Runs go in bank order over the answered agreement items; both (n,), the share 0 without any.
    """
    graded = arrays.graded
    codes = rows.codes[:, graded.items[graded.options > 2]].T.astype(np.uint8)
    last, run, best = (np.zeros(len(rows.codes), dtype=np.uint8) for _ in range(3))
    for code in codes[codes.any(axis=1)]:
        given = code != 0
        run = np.where(given, run * (code == last) + np.uint8(1), run)
        last = np.where(given, code, last)
        best = np.maximum(best, run)
    count = np.count_nonzero(codes, axis=0)
    return best / np.maximum(count, 1), count


def predictability(arrays: ScoringArrays, rows: Rows) -> Floats:
    """Mean over the answered items of log(P(answer | others) × options), (n,); 0 without any."""
    situation = arrays.is_situation[rows.items]
    along = np.matmul(arrays.directions.vectors, rows.shift[:, :, np.newaxis])[:, :, 0]
    total = _graded_surprise(arrays, rows, along, rows.given & ~situation)
    total += _situation_surprise(arrays, rows, along, rows.given & situation)
    result: Floats = total / np.maximum(np.count_nonzero(rows.answered, axis=1), 1)
    return result


def _graded_surprise(arrays: ScoringArrays, rows: Rows, along: Floats, those: Bools) -> Floats:
    """Σ log(P(answer | others) × options) over everybody's graded items, (n,).

    `along` (n, d) is Vh along each direction; `those` (n, k) says which answers.
    """
    graded, people = arrays.graded, np.nonzero(those)[0]
    items = rows.items[those]
    places, code = arrays.directions.of[arrays.first[items]], rows.codes[people, items]
    reached = np.ascontiguousarray(rows.reached[those].T)
    mean, spread = reached[: len(LEAVES)] + along[people, places], reached[len(LEAVES) :]
    variance = _dot(spread, graded.loadings.T.take(places, axis=1))
    score, weight = graded.scores[places, code], graded.weight[places]
    keep = 1.0 - variance * weight
    apart = mean - variance * score
    log_p = rows.scores.log_probabilities.T.take(people, axis=1) - score * mean
    log_p += 0.5 * weight / keep * (apart * apart)
    shrink = np.sqrt(1.0 + _PROBIT * (variance / keep))
    logit = apart / (keep * shrink)
    chance = _logistic(graded.upper[places, code] / shrink - logit)
    chance -= _logistic(graded.lower[places, code] / shrink - logit)
    foretold = _mixture(chance, log_p, arrays.model.temperature)
    return _per_person(rows, people, np.log(foretold * graded.options[places]))


def _situation_surprise(arrays: ScoringArrays, rows: Rows, along: Floats, those: Bools) -> Floats:
    """Σ log(P(answer | others) × options) over everybody's situations, (n,); as for graded items."""
    items, people = arrays.situations, np.nonzero(those)[0]
    found = rows.items[those]
    chosen = rows.codes[people, found] - 1
    first = arrays.directions.of[arrays.first[found]]
    places = (first - len(arrays.graded.items)) // items.logits.shape[1]
    options = items.options[places]
    cavities, at = _cavities(arrays, rows, rows.pattern[people], places)
    shifts = along[people, first + np.arange(items.logits.shape[1])[:, np.newaxis]]
    mean = cavities.mean.take(at, axis=2) + shifts[:, np.newaxis]
    apart = mean - _of_option(cavities.covariance.take(at, axis=2), chosen)[:, np.newaxis]
    removed = cavities.removed.take(at, axis=2)
    without = _dot(removed[:, :, np.newaxis], apart[:, np.newaxis])
    log_p = rows.scores.log_probabilities.T.take(people, axis=1) - _of_option(mean, chosen)
    log_p += _dot(apart, without) / (2.0 * options)
    without /= cavities.shrink[at]
    without += items.padding.T.take(places, axis=1)[:, np.newaxis]
    with np.errstate(over="ignore"):
        others = np.exp(without - _of_option(without, chosen))
    foretold = _mixture(1.0 / _dot(others, np.ones(len(others))), log_p, arrays.model.temperature)
    return _per_person(rows, people, np.log(foretold * options))


def _cavities(arrays: ScoringArrays, rows: Rows, pattern: Ints, places: Ints) -> tuple[_Cavities, Ints]:
    """The cavities that answers (e,) to situations need, and for each answer which one, (e,)."""
    items, vectors = arrays.situations, arrays.directions.vectors
    known = np.zeros((len(rows.patterns.base), len(items.items)), dtype=bool)
    known[pattern, places] = True
    owners, which = np.nonzero(known)
    most, options = items.logits.shape[1], items.options[which]
    first = owners * len(vectors) + len(arrays.graded.items) + which * most
    flat = rows.patterns.reach.reshape(-1, len(LEAVES) + DIMENSIONS)
    reach = flat.take(first[:, np.newaxis] + np.arange(most), axis=0)
    logits = items.logits.transpose(0, 2, 1).take(which, axis=0)
    covariance = _last(np.matmul(reach[:, :, len(LEAVES) :], logits))
    removed = _inverse(np.eye(most)[:, :, np.newaxis] - covariance / options)
    # RC = m(R - I), and the rows of padding have R = I.
    trace = options * _dot(np.diagonal(removed).T - 1.0, np.ones(most))
    shrink = np.sqrt(1.0 + _PROBIT * 2.0 * trace / (options - 1))
    at = (np.cumsum(known) - 1).reshape(known.shape)[pattern, places]
    return _Cavities(_last(reach[:, :, : len(LEAVES)]), covariance, removed, shrink), at


def _last(entries: Floats) -> Floats:
    """The first axis moved to the end."""
    return np.ascontiguousarray(np.moveaxis(entries, 0, -1))


def _of_option(values: Floats, option: Ints) -> Floats:
    """Of values (m, x, e) those of every answer's own option (e,), (x, e)."""
    _, width, size = values.shape
    places = np.arange(width * size).reshape(width, size)
    result: Floats = values.reshape(-1).take(places + option * (width * size))
    return result


def _inverse(matrices: Floats) -> Floats:
    """Inverses of symmetric positive definite (m, m, k), in place, all at once (Gauss and Jordan)."""
    for pivot in range(len(matrices)):
        scale = 1.0 / matrices[pivot, pivot]
        row, column = matrices[pivot] * scale, matrices[:, pivot].copy()
        row[pivot], column[pivot] = scale, 0.0
        matrices[:, pivot] = 0.0
        matrices -= column[:, np.newaxis] * row
        matrices[pivot] = row
    return matrices


def _dot(left: Floats, right: Floats) -> Floats:
    """The sum over the first axis of left times right, added in order."""
    total: Floats = left[0] * right[0]
    for one, other in zip(left[1:], right[1:], strict=True):
        total += one * other
    return total


def _per_person(rows: Rows, people: Ints, surprise: Floats) -> Floats:
    """The sum of every person's answers, added in bank order, (n,)."""
    return np.bincount(people, surprise, len(rows.codes)).astype(np.float64, copy=False)


def _logistic(logit: Floats) -> Floats:
    with np.errstate(over="ignore"):
        result: Floats = 1.0 / (1.0 + np.exp(-logit))
    return result


def _mixture(chance: Floats, log_probabilities: Floats, temperature: float) -> Floats:
    """Σ_t of chance times softmax(ℓ / T) over the leaves, both (leaf, e), (e,)."""
    weights = np.exp((log_probabilities - np.max(log_probabilities, axis=0)) / temperature)
    result: Floats = _dot(chance, weights) / _dot(weights, np.ones(len(weights)))
    return result
