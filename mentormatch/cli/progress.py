"""Showing that something takes a while, to a person at a terminal and to nobody else."""

from contextlib import AbstractContextManager, nullcontext

from rich.console import Console


def busy(what: str) -> AbstractContextManager[object]:
    """A turning sign on stderr while the block runs, when stderr is a terminal."""
    console = Console(stderr=True)
    return console.status(what) if console.is_terminal else nullcontext()
