"""Every refusal and failure as a kind page, in the reader's language, with the right status."""

import logging

from flask import Flask, request
from flask.wrappers import Response
from werkzeug.exceptions import HTTPException

from mentormatch.errors import (
    ConflictError,
    InvalidInputError,
    MentormatchError,
    NotFoundError,
    TooManyTriesError,
    UnavailableError,
)
from mentormatch.i18n import Locale
from mentormatch.web.languages import locale_of_path
from mentormatch.web.logs import request_number
from mentormatch.web.rendering import LINKS, Head, Words, render, words
from mentormatch.web.security import keep_secret
from mentormatch.web.visitor.addresses import quiz_path
from mentormatch.web.visitor.pages import MessagePage

log = logging.getLogger(__name__)

_STATUS = (
    (NotFoundError, 404),
    (ConflictError, 409),
    (InvalidInputError, 400),
    (TooManyTriesError, 429),
    (UnavailableError, 503),
)
_RETRY_SECONDS = "5"
_STAFF_PATHS = tuple(f"/{lo}/{part}" for lo in Locale for part in ("staff", "counselor", "admin"))


def install(app: Flask) -> None:
    """Make a page of everything that can go wrong."""
    app.register_error_handler(MentormatchError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def _refused(error: MentormatchError) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        log.error("refused", extra={"code": error.code, "detail": error.detail})
    response = _page(status, error.code)
    if isinstance(error, TooManyTriesError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        found = error.get_response()
        return Response(found.response, found.status_code, found.headers)
    response = _page(error.code, "")
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    log.error("failed", exc_info=error)
    return _page(500, "")


def _page(status: int, code: str) -> Response:
    locale = locale_of_path(request)
    title, *sentences = _message(words(locale), status, code)
    href, label = _way_on(words(locale), locale, status)
    page = MessagePage(
        title=title,
        sentences=tuple(sentences),
        action_href=href,
        action_label=label,
        reference=request_number() if status >= 500 else "",
    )
    response = render("visitor/message.html", locale, page, Head(title, private=True), status=status)
    if status == 503:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return keep_secret(response)


def _is_for_staff() -> bool:
    return any(request.path.startswith(prefix) for prefix in _STAFF_PATHS)


def _way_on(say: Words, locale: Locale, status: int) -> tuple[str, str]:
    """Where the page's one button leads, and what it says."""
    if _is_for_staff():
        return f"/{locale}/staff", say.gettext("Go to the staff pages")
    token = (request.view_args or {}).get("token")
    if token and (status >= 500 or status == 429):
        # What was being done can be tried again, where it was.
        return quiz_path(locale, token), say.gettext("Back to where you were")
    if status in {400, 404, 409}:
        return LINKS[locale].quiz, say.gettext("Go to the quiz")
    return LINKS[locale].home, say.gettext("Go to the home page")


def _message(say: Words, status: int, code: str) -> tuple[str, ...]:
    known = _messages(say)
    fallback = "4xx" if 400 <= status < 500 else "500"
    for case in (f"{status} {code}", str(status), fallback):
        if case in known:
            return known[case]
    return known["500"]


def _messages(say: Words) -> dict[str, tuple[str, ...]]:
    """A title and sentences for each case: a status with a refusal's code, or a status alone."""
    _ = say.gettext
    gone = (
        _("This address leads to no quiz"),
        _("The answers may have been erased, or kept as long as we promised and no longer."),
        _("Please check that the whole address was copied."),
    )
    too_much = (
        _("That was too much at once"),
        _("What was sent is too large. Nothing was changed."),
    )
    return {
        "404 attempt": gone,
        "404 no-result": gone,
        "409 attempt-erased": gone,
        "404": (
            _("There is no page at this address"),
            _("The address may have been mistyped, or the page may have moved."),
        ),
        "404 invitation": (
            _("This invitation leads no further"),
            _("It was used already, withdrawn, or has expired. Please ask for a new one."),
        ),
        "404 reset": (
            _("This link leads no further"),
            _("It was used already, replaced by a newer one, or has expired. Please ask for a new one."),
        ),
        "404 session": (
            _("You have no such session"),
            _("Nothing was changed. Your account lists the sessions that are running."),
        ),
        "403": (
            _("That did not come from our own page"),
            _("Nothing was changed. Please start from the page itself."),
        ),
        "409 own-account": (
            _("That is your own account"),
            _("Nothing was changed. Another administrator can change it."),
        ),
        "409 last-admin": (
            _("This is the last administrator"),
            _("Nothing was changed. Make someone else an administrator first."),
        ),
        "409 asking-closed": (
            _("The counselors take no new questions at the moment"),
            _("Your question was not sent. Your browser’s Back button leads to what you wrote."),
        ),
        "409 draft-exists": (
            _("There is a draft already"),
            _("Nothing was changed. Publish or discard the draft first."),
        ),
        "409 bank-full": (
            _("The bank is full"),
            _("Nothing was changed. Take a question out before you add another."),
        ),
        "405": (
            _("This page cannot be used that way"),
            _("Nothing was changed. Please start from the page itself."),
        ),
        "409 attempt-finished": (
            _("This quiz already has its result"),
            _("Your answers were kept as they were. To answer differently, take the quiz again."),
        ),
        "409": (
            _("Something changed in the meantime"),
            _("Nothing was lost. Please go back, reload the page and try again."),
        ),
        "413": too_much,
        "414": too_much,
        "429": (
            _("That was too many tries"),
            _("Please wait a few minutes, then try again. Nothing was lost."),
        ),
        "429 crowded": (
            _("Many requests from your network"),
            _(
                "Everybody who shares your internet connection is counted together, and there have been"
                " very many requests in the last few minutes."
            ),
            _("Please wait a few minutes, then try again. Nothing was lost."),
        ),
        "503": (
            _("The service is busy"),
            _("Your last answer may not have been kept; the ones before it are safe."),
            _("Please wait a few seconds, then send it again."),
        ),
        "4xx": (
            _("That could not be understood"),
            _("What was sent does not fit this page. Nothing was changed."),
        ),
        "500": (
            _("Something went wrong on our side"),
            _("Your saved answers are safe. Please try again in a moment."),
        ),
    }
