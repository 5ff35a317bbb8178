"""Where people stand by all their *other* answers: an item is judged by those, never by itself.

The scorer's posterior for a leaf t is N(m_t, V) (see `scoring.posterior`). An answer put into it a
score vector S and information I. Taking the answer out again, with z = Lθ the logits that the item
is about, a_t = L m_t, G = L V Lᵀ, S = Lᵀc and I = LᵀDL, gives in closed form

    ℓ_t(rest) = ℓ_t + ½ a_tᵀ D M a_t − cᵀ M a_t + constant,   E_t[z | rest] = M (a_t − G c),

with M = (I − G D)⁻¹: the Gaussian integral of exp(−cᵀz + ½ zᵀDz), and the Woodbury identity
(Hager 1989, Updating the inverse of a matrix, SIAM Review 31). It equals scoring the person again
without the answer, at a fraction of the work.
"""

from collections.abc import Sequence
from dataclasses import field

import numpy as np

from mentormatch.guide import Role
from mentormatch.itemstats.tally import Codes
from mentormatch.scoring import Floats, Ints, ScoringArrays, score_rows, tempered
from mentormatch.values import dataclass

_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """n people by all their answers.

    `codes` (n, i) of the scored items; `log_probabilities` (n, leaf); `covariance` (n, 12, 12) V;
    `centres` (n, leaf, 12) m_t; `means` and `sds` (n, trait) as the result shows them.
    """

    codes: Ints
    log_probabilities: Floats = field(repr=False)
    covariance: Floats = field(repr=False)
    centres: Floats = field(repr=False)
    means: Floats = field(repr=False)
    sds: Floats = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """The k people who answered an item, by their other answers.

    `people` (k,) which of the standing they are; `codes` (k,) what they answered; `leaves`
    (k, leaf) probabilities; `logits` (k, d) the expected logits of the item: one for an agreement
    question or a pair, one per option, centred, for a situation.
    """

    people: Ints
    codes: Ints
    leaves: Floats
    logits: Floats


def standing(arrays: ScoringArrays, answers: Codes, roles: Sequence[Role]) -> Standing:
    """Where people stand by packed answers (n, q), n ≥ 1; the scorer's own numbers, exactly."""
    blocks = [_block(arrays, answers[at : at + _BLOCK], roles[at : at + _BLOCK]) for at in _starts(answers)]
    return Standing(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def without(arrays: ScoringArrays, known: Standing, item: int) -> Rest:
    """Those who answered the item in row `item` of the arrays, judged by their other answers."""
    people = np.flatnonzero(known.codes[:, item])
    codes = known.codes[people, item]
    graded = np.flatnonzero(arrays.graded.items == item)
    if len(graded):
        place = graded[0]
        lines = arrays.graded.loadings[place][np.newaxis]
        weight, scores = float(arrays.graded.weight[place]), arrays.graded.scores[place, codes][:, np.newaxis]
    else:
        place = np.flatnonzero(arrays.situations.items == item)[0]
        options = int(arrays.situations.options[place])
        lines = arrays.situations.logits[place, :options]
        weight, scores = 1.0 / options, np.eye(options)[codes - 1]
    leaves, logits = _taken_out(known, people, lines, weight, scores, arrays.model.temperature)
    return Rest(people, codes, leaves, logits)


def _taken_out(
    known: Standing, people: Ints, lines: Floats, weight: float, scores: Floats, temperature: float
) -> tuple[Floats, Floats]:
    spread = lines @ known.covariance[people] @ lines.T
    centres = known.centres[people] @ lines.T
    inflated = np.linalg.inv(np.eye(len(lines)) - weight * spread)
    moved = centres @ np.swapaxes(inflated, 1, 2)
    pull = np.einsum("ktd,ktd->kt", moved, 0.5 * weight * centres - scores[:, np.newaxis])
    leaves = tempered(known.log_probabilities[people] + pull, temperature)
    shift = np.einsum("kde,kef,kf->kd", inflated, spread, scores)
    logits = np.einsum("kt,ktd->kd", leaves, moved) - shift
    return leaves, logits


def _starts(answers: Codes) -> range:
    return range(0, len(answers), _BLOCK)


def _block(
    arrays: ScoringArrays, answers: Codes, roles: Sequence[Role]
) -> tuple[Ints, Floats, Floats, Floats, Floats, Floats]:
    rows = score_rows(arrays, answers, roles)
    carried = np.swapaxes(rows.patterns.carried, 1, 2)[rows.pattern]
    return (
        rows.codes,
        rows.scores.log_probabilities,
        rows.patterns.covariance[rows.pattern],
        carried + rows.shift[:, np.newaxis],
        rows.scores.means,
        rows.scores.sds,
    )
