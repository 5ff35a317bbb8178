"""Which language a request is answered in: its address says, else the reader's preferences."""

from flask import Request
from werkzeug.routing import BaseConverter, ValidationError

from mentormatch.i18n import Locale, choose_locale, parse_locale


class LocaleConverter(BaseConverter):
    """The `<locale:…>` part of an address."""

    regex = "fr|en|ar"

    def to_python(self, value: str) -> Locale:
        """The language of an address part; anything else does not match."""
        locale = parse_locale(value)
        if locale is None:
            raise ValidationError
        return locale

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
    return asked or choose_locale(request.accept_languages.values())


def locale_of_path(request: Request) -> Locale:
    """The language of an address that may lead nowhere: its prefix, else the preferred one."""
    first = request.path.strip("/").split("/", 1)[0]
    if first in tuple(Locale):
        return Locale(first)
    return preferred_locale(request)
