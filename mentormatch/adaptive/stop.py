"""When enough has been asked: stop when the rest of the bank would hardly change the lead.

Closed-form curtailment. With L the log-odds of the leading kind over a rival, w the leading
kind's share of the two, and d² what the unshown items could still say about the two, divided by
the temperature: P(flip) = wΦ((−L − d²/2)/d) + (1 − w)Φ((−L + d²/2)/d), because the log-odds would
move by ±d²/2 on average, with variance d², toward whichever of the two is true.
"""

import math
from collections.abc import Iterator

import numpy as np

from mentormatch.adaptive.standing import Standing
from mentormatch.guide import MENTORING_KINDS
from mentormatch.scoring import ScoringArrays

_COACHING = len(MENTORING_KINDS)
_SMALLEST = 1e-12


def coaching_leads(standing: Standing) -> bool:
    """Whether coaching is the leading kind."""
    p = standing.probabilities
    return bool(np.add.reduce(p[_COACHING:]) > np.maximum.reduce(p[:_COACHING]))


def flip_probability(log_odds: float, news: float) -> float:
    """P(flip) from L ≥ 0 and d²."""
    if news < _SMALLEST:
        return 0.0
    share = 1.0 / (1.0 + math.exp(-log_odds))
    d = math.sqrt(news)
    right = _normal((-log_odds - news / 2.0) / d)
    wrong = _normal((-log_odds + news / 2.0) / d)
    return share * right + (1.0 - share) * wrong


def rivals(arrays: ScoringArrays, standing: Standing) -> Iterator[tuple[float, float]]:
    """L and d² of the leading kind against every other kind of the door.

    Coaching's probability is the sum of its leaves; what can still be learnt about it is judged
    by its leading leaf.
    """
    p = standing.probabilities
    leaf = _COACHING + int(p[_COACHING:].argmax())
    kinds = [(chance, kind) for kind, chance in enumerate(p[:_COACHING].tolist())]
    if p[leaf] > 0.0:
        kinds.append((float(np.add.reduce(p[_COACHING:])), leaf))
    best, leading = max(kinds, key=lambda kind: kind[0])
    news = standing.news[leading].tolist()
    for chance, rival in kinds:
        if rival != leading:
            odds = math.log(best / max(chance, _SMALLEST**2))
            yield odds, news[rival] / arrays.model.temperature


def is_decided(arrays: ScoringArrays, standing: Standing) -> bool:
    """Whether enough was answered, the lead is safe, and coaching's focus was asked about."""
    rules = arrays.model.constants.stopping
    if standing.answered < rules.least_answered:
        return False
    if coaching_leads(standing) and (standing.remaining & arrays.is_focus).any():
        return False
    most = 1.0 - rules.least_certainty
    return all(flip_probability(odds, news) <= most for odds, news in rivals(arrays, standing))


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))
