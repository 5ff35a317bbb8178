"""How far counselors and the matcher agree, each figure with its 95 % interval."""

import math
from collections.abc import Mapping

from mentormatch.values import dataclass

_Z = 1.959963984540054
_HALVINGS = 80
_FARTHEST = 1e6
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(agreed: int, total: int) -> Estimate:
    """The share `agreed` of `total`, 0 to 1, with its score interval.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22.
    ValueError without a case.
    """
    if total < 1 or not 0 <= agreed <= total:
        raise ValueError(f"{agreed} of {total}")
    share = agreed / total
    weight = _Z**2 / total
    middle = (share + weight / 2) / (1 + weight)
    reach = _Z / (1 + weight) * math.sqrt(share * (1 - share) / total + weight / (4 * total))
    return Estimate(share, max(0.0, middle - reach), min(1.0, middle + reach))


def anchoring(shown: tuple[int, int], blind: tuple[int, int]) -> Estimate | None:
    """How much of what counselors would see differently goes over to a recommendation they are shown.

    Each argument is (agreed, total). The estimate is (shown − blind) / (1 − blind) of the shares:
    0 when showing changes nothing, 1 when nobody disagrees any more, below 0 when it repels. It is
    1 minus the ratio of the two shares of disagreement, whose interval is the score interval of
    Koopman (1984), "Confidence intervals for the ratio of two binomial proportions", Biometrics 40.
    None when there is none of either, or nobody disagreed blind.
    """
    (agreed, total), (blind_agreed, blind_total) = shown, blind
    if not total or not blind_total or blind_agreed == blind_total:
        return None
    ratio = ((total - agreed) / total) / ((blind_total - blind_agreed) / blind_total)
    low, high = ratio_interval((total - agreed, total), (blind_total - blind_agreed, blind_total))
    return Estimate(1 - ratio, 1 - high, 1 - low)


def ratio_interval(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """The score interval of a ratio of two shares, each (count, total), the second count above 0.

    Its limits are the ratios at which the score statistic of Koopman (1984) is the normal quantile
    squared; the upper one is at most a million.
    """
    (x, n), (y, m) = first, second
    ratio = (x / n) / (y / m)
    low = 0.0 if x == 0 else _crossing(first, second, inside=ratio, outside=0.0)
    return low, _crossing(first, second, inside=ratio, outside=_FARTHEST)


def kappa(pairs: Mapping[tuple[str, str], int]) -> Estimate | None:
    """Cohen's kappa of two readings, from how often each pair of answers was given.

    Cohen (1960), "A coefficient of agreement for nominal scales", Educational and Psychological
    Measurement 20; the standard error is that of Fleiss, Cohen & Everitt (1969), "Large sample
    standard errors of kappa and weighted kappa", Psychological Bulletin 72, formula 13. Where that
    error is 0, as when all pairs agree, the bounds are those of the share that agrees. None
    without pairs, and when chance alone would agree always.
    """
    total = sum(pairs.values())
    if not total:
        return None
    answers = sorted({answer for pair in pairs for answer in pair})
    share = {pair: count / total for pair, count in pairs.items()}
    first = {a: sum(p for (one, _), p in share.items() if one == a) for a in answers}
    second = {a: sum(p for (_, other), p in share.items() if other == a) for a in answers}
    observed = sum(share.get((a, a), 0.0) for a in answers)
    by_chance = sum(first[a] * second[a] for a in answers)
    if math.isclose(by_chance, 1.0):
        return None
    value = (observed - by_chance) / (1 - by_chance)
    same = sum(share.get((a, a), 0.0) * (1 - (first[a] + second[a]) * (1 - value)) ** 2 for a in answers)
    other = sum(p * (second[one] + first[two]) ** 2 for (one, two), p in share.items() if one != two)
    variance = same + (1 - value) ** 2 * other - (value - by_chance * (1 - value)) ** 2
    if variance < _TINY:
        agreed = wilson(sum(count for (one, two), count in pairs.items() if one == two), total)
        return Estimate(
            value, *((bound - by_chance) / (1 - by_chance) for bound in (agreed.low, agreed.high))
        )
    reach = _Z * math.sqrt(variance / total) / (1 - by_chance)
    return Estimate(value, max(-1.0, value - reach), min(1.0, value + reach))


def _crossing(first: tuple[int, int], second: tuple[int, int], *, inside: float, outside: float) -> float:
    """Where the score statistic passes the quantile, between a ratio that fits and one that does not."""
    if _score(first, second, outside) <= _Z**2:
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if _score(first, second, middle) <= _Z**2:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _score(first: tuple[int, int], second: tuple[int, int], ratio: float) -> float:
    """The chi-squared of two counts where the first share were `ratio` times the second."""
    (x, n), (y, m) = first, second
    if ratio == 0:
        return 0.0 if x == 0 else math.inf
    a, b, c = (n + m) * ratio, (n + y) * ratio + x + m, x + y
    share = (b - math.sqrt(max(0.0, b**2 - 4 * a * c))) / (2 * a)
    likely, less_likely = min(1.0, ratio * share), min(1.0, share)
    spread = likely * (1 - likely) / n + ratio**2 * less_likely * (1 - less_likely) / m
    gap = x / n - ratio * y / m
    if spread <= 0:
        return 0.0 if gap == 0 else math.inf
    return gap**2 / spread
