"""`mentormatch backup`: a verified copy of everything, made while visitors are served."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.cli.progress import busy
from mentormatch.usecases.backing_up import back_up, thin_out


@click.command(name="backup")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), help="Afterwards delete all but the newest so many.")
def command(folder: Path | None, keep: int | None) -> None:
    """Write a verified backup into FOLDER (backups/ in the data place when it is not named)."""
    settings = environment.settings()
    folder = folder or settings.data_dir / "backups"
    database = storage.connect(settings.database_url)
    try:
        with busy("Backing up …"):
            made = back_up(database, folder, now=datetime.now(UTC))
    finally:
        database.close()
    click.echo(f"{made.path}: {made.rows} rows, compared with the database.")
    if made.problems:
        # Older backups may be better than this one: none is deleted.
        for problem in made.problems:
            click.echo(f"  !! {problem}", err=True)
        sys.exit(1)
    for old in thin_out(folder, keep) if keep else ():
        click.echo(f"Deleted {old.name}.")
