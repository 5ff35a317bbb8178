"""`mentormatch purge`: delete what has been kept long enough."""

from datetime import UTC, datetime

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.usecases import choices
from mentormatch.usecases.purging import purge


@click.command(name="purge")
@click.option("--quiet", is_flag=True, help="Say something only when it was refused.")
def command(quiet: bool) -> None:
    """Delete unfinished attempts, results and contact details that are past their days.

    `mentormatch serve` does this by itself, every hour.
    """
    settings = environment.settings()
    database = storage.connect(settings.database_url)
    try:
        with database.reading() as tx:
            kept = choices.load(tx, settings)
        deleted = sum(
            purge(
                database,
                now=datetime.now(UTC),
                unfinished_days=kept.unfinished_days,
                result_days=kept.result_days,
                contact_days=kept.contact_days,
            )
        )
    finally:
        database.close()
    if not quiet:
        click.echo(f"Deleted {deleted} attempt(s) that had been kept long enough.")
