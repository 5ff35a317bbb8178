"""`mentormatch rescore`: what a model would say of past results, kept apart from them."""

from datetime import UTC, datetime

import click
from rich.console import Console
from rich.progress import Progress

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.cli.learned import learned_model
from mentormatch.scoring import load_expert
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.rescore import Rescored, rescore


@click.command(name="rescore")
@click.argument("model", metavar="MODEL")
def command(model: str) -> None:
    """Score all past results with MODEL: a file, or the number of a stored one.

    What it says is kept beside the results, which stay as they were made. The audit trail tells
    that it was done. Doing it again adds only what is new.
    """
    expert = load_expert()
    learned = learned_model(model, expert)
    database = storage.connect(environment.settings().database_url)
    console = Console(stderr=True)
    try:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("results", total=None)
            found = rescore(
                database,
                Instruments(expert),
                learned,
                by="system",
                now=datetime.now(UTC),
                advance=lambda count: bar.advance(task, count),
            )
    finally:
        database.close()
    _print(found)


def _print(found: Rescored) -> None:
    click.echo(f"{found.results} result(s), {found.new} new; {found.moved} would lead with another kind.")
