"""`mentormatch init`: create or upgrade the database and load the shipped bank."""

from datetime import UTC, datetime

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.usecases.set_up import set_up


@click.command(name="init")
def command() -> None:
    """Create or upgrade the database; safe to repeat."""
    settings = environment.settings()
    database = storage.connect(settings.database_url)
    try:
        ready = set_up(database, now=datetime.now(UTC))
    finally:
        database.close()
    done = "loaded" if ready.bank_was_loaded else "was there already"
    click.echo(f"The database is ready; question bank version {ready.bank_number} {done}.")
