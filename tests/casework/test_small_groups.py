"""No group below ten is shown, and none can be had by taking what is shown from one another."""

from itertools import accumulate, pairwise, product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentormatch.casework.small_groups import LEAST, fits, shown_groups

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=6)
# How many of each group came between a period and the next, with the counts at which rules turn.
CAME = st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(
    lambda size: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 3, 7, 9, 10, 11, 15, 30]), min_size=size[0], max_size=size[0]),
        min_size=size[1],
        max_size=size[1],
    )
)


def _periods(came: list[list[int]]) -> list[list[int]]:
    return [
        list(counts)
        for counts in accumulate(came, lambda old, new: list(map(sum, zip(old, new, strict=True))))
    ]


def _what_a_reader_knows(came: list[list[int]]) -> np.ndarray:
    """Every sum that is told, as which groups came when: shown counts, and the whole where it fits."""
    periods = _periods(came)
    told = []
    for place, shown in enumerate(shown_groups(periods)):
        for group in np.flatnonzero(shown):
            row = np.zeros((len(came), len(came[0])))
            row[: place + 1, group] = 1
            told.append(row.ravel())
        if fits([sum(counts) for counts in periods])[place]:
            row = np.zeros((len(came), len(came[0])))
            row[: place + 1] = 1
            told.append(row.ravel())
    return np.array(told).reshape(len(told), len(came) * len(came[0]))


def _worked_out(came: list[list[int]]) -> list[int]:
    """The size of every set of people that follows from what is told, by adding and subtracting."""
    told = _what_a_reader_knows(came)
    cells = np.array(came).ravel()
    _, weights, directions = np.linalg.svd(told, full_matrices=True)
    unseen = directions[(weights > 1e-9).sum() :]
    sets = np.array(list(product((0, 1), repeat=cells.size)))
    follows = np.all(np.abs(sets @ unseen.T) < 1e-7, axis=1)
    return [int(size) for size in sets[follows] @ cells]


@settings(max_examples=400)
@given(CAME)
@example([[3, 7, 30], [7, 0, 10]])  # two hidden groups that grow by seven together
@example([[2, 12, 10], [0, 9, 5], [2, 1, 30]])  # two that were shown before, and have little that is new
def test_whatever_is_subtracted_from_whatever_nobody_or_many_are_left(came: list[list[int]]) -> None:
    assert [size for size in _worked_out(came) if 0 < size < LEAST] == []


@given(COUNTS)
def test_what_is_left_out_of_a_whole_is_never_a_few(counts: list[int]) -> None:
    (shown,) = shown_groups([counts])
    assert not any(there and 0 < count < LEAST for count, there in zip(counts, shown, strict=True))
    left = sum(count for count, there in zip(counts, shown, strict=True) if not there)
    if any(there and count for count, there in zip(counts, shown, strict=True)):
        assert left == 0 or left >= LEAST


@given(COUNTS)
def test_between_two_periods_that_are_shown_nobody_or_many_came(added: list[int]) -> None:
    counts = list(accumulate(added))
    seen = [0, *(count for count, there in zip(counts, fits(counts), strict=True) if there)]
    assert all(later - earlier == 0 or later - earlier >= LEAST for earlier, later in pairwise(seen))


@given(CAME)
def test_no_group_is_hidden_alone_while_others_are_shown(came: list[list[int]]) -> None:
    periods = _periods(came)
    for counts, shown in zip(periods, shown_groups(periods), strict=True):
        hidden = [count for count, there in zip(counts, shown, strict=True) if count and not there]
        if any(there and count for count, there in zip(counts, shown, strict=True)):
            assert len(hidden) != 1


def test_a_large_group_that_its_period_hides_takes_another_along() -> None:
    assert shown_groups([[40, 30, 60], [45, 42, 60]])[1] == (False, False, True)
    assert shown_groups([[40, 30, 60], [45, 30, 70]])[1] == (False, True, False)


def test_large_groups_are_shown() -> None:
    assert shown_groups([[10, 30, 0], [20, 30, 0], [20, 45, 11]]) == ((True, True, True),) * 3
    assert fits([10, 20, 20, 31]) == (True, True, True, True)


def test_the_next_smallest_goes_with_a_small_one() -> None:
    assert shown_groups([[4, 30, 12]]) == ((False, True, False),)


def test_a_period_to_which_few_came_in_all_shows_nothing() -> None:
    assert shown_groups([[20, 30], [23, 34], [33, 50]]) == ((True, True), (False, False), (True, True))
