"""What counselors taught, laid over the expert: a correction that stays linear in the answers.

With z = ℓ/T the expert's tempered leaf log-probabilities and x = Vh what the answers alone say of
the eleven traits, a leaf of kind t has log p′ = a·z + b_t + B_t·x up to a constant per person. Both
z and x are sums over the answers for a given pattern, so p′ is too: reasons, the smallest change
and the public command rest on the same sums as the expert's, with other effects per answer. That
is why x is taken and not the trait estimate m of science.md §5, which depends on p itself.

With a = 1, b = 0, B = 0 it is the expert. Serving needs nothing but this module.
"""

from dataclasses import field, replace

import numpy as np

from mentormatch.guide import Kind, Role, kinds_for
from mentormatch.scoring import (
    DIMENSIONS,
    LEAVES,
    TRAITS,
    Floats,
    Patterns,
    Rows,
    Scores,
    ScoringArrays,
    log_priors,
    score_rows,
    tempered,
)
from mentormatch.values import dataclass

KIND_OF_LEAF = np.array([tuple(Kind).index(leaf.kind) for leaf in LEAVES], dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """One learned correction: a, b by leaf (leaf,), B by coordinate and leaf (12, leaf).

    `content_hash` identifies the document that it came from; results made with it carry it.
    """

    content_hash: str
    trust: float
    shift: Floats = field(repr=False)
    slopes: Floats = field(repr=False)


def residual_of(content_hash: str, trust: float, shift: Floats, slopes: Floats) -> Residual:
    """The correction of a, b (kind,) and B (kind, trait), spread over leaves and coordinates."""
    spread = np.zeros((DIMENSIONS, len(LEAVES)))
    spread[: len(TRAITS)] = slopes[KIND_OF_LEAF].T
    by_leaf = shift[KIND_OF_LEAF].copy()
    for array in (by_leaf, spread):
        array.setflags(write=False)
    return Residual(content_hash, trust, by_leaf, spread)


def corrected(arrays: ScoringArrays, rows: Rows, roles: tuple[Role, ...], residual: Residual) -> Rows:
    """The rows under a correction: ℓ, p and what answers add to ℓ; trait estimates stay the expert's.

    Every step is by pattern or by person, as in scoring, so nobody's numbers depend on the batch.
    """
    leaves, directions = len(LEAVES), arrays.directions
    patterns = _patterns(arrays, rows.patterns, residual)
    people, places = np.arange(len(rows.codes))[:, np.newaxis], arrays.first[rows.items]
    chosen = np.where(rows.given, places + rows.codes[people, rows.items], places)
    flat = patterns.reach.reshape(-1, patterns.reach.shape[2])
    reached = flat.take(rows.pattern[:, np.newaxis] * len(directions.vectors) + directions.of[chosen], axis=0)
    gathered = reached * directions.factor[chosen][:, :, np.newaxis]
    sums = np.add.reduce(gathered[:, :, :leaves], axis=1, initial=0.0)
    log_p = sums + patterns.base[rows.pattern] + corrected_priors(arrays, roles, residual)
    probabilities = tempered(log_p, arrays.model.temperature)
    scores = Scores(log_p, probabilities, rows.scores.means, rows.scores.sds)
    return replace(rows, patterns=patterns, reached=reached, gathered=gathered, scores=scores)


def corrected_priors(arrays: ScoringArrays, roles: tuple[Role, ...], residual: Residual) -> Floats:
    """What stands before any answer, (n, leaf): a·log π + T·b."""
    prior = log_priors(arrays.model, roles)
    result: Floats = residual.trust * prior + arrays.model.temperature * residual.shift
    return result


def predicted(residual: Residual, z: Floats, x: Floats) -> Floats:
    """Probabilities of the leaves (n, leaf) from z (n, leaf), -inf where impossible, and x (n, 12).

    The same numbers as `corrected` but for the order of adding up (to 1e-12): for the many, and
    for a challenger beside the live path.
    """
    log_p = residual.trust * z + residual.shift + x @ residual.slopes
    log_p -= np.maximum.reduce(log_p, axis=-1, keepdims=True)
    weights: Floats = np.exp(log_p)
    weights /= np.add.reduce(weights, axis=-1, keepdims=True)
    return weights


def _patterns(arrays: ScoringArrays, expert: Patterns, residual: Residual) -> Patterns:
    slopes = arrays.model.temperature * residual.slopes
    pull = residual.trust * expert.carried + np.matmul(expert.covariance, slopes)
    reach = np.concatenate(
        [np.matmul(arrays.directions.vectors, pull), expert.reach[:, :, len(LEAVES) :]], axis=2
    )
    return replace(expert, base=residual.trust * expert.base, reach=reach)


def probabilities_of(
    arrays: ScoringArrays, answers: bytes, role: Role, residual: Residual
) -> dict[Kind, float]:
    """What a correction says of one person's packed answers: the door's kinds, summing to 1."""
    row = np.frombuffer(answers, dtype=np.uint8).reshape(1, -1)
    rows = score_rows(arrays, row, (role,))
    z = rows.scores.log_probabilities / arrays.model.temperature
    leaves = predicted(residual, z, rows.shift)[0]
    kinds = kinds_for(role)
    return {
        kind: float(sum(p for leaf, p in zip(LEAVES, leaves, strict=True) if leaf.kind is kind))
        for kind in kinds
    }
