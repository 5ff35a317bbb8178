"""A small installation at work: an admin, a counselor, a visitor who has finished and one who has not."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

from click.testing import CliRunner
from flask import Flask

from mentormatch.cli import cli
from mentormatch.errors import MentormatchError
from mentormatch.usecases.set_up import set_up
from mentormatch.web import create_app
from mentormatch.web.services import Services, services
from tests.apps import Clock, settings_for
from tests.pages import Page, Visitor, form_values
from tests.quizzes import Finished, each_in_turn, take
from tests.staff import StaffMember, confirmed, counselor_of, first_admin

# Does one write, and says why it was not acknowledged; empty when it was.
Act = Callable[[], str]

DATABASE = "mentormatch.sqlite3"
# Every case is shown with the program's view, and read once: what a deed leads to is the same each time.
_NO_CHANCE = {"MENTORMATCH_BLIND_PERCENT": "0", "MENTORMATCH_DOUBLE_PERCENT": "0"}


@dataclass
class World:
    """Who is there, in which folder; made once, and copied with its process for each deed."""

    folder: Path
    app: Flask
    clock: Clock
    visitor: Visitor
    ada: StaffMember
    zoe: StaffMember
    finished: Finished

    @property
    def url(self) -> str:
        return url_in(self.folder)

    @property
    def served(self) -> Services:
        with self.app.app_context():
            return services()

    def with_settings(self, **changed: int) -> None:
        """Serve with other settings from now on."""
        served = self.served
        # Only numbers are changed here; mypy cannot know which fields hold them.
        settings = replace(served.settings, **changed)  # type: ignore[arg-type]
        self.app.extensions["mentormatch"] = replace(served, settings=settings)

    def finish_another(self) -> None:
        """Another visitor finishes a quiz, and is the one who is looked at from now on."""
        self.finished = take(self.visitor, "en", answering=each_in_turn())

    def begin_anew(self) -> None:
        """Leave nothing of the database."""
        self.close()
        for path in self.folder.glob(f"{DATABASE}*"):
            path.unlink()

    def close(self) -> None:
        """Close the connections, before a fork or a copy of the files."""
        self.served.database.close()


def url_in(folder: Path) -> str:
    """The address of the database in a folder."""
    return f"sqlite:///{folder / DATABASE}"


def made_in(folder: Path) -> World:
    """The world in an empty folder."""
    # Slow enough that no deed has to note, besides, that a session is in use.
    clock = Clock(pace=timedelta(seconds=0.1))
    settings = settings_for(url_in(folder), folder, **_NO_CHANCE, MENTORMATCH_LOG_LEVEL="ERROR")
    app = create_app(settings, clock=clock)
    with app.app_context():
        set_up(services().database, now=clock())
    ada = first_admin(app, clock)
    zoe = counselor_of(ada)
    visitor = Visitor(app)
    finished = take(visitor, "en", answering=each_in_turn())
    confirmed(ada, "/en/staff/people/invite")
    clock.go_on(minutes=2)
    for member in (ada, zoe):
        member.page("/en/staff")
    return World(folder, app, clock, visitor, ada, zoe, finished)


def posting(who: Visitor, path: str, data: dict[str, str]) -> Act:
    """One post, of which a page or a redirect is the acknowledgement."""

    def act() -> str:
        answer = who.post(path, data)
        return "" if answer.status_code in {200, 303} else f"status {answer.status_code}"

    return act


def sending(who: Visitor, page: Page, to: str = "", **fields: str) -> Act:
    """One post of a page's form, filled in."""
    form = page.form(to)
    return posting(who, urljoin(page.path, form.get("action", "")), {**form_values(form), **fields})


def commanding(world: World, *arguments: str) -> Act:
    """One command, of which the exit status 0 is the acknowledgement."""
    world.close()

    def act() -> str:
        environment = {
            "DATABASE_URL": world.url,
            "MENTORMATCH_DATA_DIR": str(world.folder),
            "MENTORMATCH_SECRET_KEY": world.served.settings.secret_key,
            **_NO_CHANCE,
        }
        os.environ.update(environment)
        done = CliRunner().invoke(cli, arguments)
        if isinstance(done.exception, MentormatchError):
            return f"refused: {done.exception}"
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            return f"defect: {done.exception!r}"
        return "" if done.exit_code == 0 else f"exit status {done.exit_code}: {done.output[-200:]}"

    return act
