"""The headers of every response, and which requests are looked at at all."""

import re
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from werkzeug.exceptions import BadRequest, RequestURITooLarge, SecurityError

from mentormatch.config import Settings

CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line reads best
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        # The question editor saves while one writes; a browser's own audit reads robots.txt.
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)

_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
LONGEST_ADDRESS = 2000
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def protect(app: Flask, settings: Settings) -> None:
    """Set the limits of requests and the headers of every response."""
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 64 * 1024
    app.config["MAX_FORM_PARTS"] = 50
    trusted = trusted_hosts(settings)
    always = (*headers_of_all(settings).items(), ("Cache-Control", "no-cache"))

    @app.before_request
    def refuse_strangers() -> None:
        if _host_name(request) not in trusted:
            raise BadRequest
        _refuse_malformed_address(request)

    @app.after_request
    def add_headers(response: Response) -> Response:
        named = {name.lower() for name, _ in response.headers}
        for name, value in always:
            if name.lower() not in named:
                response.headers.add(name, value)
        return response


def headers_of_all(settings: Settings) -> dict[str, str]:
    """The headers of every response, static files included; over TLS also that it stays so."""
    stays = {"Strict-Transport-Security": "max-age=31536000"}
    return _ALWAYS | (stays if settings.base_url.startswith("https://") else {})


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """The host names that are answered: as set, else the public address's and this machine's.

    Without port, and an IPv6 address without its brackets.
    """
    public = urlsplit(settings.base_url).hostname or ""
    named = settings.trusted_hosts or (*_THIS_MACHINE, public, settings.host)
    return frozenset(host.lower().strip("[]") for host in named if host)


def _host_name(asked: Request) -> str:
    try:
        return urlsplit(f"//{asked.host}").hostname or ""
    except (SecurityError, ValueError) as error:
        raise BadRequest from error


def _refuse_malformed_address(asked: Request) -> None:
    """Refuse an address that is too long, or that is no text.

    A broken escape is refused in the path only: a tracking word such as `50%off`, put behind the
    address by somebody else, does not keep a reader out.
    """
    path, query = asked.environ["PATH_INFO"], asked.environ.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        raise RequestURITooLarge
    written = asked.environ.get("RAW_URI", "").partition("?")[0]
    if _BROKEN_ESCAPE.search(written) or _CONTROL.search(path):
        raise BadRequest
    try:
        (path + query).encode("latin-1").decode()
    except UnicodeError as error:
        raise BadRequest from error


def keep_secret(response: Response) -> Response:
    """Mark a page with a secret address: never stored, never indexed."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
