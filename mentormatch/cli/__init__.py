"""The `mentormatch` command: one module a command group, loaded when it is asked for."""

import gc
import importlib
import os
import sys

import click

from mentormatch import __version__
from mentormatch.errors import InvalidDocumentError, MentormatchError

_COMMANDS = {
    "serve": "mentormatch.cli.serve",
    "init": "mentormatch.cli.init",
    "demo": "mentormatch.cli.demo",
    "staff": "mentormatch.cli.staff",
    "bank": "mentormatch.cli.bank",
    "score": "mentormatch.cli.score",
    "evaluate": "mentormatch.cli.evaluate",
    "train": "mentormatch.cli.train",
    "rescore": "mentormatch.cli.rescore",
    "doctor": "mentormatch.cli.doctor",
    "purge": "mentormatch.cli.purge",
    "backup": "mentormatch.cli.backup",
    "restore": "mentormatch.cli.restore",
    "copy-to": "mentormatch.cli.copy_to",
    "jobs": "mentormatch.cli.jobs",
}


class _Commands(click.Group):
    """Imports a command's module only when that command runs, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        # Modules stay: looking among them for garbage, again and again, only makes the start slower.
        gc.disable()
        command = importlib.import_module(_COMMANDS[cmd_name]).command
        gc.enable()
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mentormatch")
def cli() -> None:
    """Which kind of mentoring or coaching fits, why, and what to do next."""


def main() -> None:
    """Run the command; a refusal is told on stderr in plain words, with exit status 1."""
    # A process scores on one core; more threads of the linear algebra library only cost start-up.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli(prog_name="mentormatch")
    except InvalidDocumentError as error:
        click.echo(f"The document was refused; {len(error.problems)} problem(s):", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
        sys.exit(1)
    except MentormatchError as error:
        click.echo(f"mentormatch: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has left, as `head` does; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
