"""From answers to leaves and traits, in closed form.

With h = ΣS and J = ΣI over the answered items, Λ the within-kind precision and μ_t a leaf's
profile: V = (Λ + J)⁻¹, B = ΛV, K = Λ − BΛ, and the leaf's log-probability is, up to a constant,
ℓ_t = μ_tᵀBh − ½ μ_tᵀKμ_t + log π_t (Gaussian marginal likelihood of the expanded answers). K is
computed as the equal BJ, which is exactly zero when nothing was answered.

V, B and K depend only on *which* items were answered (a pattern), so that ℓ is linear in the
chosen options: a pattern has a table with one row per possible answer, and a person's sums are
that table's rows added up in bank order. Every step on persons is elementwise or a gather, and
every step on patterns is done matrix by matrix, so a person's numbers are the same to the last
bit alone, in a batch of a million, and wherever in that batch.
"""

from dataclasses import dataclass, field

import numpy as np

from mentormatch.guide import Role
from mentormatch.scoring.expert import ExpertModel, Floats
from mentormatch.scoring.items import Bools, Ints, ScoringArrays


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """What follows from which items were answered; p patterns.

    `covariance` V (p, 12, 12); `carried` (p, 12, leaf) = VΛμ, each leaf's pull on the traits;
    `base` (p, leaf) = −½ μᵀKμ; `table` (p, rows, leaf + 12): what each possible answer adds to ℓ
    and to Vh.
    """

    covariance: Floats = field(repr=False)
    carried: Floats = field(repr=False)
    base: Floats = field(repr=False)
    table: Floats = field(repr=False)


def solve(arrays: ScoringArrays, answered: Bools) -> Patterns:
    """The patterns of a mask (p, i)."""
    model = arrays.model
    information = total_information(arrays, answered)
    covariance = inverses(model.precision + information)
    carried = np.matmul(covariance, model.pull)
    quadratic = np.matmul(carried.transpose(0, 2, 1), np.matmul(information, model.means.T))
    weights = np.concatenate([carried, covariance], axis=2)
    return Patterns(
        covariance=covariance,
        carried=carried,
        base=-0.5 * np.diagonal(quadratic, axis1=1, axis2=2),
        table=np.matmul(arrays.scores, weights),
    )


def inverses(matrices: Floats) -> Floats:
    """The inverse of every matrix of a stack (…, k, k), each found on its own."""
    return np.linalg.inv(matrices).astype(np.float64, copy=False)


def total_information(arrays: ScoringArrays, answered: Bools) -> Floats:
    """J of every row of a mask (p, i), (p, 12, 12); items are added in bank order."""
    total = np.zeros((len(answered), *arrays.information.shape[1:]))
    for item in np.flatnonzero(answered.any(axis=0)):
        total[answered[:, item]] += arrays.information[item]
    return total


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
