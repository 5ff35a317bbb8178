"""How many trait questions are still to come, told honestly."""

from mentormatch.adaptive.standing import Standing
from mentormatch.adaptive.stop import coaching_leads, flip_probability, rivals
from mentormatch.scoring import ScoringArrays

_BEST_FIRST = 2.0


def expected_questions(arrays: ScoringArrays, standing: Standing) -> int:
    """How many more trait questions until the stopping rule is likely to hold, at least 1.

    The rest of the bank is imagined to be asked best first, so that after m of M questions a share
    1 − (1 − m/M)² of what they could say is known, and the log-odds to have moved as expected.
    """
    rules = arrays.model.constants.stopping
    total = int(standing.remaining.sum())
    shown = int(standing.shown.sum())
    most = max(1, min(total, rules.most_shown - shown))
    least = max(1, rules.least_answered - standing.answered)
    if coaching_leads(standing):
        least = max(least, int((standing.remaining & arrays.is_focus).sum()))
    pairs = list(rivals(arrays, standing))
    limit = 1.0 - rules.least_certainty
    for count in range(min(least, most), most):
        left = (1.0 - count / total) ** _BEST_FIRST
        if all(_later(odds, news, left) <= limit for odds, news in pairs):
            return count
    return most


def _later(odds: float, news: float, left: float) -> float:
    """P(flip) when only a share `left` of the news is left, the rest having come as expected."""
    learnt = news * (1.0 - left)
    certainty = flip_probability(odds, 0.0)
    return flip_probability(odds + learnt / 2.0 * (1.0 - certainty), news * left)
