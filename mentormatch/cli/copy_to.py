"""`mentormatch copy-to`: move everything to another database, and prove that it arrived."""

import sys

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.usecases.moving import copy_to


@click.command(name="copy-to")
@click.argument("database_url")
def command(database_url: str) -> None:
    """Copy everything into the database at DATABASE_URL, empty or begun before; stop the server first.

    With - for DATABASE_URL the address is read from standard input: what stands on a command line,
    a password too, can be read by everybody on the machine.
    """
    source = storage.connect(environment.settings().database_url)
    target = storage.connect(sys.stdin.readline().strip() if database_url == "-" else database_url)
    try:
        digests = copy_to(source, target, lambda table, rows: click.echo(f"{table}: {rows} row(s) written"))
    finally:
        source.close()
        target.close()
    for table, digest in digests.items():
        click.echo(f"{table}: {digest.rows} row(s) on both sides, sha256 {digest.sha256}")
