"""Which groups are too small to be shown, also where one could be had by subtracting others."""

from collections.abc import Iterator, Sequence
from dataclasses import field

from mentormatch.values import dataclass

LEAST = 10


def fits(periods: Sequence[int]) -> tuple[bool, ...]:
    """In which of nested periods, the shortest first, a count may be shown.

    Not where it is below `LEAST`, nor where so few came to what a shorter period shows already.
    """
    found: list[bool] = []
    last = 0
    for count in periods:
        shown = not _few(count - last)
        found.append(shown)
        if shown:
            last = count
    return tuple(found)


def shown_groups(periods: Sequence[Sequence[int]]) -> tuple[tuple[bool, ...], ...]:
    """In which of nested periods, the shortest first, which groups of a whole may be shown.

    Each period has the count of every group; the whole may be known wherever it `fits`. What can
    be worked out from all that is shown, of whatever groups between whatever periods, is that
    nobody came or at least `LEAST` did. Where it takes that, the smallest groups are hidden along.
    """
    before = [0] * len(periods[0])
    earlier: list[_Earlier] = []
    found: list[tuple[bool, ...]] = []
    for counts, whole in zip(periods, fits([sum(counts) for counts in periods]), strict=True):
        if whole:
            hidden = _hidden(counts, before, earlier)
            _remember(counts, hidden, before, earlier)
        else:
            hidden = {place for place, count in enumerate(counts) if count}
        found.append(tuple(place not in hidden for place in range(len(counts))))
    return tuple(found)


@dataclass(slots=True)
class _Earlier:
    """A shorter period: its counts, what it hid, and the count with which that was shown next."""

    counts: Sequence[int]
    hidden: set[int]
    shown_next: dict[int, int] = field(default_factory=dict)


def _few(count: int) -> bool:
    return 0 < count < LEAST


def _hidden(counts: Sequence[int], before: Sequence[int], earlier: Sequence[_Earlier]) -> set[int]:
    """The groups that a period hides; `before`: with what each was shown last."""
    hidden = {place for place, count in enumerate(counts) if _few(count - before[place])}
    while any(_few(count) for count in _worked_out(counts, before, hidden, earlier)):
        left = [place for place, count in enumerate(counts) if count and place not in hidden]
        if not left:
            break
        # To hide a group to which nobody came covers nothing.
        hidden.add(min(left, key=lambda place: (counts[place] == before[place], counts[place])))
    return hidden


def _worked_out(
    counts: Sequence[int], before: Sequence[int], hidden: set[int], earlier: Sequence[_Earlier]
) -> Iterator[int]:
    """What subtracting tells of the hidden: how many came since each was shown, and since each period."""
    yield sum(counts[place] - before[place] for place in hidden)
    for period in earlier:
        still = {place for place in hidden & period.hidden if place not in period.shown_next}
        came = sum(
            period.shown_next.get(place, counts[place]) - period.counts[place] for place in period.hidden
        )
        # Who is hidden since can be told only together with everybody who is hidden now.
        others = hidden - still if still else set()
        yield came + sum(counts[place] - before[place] for place in others)


def _remember(counts: Sequence[int], hidden: set[int], before: list[int], earlier: list[_Earlier]) -> None:
    for place, count in enumerate(counts):
        if place in hidden:
            continue
        before[place] = count
        for period in earlier:
            if place in period.hidden:
                period.shown_next.setdefault(place, count)
    earlier.append(_Earlier(counts, hidden))
