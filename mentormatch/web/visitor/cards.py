"""The pictures that are shown where somebody shares a link: one for home, one for each kind."""

from functools import lru_cache

from flask.wrappers import Response

from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.web.drawings import colours, marks
from mentormatch.web.services import services
from mentormatch.web.typesetting import Press
from mentormatch.web.visitor.blueprint import visitor
from mentormatch.web.visitor.speech import Speech

_DAY = 86_400


@visitor.get("/<locale:locale>/cards/<any(home,formal,informal,reverse,coaching):card>.png")
def picture(locale: Locale, card: str) -> Response:
    """The picture of the home page or of a kind, in one language."""
    speech = Speech(locale)
    if card == "home":
        title, lead = speech.text("home.title"), speech.say("About 12 questions, 3 minutes, no account.")
    else:
        title, lead = speech.text(f"kind.{card}.name"), speech.text(f"kind.{card}.tagline")
    kinds = tuple(kind.value for kind in Kind) if card == "home" else (card,)
    response = Response(_drawn(services().press, locale, kinds, title, lead), mimetype="image/png")
    response.headers["Content-Language"] = locale.value
    response.headers["Cache-Control"] = f"public, max-age={_DAY}"
    # Made to be shown by other sites, which our other addresses are not.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


# There are fifteen, each drawn once in a process that is asked for it.
@lru_cache(maxsize=15)
def _drawn(press: Press, locale: Locale, kinds: tuple[str, ...], title: str, lead: str) -> bytes:
    return press.png(
        "card.typ",
        {
            "lang": locale.value,
            "dir": locale.direction,
            "colours": dict(colours()),
            "marks": dict(marks()),
            "kinds": list(kinds),
            "title": title,
            "lead": lead,
        },
    )
