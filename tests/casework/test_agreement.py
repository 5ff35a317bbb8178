"""Shares, anchoring and kappa against values that others published, or that are worked out otherwise."""

import math

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from mentormatch.casework.agreement import anchoring, kappa, ratio_interval, wilson


@pytest.mark.parametrize(("agreed", "total"), [(0, 10), (1, 10), (81, 263), (15, 148), (29, 29), (500, 1000)])
def test_a_shares_interval_is_wilsons(agreed: int, total: int) -> None:
    found = wilson(agreed, total)
    there = stats.binomtest(agreed, total).proportion_ci(0.95, "wilson")
    assert (found.low, found.high) == pytest.approx((there.low, there.high), abs=1e-9)
    assert found.value == agreed / total


def test_a_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 of 0"):
        wilson(0, 0)


def test_the_interval_of_a_ratio_is_koopmans_own_example() -> None:
    assert ratio_interval((36, 40), (16, 80)) == pytest.approx((2.94, 7.15), abs=0.005)


def _most_likely(x: int, n: int, y: int, m: int, ratio: float) -> float:
    """The score statistic at a ratio, its restricted maximum found by trying."""
    grid = np.linspace(1e-9, min(1.0, 1.0 / ratio) - 1e-9, 400_001)
    likelihood = x * np.log(ratio * grid) + (n - x) * np.log1p(-ratio * grid)
    likelihood += y * np.log(grid) + (m - y) * np.log1p(-grid)
    q = float(grid[int(likelihood.argmax())])
    p = ratio * q
    return float((x / n - ratio * y / m) ** 2 / (p * (1 - p) / n + ratio**2 * q * (1 - q) / m))


@pytest.mark.parametrize(("x", "n", "y", "m"), [(30, 200, 22, 60), (5, 50, 20, 40), (3, 400, 9, 80)])
def test_at_the_limits_of_a_ratio_the_score_is_the_quantile(x: int, n: int, y: int, m: int) -> None:
    low, high = ratio_interval((x, n), (y, m))
    assert low < (x / n) / (y / m) < high
    for limit in (low, high):
        assert _most_likely(x, n, y, m, limit) == pytest.approx(stats.chi2.ppf(0.95, 1), rel=2e-3)


def test_anchoring_is_the_share_of_other_views_that_goes_over() -> None:
    found = anchoring((170, 200), (36, 60))
    assert found is not None
    assert found.value == pytest.approx((0.85 - 0.6) / (1 - 0.6))
    assert found.low < found.value < found.high < 1


def test_when_nobody_disagrees_any_more_anchoring_is_whole_and_still_uncertain() -> None:
    found = anchoring((50, 50), (30, 60))
    assert found is not None
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.7 < found.low < 1


@pytest.mark.parametrize(("shown", "blind"), [((0, 0), (3, 9)), ((3, 9), (0, 0)), ((3, 9), (9, 9))])
def test_what_cannot_be_compared_has_no_anchoring(shown: tuple[int, int], blind: tuple[int, int]) -> None:
    assert anchoring(shown, blind) is None


def test_kappa_is_that_of_the_textbook() -> None:
    # Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, table 18.1.
    cells = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    table = {(a, b): cells[i][j] for i, a in enumerate("pno") for j, b in enumerate("pno")}
    found = kappa(table)
    assert found is not None
    assert found.value == pytest.approx(0.68, abs=0.005)
    assert found.high - found.value == pytest.approx(1.96 * 0.087, abs=0.002)


def test_kappa_is_scikit_learns_and_its_error_that_of_the_jackknife() -> None:
    rng = np.random.default_rng(4)
    first = rng.integers(0, 4, 1500)
    second = np.where(rng.random(1500) < 0.6, first, rng.integers(0, 4, 1500))
    pairs = {(str(a), str(b)): int(((first == a) & (second == b)).sum()) for a in range(4) for b in range(4)}
    found = kappa(pairs)
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(first, second))
    left_out = [
        estimate.value
        for pair, count in pairs.items()
        for estimate in [kappa({**pairs, pair: count - 1})] * count
        if estimate
    ]
    jackknife = math.sqrt((1499 / 1500) * float(np.sum((np.array(left_out) - np.mean(left_out)) ** 2)))
    assert (found.high - found.value) / 1.95996 == pytest.approx(jackknife, rel=0.02)


def test_a_few_pairs_that_all_agree_do_not_make_kappa_certain() -> None:
    found = kappa({("formal", "formal"): 6, ("reverse", "reverse"): 6})
    assert found is not None
    assert (found.value, found.high) == pytest.approx((1, 1))
    assert found.low == pytest.approx(2 * wilson(12, 12).low - 1)
    opposed = kappa({("formal", "reverse"): 6, ("reverse", "formal"): 6})
    assert opposed is not None
    assert (opposed.value, opposed.low) == pytest.approx((-1, -1))
    assert opposed.high == pytest.approx(2 * wilson(0, 12).high - 1)


def test_without_pairs_or_variety_there_is_no_kappa() -> None:
    assert kappa({}) is None
    assert kappa({("formal", "formal"): 12}) is None
