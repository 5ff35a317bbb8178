"""`mentormatch evaluate`: measure the recommendation on simulated respondents."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.console import Console
from rich.table import Table

from mentormatch.bundled import checkout_path, data_path
from mentormatch.cli.evaluate_learning import LEARNING_WORLDS, NULL_WORLDS, measure_learning, measure_null
from mentormatch.cli.learned import learned_model
from mentormatch.cli.progress import worlds_progress
from mentormatch.lab.chance import Purpose
from mentormatch.lab.run import Plan
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert, parse_expert
from mentormatch.usecases import evaluate
from mentormatch.usecases.kept_figures import FIGURES_FILE
from mentormatch.usecases.quote_figures import ASKING, CARELESS, QUALITY, Figures, cell, with_figures

_WIDTH = 190
_MOST_PROCESSES = 2
_USUALLY = f"{evaluate.WORLDS}, {LEARNING_WORLDS} with --learning, {NULL_WORLDS} with --null"


@click.command(name="evaluate")
@click.argument("bank", type=click.File("rb"), required=False)
@click.option("--model", type=click.File("rb"), help="An expert model to try instead of the shipped one.")
@click.option("--learned", metavar="MODEL", help="A learned model over it: a file, or a stored number.")
@click.option("--learning", is_flag=True, help="Measure learning from simulated counselors instead.")
@click.option("--null", "null_only", is_flag=True, help="Of learning, only how often noise is promoted.")
@click.option("--worlds", type=click.IntRange(1, 1000), help=f"Of each regime; {_USUALLY}.")
@click.option("--tuning", is_flag=True, help="On respondents that may be tuned on, not the held-out ones.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--write", is_flag=True, help="Keep them as the shipped figures, and quote them in the docs.")
def command(  # noqa: PLR0913 - one argument an option
    bank: BinaryIO | None,
    model: BinaryIO | None,
    learned: str | None,
    learning: bool,
    null_only: bool,
    worlds: int | None,
    tuning: bool,
    as_json: bool,
    write: bool,
) -> None:
    """Measure BANK (default: the shipped one) on simulated respondents, beside what it must beat.

    --worlds is the number of worlds of each regime. Nobody real has answered these figures.
    """
    if write and (bank or model or tuning or learned or null_only):
        raise click.UsageError("--write keeps held-out figures of the shipped bank and model only")
    if (learning or null_only) and learned:
        raise click.UsageError("models of its own are taught; it takes no --learned")
    raw = bank.read() if bank else data_path("banks", "mentoring.json").read_bytes()
    parsed, expert = parse_bank(raw), parse_expert(model.read()) if model else load_expert()
    purpose = Purpose.TUNING if tuning else Purpose.HELD_OUT
    usual = NULL_WORLDS if null_only else LEARNING_WORLDS if learning else evaluate.WORLDS
    plan = Plan(purpose, worlds or usual, processes=min(_MOST_PROCESSES, os.cpu_count() or 1))
    if null_only:
        measure_null(parsed, expert, plan, as_json=as_json)
        return
    if learning:
        measure_learning(parsed, expert, plan, as_json=as_json, write=write)
        return
    residual = learned_model(learned, expert).residual if learned else None
    with worlds_progress(len(plan.places)) as tick:
        found = evaluate.evaluate(parsed, expert, plan, tick, residual)
    if write:
        _write(found, evaluate.figures_text(found, evaluate.trace(parsed, expert)))
    if as_json:
        click.echo(json.dumps(found, indent=1))
    else:
        _print(found)


def _write(found: dict[str, Any], figures: str) -> None:
    root = checkout_path()
    if root is None:
        raise click.UsageError("--write needs a checkout")
    FIGURES_FILE.write_text(figures, encoding="utf-8")
    page: Path = root / "docs" / "science.md"
    page.write_text(with_figures(page.read_text(encoding="utf-8"), found), encoding="utf-8")


def _print(found: dict[str, Any]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    regimes: Figures = found["regimes"]
    for regime, rows in regimes.items():
        for title, metrics in (("recommendation", QUALITY), ("asking", ASKING), ("carelessness", CARELESS)):
            console.print(_table(f"{regime}: {title}", rows, metrics))
    console.print(
        f"{found['worlds']} {found['purpose']} worlds of each regime, {found['sizes']['people']} simulated "
        "respondents each; brackets: 95 % interval over worlds. No real visitor has answered."
    )


def _table(title: str, rows: Mapping[str, Mapping[str, Sequence[float]]], metrics: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    for name in metrics:
        table.add_column(evaluate.words_of(name), justify="right")
    for row, found in rows.items():
        if any(name in found for name in metrics):
            table.add_row(row, *(cell(found.get(name)) for name in metrics))
    return table
