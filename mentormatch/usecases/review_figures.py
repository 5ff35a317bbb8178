"""How the reviews go: what is open and how old, how far people and matcher agree; small groups hidden."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from mentormatch import storage
from mentormatch.casework import Origin
from mentormatch.casework.agreement import Estimate, anchoring, kappa, wilson
from mentormatch.casework.small_groups import fits, shown_groups
from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.storage.case_queue import MOST_COUNTED
from mentormatch.storage.review_figures import OpenCount, PairCount, ReadingCount
from mentormatch.values import dataclass

AGES = (2, 7)
C = TypeVar("C", ReadingCount, PairCount)


class Period(StrEnum):
    """How far back figures go, the shortest first."""

    MONTH = "4"
    QUARTER = "12"
    HALF_YEAR = "26"
    EVER = "all"


_WEEKS = tuple(int(period) for period in Period if period is not Period.EVER)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases of one origin: by age (below each of `AGES` days, then older), and those too late.

    Each number above `MOST_COUNTED` says that there are more.
    """

    origin: Origin
    by_age: tuple[int, ...]
    overdue: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_age)


@dataclass(frozen=True, slots=True)
class Group:
    """Readings of one sort, and in how many the matcher's kind was judged to fit.

    `hidden` groups are too small, or would give a small one away; their counts are 0.
    """

    key: str
    total: int
    agreed: int
    estimate: Estimate | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """Everything on the page; readings and pairs up to `until`, what waits as it is now.

    `twice` is Cohen's kappa over all languages (key "") and in each.
    """

    waiting: tuple[Waiting, ...]
    kinds: tuple[Group, ...]
    languages: tuple[Group, ...]
    blind: Group
    shown: Group
    anchoring: Estimate | None
    twice: tuple[Group, ...]
    until: datetime


class Tally:
    """What was read before today (UTC): counted once a day, for counting costs more the more there is.

    Readings count from the day after they were begun: who looks twice a day learns of none alone,
    nor who erases in between.
    """

    def __init__(self) -> None:
        self._kept: _Day | None = None

    def of_today(self, tx: storage.Transaction, now: datetime) -> "_Day":
        """The counts of the day; two queries when it is looked at first."""
        until = now.replace(hour=0, minute=0, second=0, microsecond=0)
        kept = self._kept
        if kept is None or kept.until != until:
            edges = [until - timedelta(weeks=weeks) for weeks in _WEEKS]
            read = storage.review_figures.readings(tx, edges, until=until)
            pairs = storage.review_figures.pairs(tx, edges, until=until)
            kept = self._kept = _Day(until, read, pairs)
        return kept


@dataclass(frozen=True, slots=True)
class _Day:
    until: datetime
    readings: tuple[ReadingCount, ...]
    pairs: tuple[PairCount, ...]


def look(tx: storage.Transaction, tally: Tally, period: Period, *, now: datetime) -> ReviewFigures:
    """The figures of a period."""
    ages = [now - timedelta(days=days) for days in AGES]
    waiting = storage.review_figures.open_cases(tx, ages, now=now)
    day = tally.of_today(tx, now)
    read, pairs = day.readings, day.pairs
    place = tuple(Period).index(period)
    shown, blind = _groups(read, place, ("shown", "blind"), lambda one: "blind" if one.blind else "shown")
    both = not (shown.hidden or blind.hidden)
    return ReviewFigures(
        waiting=tuple(_waiting(origin, waiting) for origin in Origin),
        kinds=_groups(read, place, tuple(Kind), lambda one: one.kind),
        languages=_groups(read, place, tuple(Locale), lambda one: one.locale),
        blind=blind,
        shown=shown,
        anchoring=anchoring((shown.agreed, shown.total), (blind.agreed, blind.total)) if both else None,
        twice=_twice(pairs, place),
        until=day.until,
    )


def _waiting(origin: Origin, counts: Iterable[OpenCount]) -> Waiting:
    ours = [one for one in counts if one.origin == origin]

    def of(band: int | None) -> int:
        return min(MOST_COUNTED + 1, sum(one.count for one in ours if one.band == band))

    return Waiting(origin, tuple(of(band) for band in range(len(AGES) + 1)), of(None))


def _groups(
    counts: Sequence[ReadingCount], place: int, keys: Sequence[str], key: Callable[[ReadingCount], str]
) -> tuple[Group, ...]:
    """One group for each key, in the period of that place."""
    inside = [one for one in counts if one.band <= place]
    totals = [sum(one.count for one in inside if key(one) == name) for name in keys]
    agreed = [sum(one.count for one in inside if key(one) == name and one.agreed) for name in keys]
    shown = shown_groups(_by_period(counts, keys, key))[place]
    return tuple(
        Group(str(name), total, fit, wilson(fit, total) if total else None, False)
        if there
        else Group(str(name), 0, 0, None, True)
        for name, total, fit, there in zip(keys, totals, agreed, shown, strict=True)
    )


def _by_period(counts: Sequence[C], keys: Sequence[str], key: Callable[[C], str]) -> list[list[int]]:
    """For each period, how many each group has."""
    return [
        [sum(one.count for one in counts if key(one) == name and one.band <= place) for name in keys]
        for place in range(len(Period))
    ]


def _twice(counts: Sequence[PairCount], place: int) -> tuple[Group, ...]:
    every = _pairs(counts, place)
    by_language = [_pairs([one for one in counts if one.locale == locale], place) for locale in Locale]
    periods = _by_period(counts, tuple(Locale), lambda one: one.locale)
    shown = shown_groups(periods)[place]
    whole = fits([sum(totals) for totals in periods])[place]
    groups = [_pair_group("", every, there=whole)]
    for locale, pairs, there in zip(Locale, by_language, shown, strict=True):
        groups.append(_pair_group(locale.value, pairs, there=there))
    return tuple(groups)


def _pairs(counts: Iterable[PairCount], place: int) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for one in counts:
        if one.band <= place:
            found[one.first, one.second] += one.count
    return found


def _pair_group(key: str, pairs: Counter[tuple[str, str]], *, there: bool) -> Group:
    if not there:
        return Group(key, 0, 0, None, True)
    same = sum(count for (first, second), count in pairs.items() if first == second)
    return Group(key, sum(pairs.values()), same, kappa(pairs), False)
