"""What is fixed before anybody opens a case: how it is read, and by when it is answered."""

from datetime import UTC, datetime

from mentormatch.casework import Shares, due

_CASES = [f"case {number}" for number in range(4000)]


def _shares(secret: str = "a secret", blind: int = 20, double: int = 10) -> Shares:
    return Shares(secret, blind, double)


def test_the_shares_are_kept_and_drawn_apart() -> None:
    shares = _shares()
    blind = {case for case in _CASES if shares.is_blind(case)}
    double = {case for case in _CASES if shares.is_double(case)}
    assert 0.17 < len(blind) / len(_CASES) < 0.23
    assert 0.08 < len(double) / len(_CASES) < 0.12
    assert 0.01 < len(blind & double) / len(_CASES) < 0.03


def test_a_draw_is_the_same_each_time_and_another_under_another_secret() -> None:
    draws = [_shares().is_blind(case) for case in _CASES]
    assert draws == [_shares().is_blind(case) for case in _CASES]
    assert draws != [_shares("another secret").is_blind(case) for case in _CASES]


def test_none_and_all_are_shares_too() -> None:
    assert not any(_shares(blind=0).is_blind(case) for case in _CASES)
    assert all(_shares(blind=100).is_blind(case) for case in _CASES)


def test_a_larger_share_holds_the_smaller_one() -> None:
    assert all(_shares(blind=40).is_blind(case) for case in _CASES if _shares(blind=20).is_blind(case))


def test_working_days_leave_out_the_weekend() -> None:
    thursday = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert due(thursday, 1) == datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert due(thursday, 2) == datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert due(thursday, 5) == datetime(2026, 12, 3, 23, 30, tzinfo=UTC)
    saturday = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
    assert due(saturday, 1) == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
