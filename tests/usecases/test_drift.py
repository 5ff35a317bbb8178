"""Control charts: a week unlike the others stands out, the others do not."""

from datetime import date, timedelta

import pytest

from mentormatch import storage
from mentormatch.usecases import drift
from mentormatch.usecases.drift import Chart, chart
from tests.databases import sqlite_database, sqlite_template
from tests.taught import START, Installation

__all__ = ["sqlite_database", "sqlite_template"]

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


def test_a_week_with_more_results_than_are_looked_at_leaves_others_to_compare_it_with(
    sqlite_database: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One visit an hour from nine on a Monday: 159 in the first week, 41 in the second."""
    Installation(sqlite_database).visit(200)
    monkeypatch.setattr(drift, "MOST_A_WEEK", 30)
    with sqlite_database.reading() as tx:
        found = drift.watch(tx, now=START + timedelta(days=9))
    assert found.results == 60
    for one in found.charts:
        assert [point.week for point in one.points] == [START.date(), START.date() + timedelta(weeks=1)]
        assert one.latest is not None
        assert one.latest.low is not None
        # Every judgement counts, of results only the newest of each week.
        assert [point.count for point in one.points] == ([159, 41] if one.code == "agreement" else [30, 30])


def test_what_was_more_than_twelve_weeks_ago_is_not_looked_at(sqlite_database: storage.Database) -> None:
    Installation(sqlite_database).visit(20)
    for weeks, count in ((11, 20), (12, 0)):
        with sqlite_database.reading() as tx:
            assert drift.watch(tx, now=START + timedelta(weeks=weeks)).results == count
