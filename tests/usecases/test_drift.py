"""Control charts: a week unlike the others stands out, the others do not."""

from datetime import date, timedelta

import pytest

from mentormatch.usecases.drift import Chart, chart

MONDAY = date(2026, 3, 2)


def _weeks(*shares: float, size: int = 100) -> dict[date, list[float]]:
    return {
        MONDAY + timedelta(weeks=week): [1.0] * round(share * size) + [0.0] * round((1 - share) * size)
        for week, share in enumerate(shares)
    }


def _outside(found: Chart) -> list[bool]:
    return [point.outside for point in found.points]


def test_a_week_unlike_the_others_is_outside_and_they_are_not() -> None:
    found = chart("close-call", _weeks(0.3, 0.32, 0.29, 0.31, 0.6))
    assert _outside(found) == [False, False, False, False, True]
    assert found.latest is not None
    assert found.latest.value == pytest.approx(0.6)


def test_limits_are_three_standard_errors_of_a_share() -> None:
    found = chart("close-call", _weeks(0.5, 0.5)).points[0]
    assert (found.low, found.high) == pytest.approx((0.5 - 3 * 0.5 * 0.02**0.5, 0.5 + 3 * 0.5 * 0.02**0.5))


def test_a_week_of_fewer_than_ten_says_nothing_and_a_single_week_has_no_limits() -> None:
    assert chart("careless", _weeks(0.5, size=8)).latest is None
    alone = chart("careless", _weeks(0.5)).points[0]
    assert (alone.value, alone.low, alone.outside) == (0.5, None, False)


def test_a_mean_has_limits_from_the_spread_of_the_other_weeks() -> None:
    weeks = {
        MONDAY + timedelta(weeks=w): [shift + 0.1 * n for n in range(20)]
        for w, shift in enumerate((0, 0, 0, 5))
    }
    assert _outside(chart("trait-goals", weeks, is_share=False)) == [False, False, False, True]
