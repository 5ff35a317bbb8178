"""Which groups are too small to be shown, also where one could be had by subtracting others."""

from collections.abc import Sequence

LEAST = 10


def fits(periods: Sequence[int]) -> tuple[bool, ...]:
    """In which of nested periods, the shortest first, a group's count may be shown.

    Not where it is below `LEAST`, nor where so few came to what a shorter period shows already.
    """
    found: list[bool] = []
    last = 0
    for count in periods:
        few = 0 < count < LEAST or 0 < count - last < LEAST
        found.append(not few)
        if not few:
            last = count
    return tuple(found)


def shown_together(counts: Sequence[int], fitting: Sequence[bool]) -> tuple[bool, ...]:
    """Which groups of a whole may be shown, when the whole may be known as well.

    What is not shown is nothing, or several groups that make up at least `LEAST` together: one that
    is hidden alone would follow by subtraction, however large it is.
    """
    shown = [fits and not 0 < count < LEAST for count, fits in zip(counts, fitting, strict=True)]
    while _follows(counts, shown):
        candidates = [place for place, there in enumerate(shown) if there and counts[place]]
        if not candidates:
            break
        shown[min(candidates, key=lambda place: counts[place])] = False
    return tuple(shown)


def _follows(counts: Sequence[int], shown: Sequence[bool]) -> bool:
    """Whether the whole gives away what is hidden of it."""
    hidden = [count for count, there in zip(counts, shown, strict=True) if count and not there]
    return bool(hidden) and (len(hidden) == 1 or sum(hidden) < LEAST)
