"""`mentormatch purge`: delete what has been kept long enough."""

from datetime import UTC, datetime

import click

from mentormatch import storage
from mentormatch.cli import environment


@click.command(name="purge")
def command() -> None:
    """Delete unfinished attempts and results that are past their days."""
    settings = environment.settings()
    database = storage.connect(settings.database_url)
    try:
        with database.transaction() as tx:
            counts = storage.purge(
                tx,
                now=datetime.now(UTC),
                unfinished_days=settings.unfinished_days,
                result_days=settings.result_days,
            )
    finally:
        database.close()
    click.echo(f"Purged: {counts}.")
