"""From answers to leaves and traits, in closed form.

With h = ΣS and J = ΣI over the answered items, Λ the within-kind precision and μ_t a leaf's
profile: V = (Λ + J)⁻¹, B = ΛV, K = Λ − BΛ, and the leaf's log-probability is, up to a constant,
ℓ_t = μ_tᵀBh − ½ μ_tᵀKμ_t + log π_t (Gaussian marginal likelihood of the expanded answers). K is
computed as the equal BJ, which is exactly zero when nothing was answered.

V, B and K depend only on *which* items were answered (a pattern), so that ℓ is linear in the
chosen options: a person's sums are those of the chosen answers' effects, added up in bank order.
Every step on persons is elementwise or a gather, and every step on patterns is done pattern by
pattern, so a person's numbers are the same to the last bit alone, in a batch of a million, and
wherever in that batch.
"""

from dataclasses import field

import numpy as np

from mentormatch.guide import Role
from mentormatch.scoring.directions import Ints
from mentormatch.scoring.expert import DIMENSIONS, LEAVES, ExpertModel, Floats
from mentormatch.scoring.items import Bools, ScoringArrays
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """What follows from which items were answered; p patterns.

    `covariance` V (p, 12, 12); `carried` (p, 12, leaf) = VΛμ, each leaf's pull on the traits;
    `base` (p, leaf) = −½ μᵀKμ; `reach` (p, d, leaf + 12): what a unit of each of the bank's
    directions adds to ℓ and to Vh.
    """

    covariance: Floats = field(repr=False)
    carried: Floats = field(repr=False)
    base: Floats = field(repr=False)
    reach: Floats = field(repr=False)

    def effects(self, arrays: ScoringArrays, pattern: int) -> Floats:
        """What every possible answer adds to ℓ, (rows, leaf); rows as those of the scores."""
        directions = arrays.directions
        reach = self.reach[pattern, directions.of, : len(LEAVES)]
        result: Floats = reach * directions.factor[:, np.newaxis]
        return result


def solve(arrays: ScoringArrays, answered: Bools) -> Patterns:
    """The patterns of a mask (p, i)."""
    model = arrays.model
    known = np.matmul(answered[:, np.newaxis].astype(np.float64), arrays.news)
    news = known.reshape(len(answered), DIMENSIONS, DIMENSIONS + len(LEAVES))
    covariance = inverses(model.precision + news[:, :, :DIMENSIONS])
    carried = np.matmul(covariance, model.pull)
    return Patterns(
        covariance=covariance,
        carried=carried,
        base=-0.5 * np.add.reduce(carried * news[:, :, DIMENSIONS:], axis=1),
        reach=np.matmul(arrays.directions.vectors, np.concatenate([carried, covariance], axis=2)),
    )


def inverses(matrices: Floats) -> Floats:
    """The inverse of every matrix of a stack (…, k, k), each found on its own."""
    return np.linalg.inv(matrices).astype(np.float64, copy=False)


def pattern_of(answered: Bools) -> tuple[Bools, Ints]:
    """The different rows of a mask (n, i) and, for every row, which of them it is."""
    packed = np.packbits(answered, axis=1)
    if not packed.size:  # nobody at all, or a bank without trait questions
        return answered[:1], np.zeros(len(answered), dtype=np.int64)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, places, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return answered[places], inverse.astype(np.int64)


def log_priors(model: ExpertModel, roles: tuple[Role, ...]) -> Floats:
    """log π of every person's door, (n, leaf)."""
    rows = np.stack([model.log_prior[role] for role in Role])
    order = {role: place for place, role in enumerate(Role)}
    result: Floats = rows[np.array([order[role] for role in roles], dtype=np.int64)]
    return result


def tempered(log_probabilities: Floats, temperature: float) -> Floats:
    """softmax(ℓ / T) over the last axis, added up in the standing order of the leaves."""
    scaled = log_probabilities / temperature
    scaled -= np.max(scaled, axis=-1, keepdims=True)
    weights = np.exp(scaled)
    total = weights[..., 0].copy()
    for leaf in range(1, weights.shape[-1]):
        total += weights[..., leaf]
    result: Floats = weights / total[..., np.newaxis]
    return result
