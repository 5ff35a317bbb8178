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
from mentormatch.usecases.evaluate_learning import WORLDS as LEARNING_WORLDS
from mentormatch.usecases.evaluate_learning import evaluate_learning, learning_trace
from mentormatch.usecases.quote_figures import Figures, cell
from mentormatch.usecases.quote_learning import LEARNING_FILE, sections, with_learning

__all__ = ["LEARNING_WORLDS", "measure_learning"]

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


def _write(found: Mapping[str, Any], figures: str) -> None:
    root = checkout_path()
    if root is None:
        raise click.UsageError("--write needs a checkout")
    LEARNING_FILE.write_text(figures, encoding="utf-8")
    page = root / "docs" / "science.md"
    page.write_text(with_learning(page.read_text(encoding="utf-8"), found), encoding="utf-8")


def _print(found: Mapping[str, Any]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
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
