"""What the views work with: one frozen bundle, made by the factory, kept on the app."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app

from mentormatch.config import Settings
from mentormatch.guide import Content
from mentormatch.i18n import Catalog, Locale
from mentormatch.storage import Database
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.texts import Texts
from mentormatch.web.assets import Assets
from mentormatch.web.typesetting import Press

_KEY = "mentormatch"
Clock = Callable[[], datetime]
Start = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a view may reach for; `now` gives the time as an aware UTC datetime."""

    settings: Settings
    database: Database
    instruments: Instruments
    catalogs: Mapping[Locale, Catalog]
    texts: Texts
    assets: Assets
    now: Clock
    start_jobs: Start
    press: Press = field(default_factory=Press)

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
    found = current_app.extensions[_KEY]
    assert isinstance(found, Services)
    return found
