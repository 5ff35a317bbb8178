"""`mentormatch staff`: accounts of counselors and admins, from the machine itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from mentormatch import storage
from mentormatch.accounts.roles import StaffRole
from mentormatch.cli import environment
from mentormatch.config import Settings
from mentormatch.errors import InvalidInputError, NotFoundError
from mentormatch.i18n import DEFAULT_LOCALE, Locale
from mentormatch.storage.staff import StaffMember
from mentormatch.usecases import staff_joining, staff_people
from mentormatch.usecases.staff_joining import Joining

_REFUSALS = {
    "staff": "there is no account {detail}",
    "name-missing": "a name is needed",
    "name-malformed": "the name is too long, or holds signs that cannot be printed",
    "email-malformed": "that is no e-mail address",
    "email-taken": "there is an account with this e-mail address already",
    "password-short": "the password needs at least 12 characters",
    "password-long": "the password may have at most 128 characters",
    "password-repetitive": "the password repeats itself",
    "password-personal": "the password is made of the name or the address",
    "password-common": "the password is among the first that are guessed",
}
_ROLES = click.Choice([role.value for role in StaffRole])
_LANGUAGES = click.Choice([locale.value for locale in Locale])
_language = click.option(
    "--language", type=_LANGUAGES, default=DEFAULT_LOCALE.value, help="The language of the page."
)


@click.group(name="staff")
def command() -> None:
    """Look after the accounts of counselors and admins."""


@command.command()
@click.argument("email")
@click.option("--name", prompt=True, help="The person's name.")
@click.option("--role", type=_ROLES, default=StaffRole.COUNSELOR.value, show_default=True)
@click.password_option(help="Asked for when it is not given; better not to give it.")
@_language
def add(email: str, name: str, role: str, password: str, language: str) -> None:
    """Make an account with a password that you choose.

    An admin sets up the second factor when signing in for the first time.
    """
    with _database() as (database, _):
        joining = Joining(name, email, password, Locale(language))
        staff_joining.add(database, joining, StaffRole(role), now=datetime.now(UTC))
    click.echo(f"{email} can sign in as {role}.")


@command.command(name="list")
def list_staff() -> None:
    """Show who works here, and who was invited."""
    with _database() as (database, _), database.reading() as tx:
        members, invitations = staff_people.everyone(tx, now=datetime.now(UTC))
    table = Table("e-mail", "name", "role", "second factor", "account", box=None)
    for member in members:
        factor = "yes" if member.totp_seed else "no"
        table.add_row(
            member.email, member.name, member.role.value, factor, "closed" if member.disabled else "open"
        )
    for invitation in invitations:
        until = f"invited until {invitation.expires:%Y-%m-%d %H:%M} UTC"
        table.add_row("", invitation.label, invitation.role.value, "", until)
    if not table.rows:
        click.echo("Nobody works here yet. `mentormatch staff invite --role admin` makes a beginning.")
        return
    Console().print(table)


@command.command()
@click.option("--role", type=_ROLES, default=StaffRole.COUNSELOR.value, show_default=True)
@click.option("--label", default="", help="For whom it is, for the list of invitations.")
@_language
def invite(role: str, label: str, language: str) -> None:
    """Make a link that lets someone join, once, within 7 days."""
    with _database() as (database, settings), database.transaction() as tx:
        token = staff_joining.invite(tx, StaffRole(role), label, by=None, now=datetime.now(UTC))
    click.echo(f"{_base(settings)}/{language}/staff/join/{token}")


@command.command()
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Also remove the second factor.")
@_language
def reset(email: str, *, second_factor: bool, language: str) -> None:
    """Make a link with which someone chooses a new password, once, within 24 hours."""
    with _database() as (database, settings), database.transaction() as tx:
        member = _member(tx, email)
        token = staff_joining.reset_link(
            tx, member.id, ends_second_factor=second_factor, by=None, now=datetime.now(UTC)
        )
    click.echo(f"{_base(settings)}/{language}/staff/reset/{token}")


@command.command()
@click.argument("email")
@click.option("--sessions-only", is_flag=True, help="Sign out everywhere, but leave the account open.")
def revoke(email: str, *, sessions_only: bool) -> None:
    """Close an account and end its sessions; `mentormatch staff restore` opens it again."""
    now = datetime.now(UTC)
    with _database() as (database, _), database.transaction() as tx:
        member = _member(tx, email)
        if sessions_only:
            staff_people.end_sessions(tx, member.id, by=None, now=now)
        else:
            staff_people.disable(tx, member.id, by=None, now=now)
    done = "is signed out everywhere" if sessions_only else "cannot sign in any more"
    click.echo(f"{member.email} {done}.")


@command.command()
@click.argument("email")
def restore(email: str) -> None:
    """Open a closed account again, as it was."""
    with _database() as (database, _), database.transaction() as tx:
        member = _member(tx, email)
        staff_people.enable(tx, member.id, by=None, now=datetime.now(UTC))
    click.echo(f"{member.email} can sign in again.")


@contextmanager
def _database() -> Iterator[tuple[storage.Database, Settings]]:
    settings = environment.settings()
    database = storage.connect(settings.database_url)
    try:
        storage.migrate(database)
        yield database, settings
    except (InvalidInputError, NotFoundError) as error:
        sentence = _REFUSALS.get(error.code, str(error))
        raise click.ClickException(sentence.format(detail=error.detail)) from error
    finally:
        database.close()


def _member(tx: storage.Transaction, email: str) -> StaffMember:
    member = storage.staff.by_email(tx, email)
    if member is None:
        raise NotFoundError("staff", email)
    return member


def _base(settings: Settings) -> str:
    return settings.base_url or f"http://{settings.host}:{settings.port}"
