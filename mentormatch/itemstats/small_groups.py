"""Leaving out groups of fewer than ten people, also where they would follow from the rest.

A count that is left out can be found again when everything else of its row or column is shown.
So where the hidden counts of a line are one, or fewer than ten people together, the smallest of
the others goes too, until nothing can be derived (complementary suppression: Willenborg & de
Waal, 2001, Elements of Statistical Disclosure Control, ch. 4).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from mentormatch.scoring import Ints

LEAST = 10

Bools = npt.NDArray[np.bool_]


def shown_counts(counts: Ints) -> list[list[int | None]]:
    """A table (groups, answers) with its margins, (groups + 1, answers + 1), None where hidden.

    The last row is all groups together, the last column everyone of a group. A zero is shown: it
    tells of nobody.
    """
    whole = np.pad(counts, ((0, 1), (0, 1)))
    whole[-1, :-1] = counts.sum(axis=0)
    whole[:, -1] = whole[:, :-1].sum(axis=1)
    hidden: Bools = (whole > 0) & (whole < LEAST)
    while any([_hide_one_more(whole, hidden, line) for line in _lines(whole.shape)]):  # noqa: C419 - all lines
        pass
    return [
        [None if gone else int(value) for value, gone in zip(*row, strict=True)]
        for row in zip(whole, hidden, strict=True)
    ]


def _lines(shape: Sequence[int]) -> Iterator[tuple[slice | int, slice | int]]:
    for row in range(shape[0]):
        yield row, slice(None)
    for column in range(shape[1]):
        yield slice(None), column


def _hide_one_more(whole: Ints, hidden: Bools, line: tuple[slice | int, slice | int]) -> bool:
    """Hide the smallest count of a line that must go; whether one had to.

    A line is its cells and, last, their sum.
    """
    values, gone = whole[line], hidden[line]
    if not gone.any():
        return False
    inside = gone[:-1]
    enough = inside.sum() >= 2 and (gone[-1] or values[:-1][inside].sum() >= LEAST)
    if enough or (gone[-1] and inside.sum() >= 1):
        return False
    open_ = np.flatnonzero(~gone[:-1] & (values[:-1] > 0))
    if gone[-1] and not len(open_):
        return False
    hidden[line][open_[np.argmin(values[open_])] if len(open_) else -1] = True
    return True
