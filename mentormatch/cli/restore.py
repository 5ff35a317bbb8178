"""`mentormatch restore`: put a backup back, without bringing erased people back."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.cli.progress import busy
from mentormatch.usecases.backing_up import restore

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(name="restore")
@click.argument("backup", type=_FILE)
@click.option("--overwrite", is_flag=True, help="Replace what is in the database.")
@click.option(
    "--also-erase",
    "newer",
    multiple=True,
    type=_FILE,
    help="A newer backup, whose erasures count as well; may be repeated.",
)
def command(backup: Path, overwrite: bool, newer: tuple[Path, ...]) -> None:
    """Put BACKUP in the place of the database's content: all of it, or nothing is changed.

    Visitors who erased their attempt after the backup stay erased, and questions to counselors
    that were taken back stay so.
    """
    database = storage.connect(environment.settings().database_url)
    try:
        with busy("Restoring …"):
            done = restore(database, backup, overwrite=overwrite, newer=newer, now=datetime.now(UTC))
    finally:
        database.close()
    click.echo(f"Restored {done.rows} rows; erased {done.erased_again} attempt(s) again.")
    click.echo(f"Took {done.withdrawn_again} question(s) to counselors back again.")
    for problem in done.problems:
        click.echo(f"  !! {problem}", err=True)
    sys.exit(1 if done.problems else 0)
