"""How many trait questions are still to come, told honestly."""

from bisect import bisect_left

from mentormatch.adaptive.standing import Standing
from mentormatch.adaptive.stop import coaching_leads, flip_probability, rivals
from mentormatch.scoring import ScoringArrays

# Fitted to the steps of 1,500 simulated visitors (three regimes, both doors): how steeply the
# first questions tell more than the last, and how much of the expected move of the log-odds comes
# true. On 900 others, what is said is off by 4 questions at the door find and by 1.5 at become (mean
# size), and by +1.2 and +0.4 on average: that answers will contradict one another is not foreseen.
_BEST_FIRST = 2.5
_COMES_TRUE = 0.85


def expected_questions(arrays: ScoringArrays, standing: Standing) -> int:
    """How many more trait questions until the stopping rule is likely to hold, at least 1.

    The rest of the bank is imagined to be asked best first, so that after m of M questions only a
    share (1 − m/M)^2.5 of what they could say is unknown, and the log-odds have grown as expected.
    """
    rules = arrays.model.constants.stopping
    total = int(standing.remaining.sum())
    most = max(1, min(total, rules.most_shown - int(standing.shown.sum())))
    least = max(1, rules.least_answered - standing.answered)
    if coaching_leads(standing):
        least = max(least, int((standing.remaining & arrays.is_focus).sum()))
    least = min(least, most)
    pairs = list(rivals(arrays, standing))
    limit = 1.0 - rules.least_certainty

    def safe(count: int) -> bool:
        left = (1.0 - count / total) ** _BEST_FIRST
        return all(_later(odds, news, left) <= limit for odds, news in pairs)

    return least + bisect_left(range(least, most), True, key=safe)


def _later(odds: float, news: float, left: float) -> float:
    """P(flip) when only a share `left` of the news is left, the rest having come as expected."""
    return flip_probability(odds + _COMES_TRUE * news * (1.0 - left) / 2.0, news * left)
