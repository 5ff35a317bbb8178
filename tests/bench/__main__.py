"""`./dev bench`: measure, and say as ratios what was found."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from tests.bench import otree_server
from tests.bench.against_otree import measure_against_otree
from tests.bench.keeping import measure_keeping
from tests.bench.load import measuring
from tests.bench.machine import Watch, description
from tests.bench.queueing import measure_queueing
from tests.bench.ratios import Figure
from tests.bench.scoring import measure_scoring
from tests.bench.serving import measure_serving
from tests.bench.sizes import FULL, QUICK, TINY, Sizes
from tests.bench.starting import measure_starting

_SECTIONS: Mapping[str, Callable[[Path, Sizes, Callable[[str], None]], list[Figure]]] = {
    "serving": measure_serving,
    "otree": measure_against_otree,
    "starting": measure_starting,
    "scoring": measure_scoring,
    "queueing": measure_queueing,
    "keeping": measure_keeping,
}
_VERDICTS = {"aim": "[green]aim met[/]", "must": "[green]must met[/]", "missed": "[red]missed[/]", "": ""}


def measure(sizes: Sizes, sections: Sequence[str], tick: Callable[[str], None]) -> dict[str, list[Figure]]:
    """The figures of each section; everything that is written lies in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="mentormatch-bench-") as folder:
        return {name: _SECTIONS[name](Path(folder), sizes, tick) for name in _SECTIONS if name in sections}


def loaded(day: measuring.Day, tick: Callable[[str], None]) -> dict[str, list[Figure]]:
    """The figures of the load."""
    with tempfile.TemporaryDirectory(prefix="mentormatch-load-") as folder:
        return measuring.measure_load(Path(folder), day, tick)


def table(title: str, figures: Sequence[Figure]) -> Table:
    """The figures of a section as people read them."""
    made = Table("", "median", "min – max", "must", "aim", "", title=title, title_justify="left")
    for column in made.columns[1:3]:
        column.justify = "right"
    for figure in figures:
        sign = "≥" if figure.least else "≤"
        made.add_row(
            f"{figure.name}\n[dim]{figure.about}[/]" if figure.about else figure.name,
            f"{_short(figure.middle)} {figure.unit}",
            f"{_short(min(figure.values))} – {_short(max(figure.values))}",
            "" if figure.must is None else f"{sign} {figure.must:g}",
            "" if figure.aim is None else f"{sign} {figure.aim:g}",
            _VERDICTS[figure.verdict],
        )
    return made


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def usual_sections(say: Callable[[str], None]) -> list[str]:
    """Every section; oTree's only when oTree is there, as nobody asked for fetching it."""
    if otree_server.present():
        return list(_SECTIONS)
    say("oTree is not here and left out: ./dev bench --only otree brings it, and measures against it")
    return [name for name in _SECTIONS if name != "otree"]


@click.command(name="./dev bench")
@click.option("--quick", is_flag=True, help="A minute instead of ten.")
@click.option("--tiny", is_flag=True, hidden=True, help="Whether it works at all; the figures mean nothing.")
@click.option("--repetitions", type=click.IntRange(1, 50), help="Pairs of each measurement.")
@click.option("--only", type=click.Choice([*_SECTIONS]), multiple=True, help="One section; may be repeated.")
@click.option("--load", is_flag=True, help="Only the load: visitors as they come, seven minutes.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of tables.")
def main(*, quick: bool, tiny: bool, load: bool, as_json: bool, **chosen: Any) -> None:
    """Measure the quiz against the least that plain Flask and numpy could do, side by side.

    Everything is served on 127.0.0.1. Ratios are medians of pairs measured one after the other.
    """
    sizes = TINY if tiny else QUICK if quick else FULL
    if chosen["repetitions"]:
        sizes = replace(sizes, repetitions=chosen["repetitions"])
    notes = Console(stderr=True, highlight=False)
    watch = Watch.start()

    def tick(what: str) -> None:
        notes.print(f"[dim]{what} …[/]")

    if load:
        found = loaded(measuring.TINY if tiny else measuring.QUICK if quick else measuring.FULL, tick)
    else:
        found = measure(sizes, chosen["only"] or usual_sections(notes.print), tick)
    about = {**description(), **watch.noise()}
    if as_json:
        sections = {name: [figure.as_document() for figure in figures] for name, figures in found.items()}
        click.echo(json.dumps({"machine": about, **sections}, ensure_ascii=False, indent=1))
        return
    console = Console(highlight=False)
    for name, figures in found.items():
        console.print(table(name, figures))
    console.print(" · ".join(f"{name} {value}" for name, value in about.items()))


if __name__ == "__main__":
    main()
