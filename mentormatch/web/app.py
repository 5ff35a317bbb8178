"""The application factory: it builds, and does nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

from mentormatch import storage
from mentormatch.config import Settings
from mentormatch.scoring import load_expert
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.texts import Texts
from mentormatch.usecases.voices import load_voices
from mentormatch.web import assets, errors, languages, logs, rendering, security, services, traffic
from mentormatch.web.accounts import accounts
from mentormatch.web.admin import admin
from mentormatch.web.audit import audit
from mentormatch.web.counselor import counselor
from mentormatch.web.languages import LocaleConverter
from mentormatch.web.limiting import Limits
from mentormatch.web.machines import machines
from mentormatch.web.models import models
from mentormatch.web.routes import LateRule
from mentormatch.web.settings import settings as running
from mentormatch.web.visitor import visitor
from mentormatch.web.visitor.addresses import TokenConverter


class NoSession(SessionInterface):
    """No session of Flask's: visitors get no cookie, and staff sessions are rows.

    Flask's own would prepare to check a signature on every request, before anybody asks.
    """

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """None: what would be kept in a session is refused."""
        return None


class App(Flask):
    """Flask without what none of our views needs."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is a coroutine, which Flask would look for at every call."""
        return func


def utc_now() -> datetime:
    """The time of the clock, aware, in UTC."""
    return datetime.now(UTC)


def nobody() -> None:
    """Leave jobs to whoever runs `mentormatch jobs`."""


def create_app(
    settings: Settings, *, clock: services.Clock = utc_now, start_jobs: services.Start = nobody
) -> Flask:
    """The WSGI application of these settings.

    The database is not opened until the first request, so that server processes forked from
    this one each open their own. `start_jobs` is called when a job was asked for.
    """
    app = App("mentormatch", static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
    )
    app.session_interface = NoSession()
    app.url_rule_class = LateRule
    app.url_map.strict_slashes = True
    app.url_map.converters.update(locale=LocaleConverter, token=TokenConverter)
    built = assets.with_compressed(assets.find_assets(), settings.data_dir)
    voices = load_voices()
    services.install(
        app,
        services.Services(
            settings=settings,
            database=storage.connect(settings.database_url),
            instruments=Instruments(load_expert()),
            voices=voices,
            texts=Texts(voices.content),
            assets=built,
            now=clock,
            start_jobs=start_jobs,
            limits=Limits(settings),
        ),
    )
    logs.install(app, settings)
    traffic.install(app)
    rendering.install(app, voices.catalogs, built.url)
    security.protect(app, settings)
    languages.lead_on(app, voices)
    errors.install(app)
    for room in (machines, visitor, accounts, models, counselor, admin, audit, running):
        app.register_blueprint(room)
    traffic.open_counts(app, settings.data_dir)
    assets.serve(app, built, security.headers_of_all(settings))
    if settings.proxies:
        count = settings.proxies
        # Flask documents replacing `wsgi_app` with a wrapper; its type does not know.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    return app
