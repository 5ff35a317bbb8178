"""What every answer contributed, exactly."""

from dataclasses import field

import numpy as np

from mentormatch.guide import Focus, Kind, Leaf, Role, kinds_for
from mentormatch.matcher.recommend import packed
from mentormatch.matcher.residual import Residual, corrected, corrected_priors
from mentormatch.scoring import LEAVES, Floats, ScoringArrays, score_rows
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """An exact account of the leaf log-probabilities of one person.

    `questions` are the keys of the answered trait questions, `values` (k, leaf) what each added
    and `base` (leaf,) what was there before any answer counted (the prior, and the penalty of
    having asked), all in nats of the probabilities shown and centred over the door's leaves. For
    any two leaves a and b that the door can recommend, the difference of their columns summed up
    is log(p_a / p_b) exactly.
    """

    questions: tuple[str, ...]
    base: Floats = field(repr=False)
    values: Floats = field(repr=False)

    def log_odds(self, leaf: Leaf, rival: Leaf) -> float:
        """log(p_leaf / p_rival) as base plus contributions; both must be leaves of the door."""
        a, b = LEAVES.index(leaf), LEAVES.index(rival)
        base = self.base[a] - self.base[b]
        return float(base + np.sum(self.values[:, a] - self.values[:, b]))


def contributions(
    arrays: ScoringArrays, answers: bytes, role: Role, residual: Residual | None = None
) -> Contributions:
    """The account of packed answers; raises InvalidInputError as `recommend` does."""
    rows = score_rows(arrays, packed(answers), (role,))
    prior = arrays.model.log_prior[role]
    possible = np.isfinite(prior)
    if residual is not None:
        rows = corrected(arrays, rows, (role,), residual)
        prior = corrected_priors(arrays, (role,), residual)[0]
    values = rows.gathered[0][rows.given[0]][:, : len(LEAVES)] / arrays.model.temperature
    base = (rows.patterns.base[rows.pattern[0]] + prior) / arrays.model.temperature
    return Contributions(
        questions=tuple(arrays.keys[item] for item in rows.items[0][rows.given[0]]),
        base=base - base[possible].mean(),
        values=values - values[:, possible].mean(axis=1, keepdims=True),
    )


def weights(
    arrays: ScoringArrays,
    answers: bytes,
    role: Role,
    told: tuple[Kind, Focus | None],
    residual: Residual | None = None,
) -> dict[str, float]:
    """What every answer did for a kind: nats that it added to it beyond its mean over the kinds.

    The same weights as those of reasons; `told` is the kind, and the focus that coaching stands
    for, the first where None.
    """
    kind, focus = told
    account = contributions(arrays, answers, role, residual)
    coached = LEAVES.index(Leaf(f"coaching-{focus or Focus.CAREER}"))
    places = [coached if one is Kind.COACHING else LEAVES.index(Leaf(one)) for one in kinds_for(role)]
    own = account.values[:, places[kinds_for(role).index(kind)]] - account.values[:, places].mean(axis=1)
    return dict(zip(account.questions, own.tolist(), strict=True))
