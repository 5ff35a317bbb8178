"""The figures on learning as tables: of `mentormatch evaluate --learning`, and of docs/science.md."""

import json
import re
from collections.abc import Mapping
from typing import Any

from mentormatch.bundled import data_path
from mentormatch.usecases.evaluate import words_of
from mentormatch.usecases.quote_figures import Figures, cell

LEARNING_FILE = data_path("model", "learning.json")
_QUALITY = ("top1", "log_loss", "ece")
GATE = ("promoted", "any_gain")
_MARKED = re.compile(r"(<!-- learning -->\n).*?(<!-- end of learning -->)", re.DOTALL)


def kept_learning() -> dict[str, Any]:
    """What `usecases.evaluate_learning` found for the shipped bank and model, with its trace."""
    document: dict[str, Any] = json.loads(LEARNING_FILE.read_text(encoding="utf-8"))
    return document


def sections(rows: Mapping[str, object]) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """The tables: title, which rows, which metrics."""

    def chosen(*beginnings: str) -> tuple[str, ...]:
        return tuple(row for row in rows if row.startswith(beginnings))

    return (
        ("the more labels", chosen("expert", "residual", "LogisticRegression"), _QUALITY),
        ("promotion", chosen("null world", "ordinary world", "hostile: capped"), GATE),
        ("anchoring of six in ten", chosen("anchored"), (*_QUALITY, "anchoring")),
        ("one counselor means harm", chosen("hostile"), _QUALITY),
    )


def with_learning(page: str, document: Mapping[str, Any]) -> str:
    """The page with its figures on learning replaced; ValueError when it has no marks for them."""
    if len(_MARKED.findall(page)) != 1:
        raise ValueError("the page needs `<!-- learning -->` and `<!-- end of learning -->`, once")
    text = _tables(document)
    return _MARKED.sub(lambda found: f"{found[1]}{text}{found[2]}", page)


def _tables(document: Mapping[str, Any]) -> str:
    regimes: Figures = document["regimes"]
    worlds, people = document["worlds"], document["people"]
    lines = [
        f"{worlds} held-out worlds of each regime, {people} respondents each to measure on,",
        "all simulated; in brackets the 95 % interval over worlds.",
        "",
    ]
    for regime, rows in regimes.items():
        title = "All regimes" if regime == "all" else f"{regime.capitalize()} worlds"
        lines += [f"### {title}: learning", ""]
        for heading, chosen, metrics in sections(rows):
            lines += [f"| {heading} | " + " | ".join(words_of(name) for name in metrics) + " |"]
            lines += ["|---|" + "--:|" * len(metrics)]
            for row in chosen:
                cells = " | ".join(cell(rows[row].get(name)) for name in metrics)
                lines += [f"| {row} | {cells} |"]
            lines += [""]
    return "\n".join(lines)
