"""`mentormatch serve`: get ready, then serve with gunicorn until told to stop."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.config import Settings
from mentormatch.usecases.demo_database import as_marked
from mentormatch.usecases.set_up import Ready, invite_first_admin, set_up
from mentormatch.usecases.unsafe_settings import require_connections, require_safe
from mentormatch.web.server import require_free_address, serve


@click.command(name="serve")
@click.option("--host", help="Address to listen on (MENTORMATCH_HOST).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; 0: any (MENTORMATCH_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes (MENTORMATCH_WORKERS).")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads each (MENTORMATCH_THREADS).")
def command(host: str | None, port: int | None, workers: int | None, threads: int | None) -> None:
    """Create or upgrade the database, then serve the quiz."""
    settings = environment.settings()
    named: dict[str, Any] = {"host": host, "port": port, "workers": workers, "threads": threads}
    settings = replace(settings, **{k: v for k, v in named.items() if v is not None})
    require_safe(settings)
    if not environment.has_socket():
        require_free_address(settings)
    database = storage.connect(settings.database_url)
    require_connections(database, settings)
    now = datetime.now(UTC)
    ready = set_up(database, now=now)
    token = invite_first_admin(database, now=now)
    database.close()
    settings = as_marked(settings)
    serve(settings, lambda address: _greet(settings, address, ready, token))


def _greet(settings: Settings, address: str, ready: Ready, token: str | None) -> None:
    base = settings.base_url or address
    click.echo(f"mentormatch serves question bank version {ready.bank_number}.")
    click.echo(f"  the quiz   {base}/quiz")
    if token is not None:
        click.echo(f"  first admin (once, within a day)   {base}/fr/staff/join/{token}")
    if not ready.shipped_hash:
        click.echo("  note       the file of the shipped bank is damaged: see `doctor`")
    elif ready.bank_hash != ready.shipped_hash:
        click.echo("  note       the shipped bank differs from the published one: see `bank check`")
