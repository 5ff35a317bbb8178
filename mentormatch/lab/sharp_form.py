"""The fixed form that the model itself would choose: the questions that set the kinds apart most."""

import numpy as np

from mentormatch.guide import Role, leaves_for
from mentormatch.lab.forms import FIXED_SIZE
from mentormatch.lab.worlds import Floats
from mentormatch.quiz import Bank, Question
from mentormatch.scoring import LEAVES, ScoringArrays

_MOST_SITUATIONS = 0.5


def sharp_form(bank: Bank, arrays: ScoringArrays, role: Role, size: int = FIXED_SIZE) -> tuple[Question, ...]:
    """`size` trait questions, each the one that most lowers the bound on confusing two kinds.

    The bound is Bhattacharyya's, summed over the pairs of leaves of different kinds: exp(−d²/8)
    with d² = ΔμᵀKΔμ, K what the chosen questions tell about a leaf (Kailath 1967). At most half
    are situations. What is chosen depends on bank and model only, never on respondents.
    """
    chosen: list[int] = []
    total = np.zeros_like(arrays.model.precision)
    waiting = np.flatnonzero(arrays.asked[role])
    while len(chosen) < size and len(waiting):
        situations = int(arrays.is_situation[chosen].sum())
        full = situations + 1 > _MOST_SITUATIONS * size
        allowed = waiting[~arrays.is_situation[waiting]] if full else waiting
        if not len(allowed):
            break
        best = int(allowed[np.argmin(_confusion(arrays, role, total + arrays.information[allowed]))])
        chosen.append(best)
        total = total + arrays.information[best]
        waiting = waiting[waiting != best]
    return tuple(bank.questions[int(arrays.questions[item])] for item in sorted(chosen))


def _confusion(arrays: ScoringArrays, role: Role, information: Floats) -> Floats:
    """The summed bound after each candidate's information (c, 12, 12), (c,)."""
    precision = arrays.model.precision
    told = precision - precision @ np.linalg.inv(precision + information) @ precision
    rows = [LEAVES.index(leaf) for leaf in leaves_for(role)]
    pairs = [(a, b) for a in rows for b in rows if b < a and LEAVES[a].kind is not LEAVES[b].kind]
    apart = np.array([arrays.model.means[a] - arrays.model.means[b] for a, b in pairs])
    distance = np.einsum("pi,cij,pj->cp", apart, told, apart)
    weight = np.exp(arrays.model.log_prior[role] / arrays.model.temperature)
    shares = np.array([np.sqrt(weight[a] * weight[b]) for a, b in pairs])
    bound: Floats = np.exp(-distance / (8.0 * arrays.model.temperature)) @ shares
    return bound
