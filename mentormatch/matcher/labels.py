"""What counselors judged, as numbers to learn from: examples, what each weighs, and anchoring."""

from dataclasses import field, fields

import numpy as np

from mentormatch.guide import Kind
from mentormatch.matcher.residual import KIND_OF_LEAF
from mentormatch.scoring import LEAVES, TRAITS, Bools, Floats, Ints, Rows
from mentormatch.values import dataclass

KINDS = len(Kind)
NOT_POSSIBLE = -1e6
"""A finite stand-in for log 0, since learning libraries refuse infinities."""
LARGEST_SHARE = 0.25
_STEPS = 200


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """n judgements. `z` (n, leaf) = ℓ/T normalised, `x` (n, trait) = Vh.

    `kind` (n,) what was judged and `recommended` (n,) what the matcher said, as places among the
    kinds; `blind` (n,) judged before that was shown; `case`, `counselor` and `language` (n,) whose;
    `weight` (n,) what it counts.
    """

    z: Floats = field(repr=False)
    x: Floats = field(repr=False)
    kind: Ints
    recommended: Ints
    blind: Bools
    case: Ints
    counselor: Ints
    language: Ints
    weight: Floats

    def __len__(self) -> int:
        return len(self.kind)

    def those(self, chosen: Bools | Ints) -> "Examples":
        """Some of them, by a mask or by places, with the weights that they had."""
        return Examples(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})

    @property
    def features(self) -> Floats:
        """What the estimator is given, (n, leaf + trait)."""
        return np.hstack([self.z, self.x])

    @property
    def expert(self) -> Floats:
        """The expert's probabilities of the kinds, (n, kind)."""
        return kinds_of(np.exp(self.z))


def features_of(rows: Rows) -> tuple[Floats, Floats]:
    """z and x of scored people, ready for `Examples`."""
    z = np.log(np.maximum(rows.scores.probabilities, 1e-300))
    impossible = ~np.isfinite(rows.scores.log_probabilities)
    return np.where(impossible, NOT_POSSIBLE, z), rows.shift[:, : len(TRAITS)].copy()


def kinds_of(leaves: Floats) -> Floats:
    """Probabilities of the kinds from those of the leaves, (n, kind)."""
    result = np.zeros((len(leaves), KINDS))
    for leaf in range(len(LEAVES)):
        result[:, KIND_OF_LEAF[leaf]] += leaves[:, leaf]
    return result


def weights(case: Ints, counselor: Ints) -> Floats:
    """What each judgement counts, (n,): a case counts once, and nobody too much.

    Readers of one case share it. Then every counselor's sum is cut to the largest level at which
    nobody has more than a quarter of all weight (with k < 5 counselors: 1 / (k − 1)), so that who
    judges very much, or means harm, is one voice among the others. A single counselor, or two,
    cannot be told apart from the truth and are not cut.
    """
    if not len(case):
        return np.zeros(0)
    _, places, readers = np.unique(case, return_inverse=True, return_counts=True)
    shared: Floats = 1.0 / readers[places]
    _, whose = np.unique(counselor, return_inverse=True)
    sums = np.bincount(whose, weights=shared).astype(np.float64)
    if len(sums) <= 2:
        return shared
    level = _level(sums, max(LARGEST_SHARE, 1.0 / (len(sums) - 1)))
    result: Floats = shared * np.minimum(1.0, level / sums)[whose]
    return result


def _level(sums: Floats, share: float) -> float:
    """The largest L with L ≤ share · Σ min(sum, L), or max(sums): reached from above, step by step."""
    level = float(sums.max())
    for _ in range(_STEPS):
        level = min(level, share * float(np.minimum(sums, level).sum()))
    return level


def anchoring(examples: Examples) -> float:
    """â: how often someone who would have disagreed goes along once the recommendation is shown.

    (agree_open − agree_blind) / (1 − agree_blind), from shares with one imagined case on each
    side, within 0 and 1. Blind cases are chosen by chance, so the two groups are alike.
    """
    agrees = examples.kind == examples.recommended
    rates = []
    for group in (~examples.blind, examples.blind):
        total = examples.weight[group].sum()
        rates.append((examples.weight[group & agrees].sum() + 1.0) / (total + 2.0))
    shown, blind = rates
    return float(np.clip((shown - blind) / (1.0 - blind), 0.0, 1.0))


def soft_labels(examples: Examples, chances: Floats, pull: float) -> tuple[Ints, Ints, Floats]:
    """The rows to fit: which example (m,), labelled as which kind (m,), with what weight (m,).

    A judgement made blind, or against the recommendation, is what it says. An agreement in sight
    of the recommendation is t with chance ∝ p(t | x) · (1 if t is the recommendation else â).
    """
    open_agreement = ~examples.blind & (examples.kind == examples.recommended)
    q = np.eye(KINDS)[examples.kind]
    if open_agreement.any():
        those = np.flatnonzero(open_agreement)
        likely = np.where(np.arange(KINDS) == examples.recommended[those, np.newaxis], 1.0, pull)
        likely = likely * chances[those]
        q[those] = likely / likely.sum(axis=1, keepdims=True)
    which, kind = np.nonzero(q > 1e-9)
    return which, kind, (q * examples.weight[:, np.newaxis])[which, kind]
