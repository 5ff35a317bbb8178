"""Whether visitors or answers change: weekly shares and means with control limits.

Shewhart's charts (1931; Montgomery, Statistical Quality Control, 2013, ch. 6 and 7): a week is
outside when it is more than three standard errors from the mean of all the other weeks. The error
is that of a share, or of a mean with the spread seen in the other weeks.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from mentormatch import storage
from mentormatch.guide import Kind, Trait
from mentormatch.values import dataclass

WEEKS = 12
MOST_A_WEEK = 250
SMALLEST = 10
_SIGMAS = 3.0


@dataclass(frozen=True, slots=True)
class Point:
    """One week from its Monday: how many, the value, and within which limits it should lie.

    `value` None where fewer than ten were seen; the limits None where nothing is there to compare.
    """

    week: date
    count: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def outside(self) -> bool:
        """Whether the week is not like the others."""
        if self.value is None or self.low is None or self.high is None:
            return False
        return not self.low <= self.value <= self.high


@dataclass(frozen=True, slots=True)
class Chart:
    """What is watched, by its code (`kind-formal`, `close-call`, `trait-goals`, …), week by week."""

    code: str
    is_share: bool
    points: tuple[Point, ...]

    @property
    def latest(self) -> Point | None:
        """The last week that says anything."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


@dataclass(frozen=True, slots=True)
class Drift:
    """All charts; `results` is how many results they rest on, the newest of each of twelve weeks."""

    charts: tuple[Chart, ...]
    results: int


def watch(tx: storage.Transaction, *, now: datetime) -> Drift:
    """The charts of the last twelve weeks, this one among them.

    Of a week's results the newest are looked at, so that it costs the same however many there are,
    and a busy installation still has other weeks to compare the latest with.
    """
    since = _monday(now) - timedelta(weeks=WEEKS - 1)
    mondays = [since + timedelta(weeks=week) for week in range(WEEKS)]
    seen = tuple(one for monday in mondays for one in _newest_of(tx, monday))
    agreed = storage.drift.agreements_since(tx, since)
    charts = [
        *(chart(f"kind-{kind}", _weekly((one.at, one.kind == kind) for one in seen)) for kind in Kind),
        chart("close-call", _weekly((one.at, one.close_call) for one in seen)),
        chart("careless", _weekly((one.at, one.careless) for one in seen)),
        chart("agreement", _weekly(agreed)),
    ]
    for trait in Trait:
        told = ((one.at, one.traits[trait]) for one in seen if trait in one.traits)
        charts.append(chart(f"trait-{trait}", _weekly(told), is_share=False))
    return Drift(tuple(charts), len(seen))


def _newest_of(tx: storage.Transaction, monday: datetime) -> Iterator[storage.drift.Seen]:
    return storage.drift.results_between(tx, monday, monday + timedelta(weeks=1), MOST_A_WEEK)


def chart(code: str, weeks: Mapping[date, Sequence[float]], *, is_share: bool = True) -> Chart:
    """One chart from the values of every week."""
    points = [_point(week, weeks, is_share=is_share) for week in sorted(weeks)]
    return Chart(code, is_share, tuple(points))


def _point(week: date, weeks: Mapping[date, Sequence[float]], *, is_share: bool) -> Point:
    own = weeks[week]
    if len(own) < SMALLEST:
        return Point(week, len(own), None, None, None)
    value = math.fsum(own) / len(own)
    others = [each for other, values in weeks.items() if other != week for each in values]
    if len(others) < SMALLEST:
        return Point(week, len(own), value, None, None)
    centre = math.fsum(others) / len(others)
    spread = centre * (1 - centre) if is_share else math.fsum((v - centre) ** 2 for v in others) / len(others)
    # The centre is uncertain too: it is the mean of the other weeks.
    reach = _SIGMAS * math.sqrt(spread * (1 / len(own) + 1 / len(others)))
    least, most = (0.0, 1.0) if is_share else (-math.inf, math.inf)
    return Point(week, len(own), value, max(centre - reach, least), min(centre + reach, most))


def _weekly(values: Iterable[tuple[datetime, float]]) -> dict[date, list[float]]:
    weeks: dict[date, list[float]] = defaultdict(list)
    for at, value in values:
        weeks[_monday(at).date()].append(float(value))
    return dict(weeks)


def _monday(at: datetime) -> datetime:
    """When the week of a moment began."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(at.weekday())
