"""`mentormatch train`: learn from counselors' judgements, report, store a candidate."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.cli.progress import steps_progress
from mentormatch.scoring import load_expert
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.judged import judgements
from mentormatch.usecases.train import FITS, Candidate, train
from mentormatch.usecases.training_report import reliability_svg, report_lines


@click.command(name="train")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@click.option("--again", metavar="HASH", help="Learn from a stored training set instead of all judgements.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the reliability curve.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write the document here.")
def command(seed: int, again: str | None, svg: Path | None, out: Path | None) -> None:
    """Learn from what counselors judged, and store the model as a candidate.

    The same judgements and seed give the same document, byte for byte. A candidate never serves by
    itself: one that learnt enough is heard beside every result, and an admin decides.
    """
    settings = environment.settings()
    database = storage.connect(settings.database_url)
    source = partial(judgements, demo=settings.demo)
    try:
        with steps_progress("cross-validation", FITS) as tick:
            found = train(
                database,
                Instruments(load_expert()),
                source,
                seed=seed,
                now=datetime.now(UTC),
                again=again,
                tick=tick,
            )
    finally:
        database.close()
    if svg is not None:
        svg.write_text(reliability_svg(found.model.card.measured.reliability), encoding="utf-8")
    if out is not None:
        out.write_bytes(found.model.document)
    _print(found)


def _print(found: Candidate) -> None:
    for line in report_lines(found.model.card):
        click.echo(line)
    click.echo("")
    name = f"model {found.number}, {found.model.content_hash[:12]}"
    if found.was_known:
        click.echo(f"This is {name}, known already: nothing was stored.")
    elif found.challenges:
        click.echo(f"Stored as {name}. It is heard beside results from now on; an admin may promote it")
        click.echo("once enough of them were judged blind.")
    else:
        click.echo(f"Stored as {name}. It has not learnt enough to challenge what serves.")
