"""Showing that something takes a while, to a person at a terminal and to nobody else."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def busy(what: str) -> AbstractContextManager[object]:
    """A turning sign on stderr while the block runs, when stderr is a terminal."""
    console = Console(stderr=True)
    return console.status(what) if console.is_terminal else nullcontext()


@contextmanager
def steps_progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar of `total` steps on stderr when that is a terminal; call what it yields after each."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def worlds_progress(total: int) -> AbstractContextManager[Callable[[], None]]:
    """A bar of the simulated worlds that were measured."""
    return steps_progress("simulated worlds", total)
