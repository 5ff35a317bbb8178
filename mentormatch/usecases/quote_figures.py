"""The figures in words that people read: Markdown tables between two marks of docs/science.md."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mentormatch.usecases.evaluate import words_of

QUALITY = ("top1", "top2", "log_loss", "brier", "ece", "decided", "decided_right", "between_holds")
ASKING = ("items", "items_median", "items_p90", "agreement", "kappa", "focus_right")
CARELESS = (
    "random_auc",
    "random_found",
    "random_false",
    "straight_found",
    "straight_false",
    "straight_decided",
)
_MARKED = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)

Figures = Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]


def with_figures(page: str, document: Mapping[str, Any]) -> str:
    """The page with its figures replaced; ValueError when it has no marks for them."""
    if len(_MARKED.findall(page)) != 1:
        raise ValueError("the page needs `<!-- figures -->` and `<!-- end of figures -->`, once")
    text = _tables(document)
    return _MARKED.sub(lambda found: f"{found[1]}{text}{found[2]}", page)


def cell(figure: Sequence[float] | None) -> str:
    """A figure with its interval, such as `.76 (.74–.79)`; a dash where nobody was concerned."""
    if figure is None:
        return "–"
    value, low, high = figure
    if value >= 2:
        return f"{value:.1f} ({low:.1f}–{high:.1f})"
    return f"{_short(value)} ({_short(low)}–{_short(high)})"


def _short(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _tables(document: Mapping[str, Any]) -> str:
    regimes: Figures = document["regimes"]
    people = f"{document['worlds']} held-out worlds of each regime, {document['sizes']['people']} respondents"
    lines = [f"{people} each, all simulated; in brackets the 95 % interval over worlds.", ""]
    for name, rows in regimes.items():
        title = "All regimes" if name == "all" else f"{name.capitalize()} worlds"
        lines += [f"### {title}", ""]
        lines += _table(rows, QUALITY, "how asked and scored")
        lines += _table(rows, ASKING, "asking")
        lines += _table(rows, CARELESS, "careless answers")
    return "\n".join(lines)


def _table(
    rows: Mapping[str, Mapping[str, Sequence[float]]], metrics: Sequence[str], title: str
) -> list[str]:
    """A Markdown table of the rows that have any of these metrics."""
    kept = {row: found for row, found in rows.items() if any(name in found for name in metrics)}
    head = [f"| {title} | " + " | ".join(words_of(name) for name in metrics) + " |"]
    rule = ["|---|" + "--:|" * len(metrics)]
    body = [
        f"| {row} | " + " | ".join(cell(found.get(name)) for name in metrics) + " |"
        for row, found in kept.items()
    ]
    return [*head, *rule, *body, ""]
