"""No group below ten is shown, and none can be had by taking what is shown from one another."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from mentormatch.casework.small_groups import LEAST, fits, shown_together

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=6)


@given(COUNTS)
def test_what_is_left_out_of_a_whole_is_never_a_few(counts: list[int]) -> None:
    shown = shown_together(counts, [True] * len(counts))
    assert not any(there and 0 < count < LEAST for count, there in zip(counts, shown, strict=True))
    left = sum(count for count, there in zip(counts, shown, strict=True) if not there)
    if any(there and count for count, there in zip(counts, shown, strict=True)):
        assert left == 0 or left >= LEAST


@given(COUNTS)
def test_between_two_periods_that_are_shown_nobody_or_many_came(added: list[int]) -> None:
    counts = list(accumulate(added))
    seen = [0, *(count for count, there in zip(counts, fits(counts), strict=True) if there)]
    assert all(later - earlier == 0 or later - earlier >= LEAST for earlier, later in pairwise(seen))


@given(COUNTS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_no_group_is_hidden_alone_while_others_are_shown(counts: list[int], fitting: list[bool]) -> None:
    shown = shown_together(counts, fitting[: len(counts)])
    hidden = [count for count, there in zip(counts, shown, strict=True) if count and not there]
    if any(there and count for count, there in zip(counts, shown, strict=True)):
        assert len(hidden) != 1


def test_a_large_group_that_its_period_hides_takes_another_along() -> None:
    assert shown_together([45, 30, 60], [False, True, True]) == (False, False, True)


def test_large_groups_are_shown() -> None:
    assert shown_together([10, 30, 0], [True] * 3) == (True, True, True)
    assert fits([10, 20, 20, 31]) == (True, True, True, True)


def test_the_next_smallest_goes_with_a_small_one() -> None:
    assert shown_together([4, 30, 12], [True] * 3) == (False, True, False)
