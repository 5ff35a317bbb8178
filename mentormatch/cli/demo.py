"""`mentormatch demo`: look around among simulated people, in a database of their own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from mentormatch import storage
from mentormatch.accounts import codes
from mentormatch.cli import environment
from mentormatch.config import Settings
from mentormatch.errors import ConflictError
from mentormatch.scoring import load_expert
from mentormatch.usecases import demo, demo_staff
from mentormatch.usecases.demo_database import Plan, as_marked, prepare
from mentormatch.usecases.demo_staff import DemoAccount
from mentormatch.usecases.instruments import Instruments
from mentormatch.web.server import serve

_REFUSED = "that database holds something else: a demonstration is made in an empty one"
_NONE_YET = "there is no demonstration yet: `mentormatch demo` makes one"
_OWN = "that is the database that people use: a demonstration needs another one"


@click.command(name="demo")
@click.option("--people", type=click.IntRange(10, 20_000), default=2400, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 25), default=8, show_default=True)
@click.option("--seed", type=click.IntRange(0, 999_999), default=1, show_default=True)
@click.option("--database", "url", help="An empty database, or one made by this command before.")
@click.option("--fill-only", is_flag=True, help="Fill it and say what is there, but do not serve it.")
@click.option("--code", is_flag=True, help="Only print the admin's code of this moment.")
@click.option("--host", help="Address to listen on (MENTORMATCH_HOST).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; 0: any (MENTORMATCH_PORT).")
def command(  # noqa: PLR0913 - click hands every option over by its name
    people: int,
    weeks: int,
    seed: int,
    url: str | None,
    *,
    fill_only: bool,
    code: bool,
    host: str | None,
    port: int | None,
) -> None:
    """Fill a database of its own with simulated people, and serve it.

    Nobody in it is real, and every page says so. The same seed makes the same people; a database
    that was filled before is shown as it is. Delete its file to begin anew.
    """
    settings = _settings(url, host, port)
    now = datetime.now(UTC)
    if code:
        for account in _accounts(settings):
            if account.key:
                click.echo(f"{account.email}   {codes.code_at(account.key, now)}")
        return
    links = _filled(settings, Plan(seed, people, weeks), now=now)
    accounts = _accounts(settings)
    if fill_only:
        base = settings.base_url or f"http://{settings.host}:{settings.port}"
        _say(base, accounts, links)
    else:
        # Jobs are done by a process of their own, which must find this database too.
        os.environ["DATABASE_URL"] = settings.database_url
        serve(settings, lambda address: _say(settings.base_url or address, accounts, links))


def _settings(url: str | None, host: str | None, port: int | None) -> Settings:
    """The settings of a demonstration: all as they are, but for the database."""
    settings = environment.settings()
    chosen = url or f"sqlite:///{settings.data_dir}/demo.sqlite3"
    if chosen == settings.database_url:
        raise click.ClickException(_OWN)
    named: dict[str, Any] = {"host": host, "port": port}
    given = {name: value for name, value in named.items() if value is not None}
    return replace(settings, database_url=chosen, demo=True, **given)


def _filled(settings: Settings, plan: Plan, *, now: datetime) -> tuple[demo.DemoLink, ...]:
    """Fill the database where that is still to be done; results to look at."""
    database = storage.connect(settings.database_url)
    try:
        plan = prepare(database, plan, now=now)
        with _progress(plan.people) as tick:
            demo.fill(database, settings, Instruments(load_expert()), plan, tick, now=now)
        with database.reading() as tx:
            return demo.links(tx, plan, settings.secret_key)
    except ConflictError as error:
        raise click.ClickException(_REFUSED) from error
    finally:
        database.close()


def _accounts(settings: Settings) -> tuple[DemoAccount, ...]:
    if not as_marked(replace(settings, demo=False)).demo:
        raise click.ClickException(_NONE_YET)
    database = storage.connect(settings.database_url)
    try:
        with database.reading() as tx:
            return demo_staff.accounts(tx, settings.secret_key)
    finally:
        database.close()


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr when that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("simulated visitors"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("visitors", total=total)
        yield lambda: bar.advance(task)


def _say(base: str, accounts: tuple[DemoAccount, ...], links: tuple[demo.DemoLink, ...]) -> None:
    """Where to look, and how to get in."""
    click.echo("A demonstration: nobody in it is real, and every page says so.")
    click.echo(f"  the quiz   {base}/quiz")
    click.echo(f"  the staff  {base}/fr/staff/sign-in")
    for account in accounts:
        click.echo(f"    {account.role:<10} {account.email:<22} {account.password}")
        if account.key:
            click.echo(f"    {'':<10} key for an authenticator app: {codes.spaced(account.key)}")
            click.echo(f"    {'':<10} {codes.setup_uri(account.key, account.email)}")
            click.echo(f"    {'':<10} or the code of the moment: this same command with --code")
    click.echo("  results")
    for link in links:
        click.echo(f"    {_about(link):<34} {base}/{link.locale}/result/{link.token}")


def _about(link: demo.DemoLink) -> str:
    words = [link.kind]
    if link.close_call:
        words.append("close call")
    if link.answered:
        words.append("a counselor wrote")
    return ", ".join(words)
