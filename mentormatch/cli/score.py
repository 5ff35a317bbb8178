"""`mentormatch score`: attempts in, results out, a line each."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

from mentormatch.cli.learned import learned_model
from mentormatch.quiz import parse_bank
from mentormatch.quiz.document import MAX_DOCUMENT_BYTES
from mentormatch.scoring import load_expert
from mentormatch.usecases.score_file import score_file


@click.command(name="score")
@click.argument("bank", type=click.File("rb"))
@click.option("--model", metavar="MODEL", help="A learned model: a file, or the number of a stored one.")
def command(bank: BinaryIO, model: str | None) -> None:
    """Score attempts from stdin under BANK, a bank's JSON file; results go to stdout.

    One attempt a line: {"id": …, "role": "find" or "become", "answers": {question: option}}, null
    for a skipped question. Lines that cannot be scored are named on stderr, and the exit status
    is 1.
    """
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    parsed = parse_bank(bank.read(MAX_DOCUMENT_BYTES + 1))
    expert = load_expert()
    residual = learned_model(model, expert).residual if model else None
    with _progress(source) as advance:
        tally = score_file(parsed, expert, source, sink, report=_report, advance=advance, residual=residual)
    click.echo(f"{tally.scored} scored, {tally.bad} bad", err=True)
    sys.exit(1 if tally.bad else 0)


def _report(number: int, reason: str) -> None:
    click.echo(f"line {number}: {reason}", err=True)


@contextmanager
def _progress(source: BinaryIO) -> Iterator[Callable[[int], None]]:
    """A function to be told the bytes read; shows a bar where there is someone to see it."""
    console, size = Console(stderr=True), _size(source)
    if size is None or not console.is_terminal:
        yield lambda count: None
        return
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=size)
        yield lambda count: progress.advance(task, count)


def _size(source: BinaryIO) -> int | None:
    """The bytes of a regular file; None for a pipe or a terminal."""
    try:
        status = os.fstat(source.fileno())
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
