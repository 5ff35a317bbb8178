"""The secret addresses of an attempt, as paths and as links that leave the site."""

from flask import request
from werkzeug.routing import BaseConverter

from mentormatch.i18n import Locale
from mentormatch.usecases.tokens import TOKEN_PATTERN
from mentormatch.web.services import services
from mentormatch.web.visitor.pages import Keeping


class TokenConverter(BaseConverter):
    """The `<token:…>` part of an address: 43 characters of base64url."""

    regex = TOKEN_PATTERN


def quiz_path(locale: Locale, token: str) -> str:
    """The address that resumes an attempt."""
    return f"/{locale}/quiz/{token}"


def question_path(locale: Locale, token: str, position: int) -> str:
    """The address of a question, by its 1-based position."""
    return f"/{locale}/quiz/{token}/{position}"


def check_path(locale: Locale, token: str) -> str:
    """The address of the check-your-answers page."""
    return f"/{locale}/quiz/{token}/check"


def more_path(locale: Locale, token: str) -> str:
    """The address that two further questions are asked of."""
    return f"/{locale}/quiz/{token}/more"


def result_path(locale: Locale, token: str) -> str:
    """The address of the result."""
    return f"/{locale}/result/{token}"


def erase_path(locale: Locale, token: str) -> str:
    """The address where everything of an attempt is erased, finished or not."""
    return f"{result_path(locale, token)}/erase"


def compare_path(locale: Locale) -> str:
    """The address where two results are compared; it never holds their links."""
    return f"/{locale}/compare"


def keeping(locale: Locale, token: str) -> Keeping:
    """How a visitor comes back to an attempt, and how to erase it."""
    resume = quiz_path(locale, token)
    return Keeping(external(resume), f"{resume}/qr.svg", erase_path(locale, token))


def external(path: str) -> str:
    """A path as a whole address: on the public address when set, else as the visitor came."""
    base = services().settings.base_url or f"{request.scheme}://{request.host}"
    return base + path
