"""Statistics as CSV: a figure a line, so that any program can sort, filter and pivot them."""

import csv
import io
from collections.abc import Iterator

from mentormatch.itemstats import GROUPS, QuestionFigures, Statistics
from mentormatch.quiz.exchange.commas import guarded

_COLUMNS = ("question", "option", "language", "measure", "value")
_Line = tuple[str, str, str, str, float | str | None]


def statistics_csv(found: Statistics) -> bytes:
    """All figures, UTF-8 with a byte order mark; nothing stands for what is left out."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink)
    writer.writerow(_COLUMNS)
    for one in found.questions:
        writer.writerows([_cell(cell) for cell in line] for line in _lines(one))
    for trait in found.traits:
        for name in ("reliability", "items", "alpha", "omega"):
            writer.writerow(["", "", "", f"{trait.trait} {name}", _cell(getattr(trait, name))])
    return sink.getvalue().encode("utf-8-sig")


def _lines(one: QuestionFigures) -> Iterator[_Line]:
    for group in GROUPS:
        yield one.key, "", group, "people", one.people[group]
        yield one.key, "", group, "skips", one.skips[group]
    for name in ("skipped", "dropped"):
        share = getattr(one, name)
        for part in ("value", "low", "high"):
            yield one.key, "", "all", f"{name} {part}", getattr(share, part, None)
    for name in ("median_seconds", "slow_seconds", "rest", "bits"):
        yield one.key, "", "all", name, getattr(one, name)
    for option in one.options:
        for group in GROUPS:
            yield one.key, option.key, group, "chosen", option.counts[group]
        yield one.key, option.key, "all", "rest", option.rest
    for found in one.differences:
        provisional = " provisional" if found.provisional else ""
        yield one.key, found.option or "", found.language, f"difference{provisional}", found.size
        yield one.key, found.option or "", found.language, "class", found.effect


def _cell(value: float | str | None) -> str:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else repr(value)
