"""Which language a request is answered in: its address says, else the reader's preferences.

A language whose files are damaged is answered in the one that stands in for it.
"""

import logging
from urllib.parse import quote

from flask import Flask, Request, request
from flask.wrappers import Response
from werkzeug.routing import BaseConverter

from mentormatch.i18n import Locale, choose_locale, parse_locale
from mentormatch.usecases.voices import Voices
from mentormatch.web.services import services

log = logging.getLogger(__name__)


class LocaleConverter(BaseConverter):
    """The `<locale:…>` part of an address."""

    regex = "fr|en|ar"

    def to_python(self, value: str) -> Locale:
        """The language of an address part, which is one of them."""
        return Locale(value)

    def to_url(self, value: Locale) -> str:
        """The address part of a language."""
        return value.value


def preferred_locale(request: Request) -> Locale:
    """The language a visitor prefers: `?lang=`, else Accept-Language, else French."""
    try:
        asked = parse_locale(request.args.get("lang"))
    except UnicodeDecodeError:
        # The query is no text, which is being said: that page too needs a language.
        asked = None
    return services().voices.stand_in(asked or choose_locale(request.accept_languages.values()))


def locale_of_path(request: Request) -> Locale:
    """The language of an address that may lead nowhere: its prefix, else the preferred one."""
    named = _named(request)
    return preferred_locale(request) if named is None else services().voices.stand_in(named)


def lead_on(app: Flask, voices: Voices) -> None:
    """Lead from the addresses of each silent language to the same ones of its stand-in, and log it."""
    for problem in voices.problems():
        log.error("language damaged", extra={"code": "language-damaged", "detail": problem})
    if not voices.silent:
        return

    @app.before_request
    def to_the_stand_in() -> Response | None:
        named = _named(request)
        if named is None or named not in voices.silent:
            return None
        rest = quote(request.path).lstrip("/").removeprefix(named)
        query = request.query_string.decode(errors="replace")
        address = f"/{voices.stand_in(named)}{rest}" + (f"?{query}" if query else "")
        # With 307 a form is sent again as it was.
        return Response(status=307, headers={"Location": address, "Cache-Control": "no-store"})


def _named(request: Request) -> Locale | None:
    """The language that an address begins with."""
    first = request.path.strip("/").split("/", 1)[0]
    return Locale(first) if first in tuple(Locale) else None
