"""The headers of every response, and which hosts are answered."""

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, SecurityError

from mentormatch.config import Settings

CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line reads best
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
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
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]")


def protect(app: Flask, settings: Settings) -> None:
    """Set the limits of requests and the headers of every response."""
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 64 * 1024
    app.config["MAX_FORM_PARTS"] = 50
    trusted = trusted_hosts(settings)
    behind_tls = settings.base_url.startswith("https://")

    @app.before_request
    def refuse_foreign_hosts() -> None:
        try:
            host = request.host.rsplit(":", 1)[0] if ":" in request.host else request.host
        except SecurityError as error:
            raise BadRequest from error
        if host.lower() not in trusted:
            raise BadRequest

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-cache")
        if behind_tls:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def trusted_hosts(settings: Settings) -> frozenset[str]:
    """The host names that are answered: as set, else the public address's and this machine's."""
    named = settings.trusted_hosts
    if not named:
        public = settings.base_url.partition("://")[2].partition("/")[0].rsplit(":", 1)[0]
        named = (*_THIS_MACHINE, public, settings.host)
    return frozenset(host.lower() for host in named if host)


def keep_secret(response: Response) -> Response:
    """Mark a page with a secret address: never stored, never indexed."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
