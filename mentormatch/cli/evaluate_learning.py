"""`mentormatch evaluate --learning`: what learning from counselors is worth, in the laboratory."""

import json
from collections.abc import Mapping
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from mentormatch.bundled import checkout_path
from mentormatch.cli.progress import worlds_progress
from mentormatch.lab.run import Plan
from mentormatch.quiz import Bank
from mentormatch.scoring import ExpertModel
from mentormatch.usecases.evaluate import figures_text, words_of
from mentormatch.usecases.evaluate_learning import (
    NULL_WORLDS,
    evaluate_learning,
    evaluate_null,
    learning_trace,
)
from mentormatch.usecases.evaluate_learning import WORLDS as LEARNING_WORLDS
from mentormatch.usecases.quote_figures import Figures, cell
from mentormatch.usecases.quote_learning import GATE, LEARNING_FILE, sections, with_learning

__all__ = ["LEARNING_WORLDS", "NULL_WORLDS", "measure_learning", "measure_null"]

_WIDTH = 140


def measure_learning(bank: Bank, model: ExpertModel, plan: Plan, *, as_json: bool, write: bool) -> None:
    """Measure, keep when asked to, and print."""
    with worlds_progress(len(plan.places)) as tick:
        found = evaluate_learning(bank, model, plan, tick)
    if write:
        _write(found, figures_text(found, learning_trace(bank, model)))
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        _print(found)


def measure_null(bank: Bank, model: ExpertModel, plan: Plan, *, as_json: bool) -> None:
    """How often the rule of promotion lets noise pass."""
    with worlds_progress(len(plan.places)) as tick:
        found = evaluate_null(bank, model, plan, tick)
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    table = Table(title="promotion", title_justify="left", title_style="bold")
    for words in ("", *(words_of(name) for name in GATE), "at most"):
        table.add_column(words, justify="left" if not words else "right")
    for row, metrics in found["regimes"]["all"].items():
        most = f"{found['most'][row]:.4f}" if row in found["most"] else "–"
        table.add_row(row, *(cell(metrics[name]) for name in GATE), most)
    _console().print(table)
    _console().print(
        f"{3 * found['worlds']} {found['purpose']} worlds; brackets: 95 % interval over worlds; at most: the "
        "exact one-sided 95 % bound on the rule's share. No real counselor has judged."
    )


def _write(found: Mapping[str, Any], figures: str) -> None:
    root = checkout_path()
    if root is None:
        raise click.UsageError("--write needs a checkout")
    LEARNING_FILE.write_text(figures, encoding="utf-8")
    page = root / "docs" / "science.md"
    page.write_text(with_learning(page.read_text(encoding="utf-8"), found), encoding="utf-8")


def _print(found: Mapping[str, Any]) -> None:
    console = _console()
    regimes: Figures = found["regimes"]
    for regime, rows in regimes.items():
        for title, chosen, metrics in sections(rows):
            table = Table(title=f"{regime}: {title}", title_justify="left", title_style="bold")
            table.add_column("")
            for name in metrics:
                table.add_column(words_of(name), justify="right")
            for row in chosen:
                table.add_row(row, *(cell(rows[row].get(name)) for name in metrics))
            console.print(table)
    console.print(
        f"{found['worlds']} {found['purpose']} worlds of each regime, simulated people and simulated "
        "counselors; brackets: 95 % interval over worlds. No real counselor has judged."
    )


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH)
