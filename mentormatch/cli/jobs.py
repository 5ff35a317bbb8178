"""`mentormatch jobs`: do what was asked for on a page and takes a while."""

import os
import secrets
from datetime import UTC, datetime
from typing import Any

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.scoring import load_expert
from mentormatch.storage.jobs import Job
from mentormatch.usecases import jobs
from mentormatch.usecases.audit_trail import check_chain

_NICENESS = 10


@click.command(name="jobs")
@click.option("--quiet", is_flag=True, help="Say something only when it was refused.")
def command(quiet: bool) -> None:
    """Do the jobs that wait, and take up those that a process left behind; then end.

    `mentormatch serve` runs this by itself, when a job is asked for and every minute.
    """
    # Visitors go first.
    os.nice(_NICENESS)
    database = storage.connect(environment.settings().database_url)
    try:
        works: dict[str, jobs.Work] = {jobs.IMPACT: _impact, jobs.CHAIN: check_chain}
        worker = secrets.token_hex(16)
        done = jobs.run_waiting(database, works, worker=worker, clock=lambda: datetime.now(UTC))
    finally:
        database.close()
    if not quiet:
        click.echo(f"Did {len(done)} job(s).")


def _impact(database: storage.Database, job: Job, content: bytes, alive: jobs.Alive) -> dict[str, Any] | None:
    # Imported when there is something to measure: the laboratory takes its time to load.
    from mentormatch.usecases.impact import Impact

    return Impact(load_expert())(database, job, content, alive)
