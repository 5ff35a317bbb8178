"""How well a question works: what its answers have to do with the other answers, and say of the kind."""

import numpy as np

from mentormatch.itemstats.rest import Rest
from mentormatch.scoring import LEAVES, Floats

_KINDS = tuple(dict.fromkeys(leaf.kind for leaf in LEAVES))
_OF_KIND = np.array([[leaf.kind is kind for leaf in LEAVES] for kind in _KINDS], dtype=np.float64)


def rest_correlations(rest: Rest, options: int) -> tuple[float | None, ...]:
    """How answers go together with what the other answers lead to expect; -1 to 1.

    The corrected item-total correlation (Henrysson 1963, Correction of item-total correlations in
    item analysis, Psychometrika 28), the rest total being the expected logit of the item by all
    other answers. Of an agreement question the one correlation of the step chosen (1 to 5), of a
    pair that of choosing the first option, of a situation one for choosing each option. None
    where nothing varies.
    """
    if rest.logits.shape[1] > 1:
        return tuple(
            _correlation((rest.codes == code).astype(np.float64), rest.logits[:, code - 1])
            for code in range(1, options + 1)
        )
    answers = rest.codes if options > 2 else 2 - rest.codes
    return (_correlation(answers.astype(np.float64), rest.logits[:, 0]),)


def kind_bits(rest: Rest, options: int) -> float | None:
    """Bits that an answer gives about the kind which the other answers point to; None for nobody.

    The mutual information of the table kind × option (Shannon 1948), people counting for each
    kind by their probability on their other answers, less its bias from chance (Miller 1955, Note
    on the bias of information estimates), at least 0. Other answers only point, so it is a lower
    bound of what the answer says about the kind itself.
    """
    if not len(rest.codes):
        return None
    chosen = rest.codes[:, np.newaxis] == np.arange(1, options + 1)
    table = _OF_KIND @ rest.leaves.T @ chosen / len(chosen)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0)
    there = table > 0
    bits = float(np.sum(table[there] * np.log2(table[there] / expected[there])))
    seen = [int(np.count_nonzero(table.sum(axis=axis) > 0)) - 1 for axis in (0, 1)]
    return max(0.0, bits - seen[0] * seen[1] / (2 * len(chosen) * float(np.log(2))))


def _correlation(one: Floats, other: Floats) -> float | None:
    if len(one) < 3 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])
