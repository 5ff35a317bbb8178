"""What the views work with: one frozen bundle, made by the factory, kept on the app."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime

from flask import Flask, current_app

from mentormatch.config import Settings
from mentormatch.guide import Content
from mentormatch.i18n import Catalog, Locale
from mentormatch.storage import Database
from mentormatch.usecases.choices import Choices, ChoicesInForce
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.review_figures import Tally
from mentormatch.usecases.texts import Texts
from mentormatch.usecases.voices import Voices
from mentormatch.values import dataclass
from mentormatch.web.assets import Assets
from mentormatch.web.limiting import Limits
from mentormatch.web.typesetting import Press

_KEY = "mentormatch"
Clock = Callable[[], datetime]
Start = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a view may reach for; `now` gives the time as an aware UTC datetime.

    `settings` are the operator's, the same as long as the process runs; what admins may change
    meanwhile is in `choices()`.
    """

    settings: Settings
    database: Database
    instruments: Instruments
    voices: Voices
    texts: Texts
    assets: Assets
    now: Clock
    start_jobs: Start
    limits: Limits
    tally: Tally = field(default_factory=Tally)
    chosen: ChoicesInForce = field(default_factory=ChoicesInForce)
    press: Press = field(default_factory=Press)

    @property
    def catalogs(self) -> Mapping[Locale, Catalog]:
        """The interface words of each language."""
        return self.voices.catalogs

    def choices(self) -> Choices:
        """What admins have put in force; before a transaction, not within. No query most of the time."""
        return self.chosen.at(self.settings, self.database, self.now())

    @property
    def content(self) -> Content:
        """The texts as this process reads them now."""
        return self.texts.content

    def keep_up(self) -> None:
        """Look whether other texts have been published, before a page that says them."""
        self.texts.keep_up(self.database, now=self.now())


def install(app: Flask, services: Services) -> None:
    """Keep the services on the app, for `services()`."""
    app.extensions[_KEY] = services


def services() -> Services:
    """The services of the app that handles the current request."""
    return installed(current_app)


def installed(app: Flask) -> Services:
    """The services of an app."""
    found = app.extensions[_KEY]
    assert isinstance(found, Services)
    return found
