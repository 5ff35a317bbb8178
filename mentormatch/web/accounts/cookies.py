"""The two cookies of staff: the session's, and a short-lived one for forms before signing in.

Visitors get neither: only pages below `/<lang>/staff` set one.
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta

from flask import Request
from flask.wrappers import Response

from mentormatch.usecases.tokens import TOKEN_PATTERN
from mentormatch.web.services import services

_SESSION = "staff"
_VISIT = "staff-form"
_VISIT_SHAPE = r"([A-Za-z0-9_-]{22})\.([0-9]{1,12})\.([0-9a-f]{64})"
_VISIT_LASTS = timedelta(hours=1)


def session_token(request: Request) -> str | None:
    """The token of the session that a request shows, None when it shows none."""
    found = request.cookies.get(_named(_SESSION, request), "")
    return found if re.fullmatch(TOKEN_PATTERN, found) else None


def keep_session(request: Request, response: Response, token: str) -> None:
    """Give the browser a session's token, until it is closed or the server ends the session."""
    _set(request, response, _SESSION, token, None)
    _drop(request, response, _VISIT)


def drop_session(request: Request, response: Response) -> None:
    """Take the session's token away from the browser."""
    _drop(request, response, _SESSION)


def visit(request: Request, now: datetime) -> str | None:
    """The number of a visit before signing in; None when there is no cookie of ours, or no longer."""
    found = re.fullmatch(_VISIT_SHAPE, request.cookies.get(_named(_VISIT, request), ""))
    if found is None:
        return None
    number, until, signature = found.groups()
    if not hmac.compare_digest(signature, _signature(number, until)) or int(until) <= now.timestamp():
        return None
    return number


def keep_visit(request: Request, response: Response, number: str, now: datetime) -> None:
    """Give the browser the number of its visit, for an hour."""
    until = str(int((now + _VISIT_LASTS).timestamp()))
    value = f"{number}.{until}.{_signature(number, until)}"
    _set(request, response, _VISIT, value, _VISIT_LASTS)


def new_visit() -> str:
    """A fresh number of a visit: 128 bits."""
    return secrets.token_urlsafe(16)


def _signature(number: str, until: str) -> str:
    secret = services().settings.secret_key
    return hmac.new(secret.encode(), f"visit:{number}:{until}".encode(), "sha256").hexdigest()


def _behind_tls(request: Request) -> bool:
    return request.is_secure or services().settings.base_url.startswith("https://")


def _named(name: str, request: Request) -> str:
    # Browsers accept the prefix only with Secure, Path=/ and no Domain: no other host can plant one.
    return f"__Host-{name}" if _behind_tls(request) else name


def _set(request: Request, response: Response, name: str, value: str, lasts: timedelta | None) -> None:
    response.set_cookie(
        _named(name, request),
        value,
        max_age=lasts,
        secure=_behind_tls(request),
        httponly=True,
        samesite="Lax",
        path="/",
    )


def _drop(request: Request, response: Response, name: str) -> None:
    if _named(name, request) in request.cookies:
        response.delete_cookie(
            _named(name, request),
            secure=_behind_tls(request),
            httponly=True,
            samesite="Lax",
            path="/",
        )
