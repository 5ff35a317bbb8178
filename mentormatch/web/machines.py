"""The addresses without a language: redirects into one, and what machines ask."""

import hmac
from ipaddress import ip_address
from urllib.parse import urlencode

from flask import Blueprint, Request, current_app, jsonify, request
from flask.wrappers import Response

from mentormatch.errors import NotFoundError
from mentormatch.guide import Kind
from mentormatch.guide.articles import ARTICLES
from mentormatch.i18n import Locale
from mentormatch.usecases import health
from mentormatch.web.languages import preferred_locale
from mentormatch.web.services import services
from mentormatch.web.sharing import default_path
from mentormatch.web.traffic import counted
from mentormatch.web.visitor.addresses import external

machines = Blueprint("machines", __name__)

PUBLIC_PATHS = (
    "/",
    "/guide",
    *(f"/guide/{kind}" for kind in Kind),
    *(f"/guide/{name}" for name in ARTICLES),
    "/quiz",
    "/method",
    "/privacy",
    "/accessibility",
)
_OLD_GUIDE = "/blog/mentorat-coaching-professionnel-2025"


@machines.get("/")
def root() -> Response:
    """The home page in the visitor's language."""
    return _into_language("/")


@machines.get("/quiz")
@machines.get("/quiz/")
def quiz() -> Response:
    """The quiz in the visitor's language: the address that the guide's readers know."""
    return _into_language("/quiz")


@machines.get("/guide")
@machines.get("/guide/")
@machines.get(_OLD_GUIDE)
def guide() -> Response:
    """The guide in the visitor's language, also from its original address."""
    return _into_language("/guide")


@machines.get("/<locale:locale>/quiz/")
@machines.get("/<locale:locale>/guide/")
def without_slash(locale: Locale) -> Response:
    """The page meant by somebody who ends its address with a slash."""
    del locale
    return Response(status=308, headers={"Location": request.path.removesuffix("/")})


def _into_language(path: str) -> Response:
    locale = preferred_locale(request)
    rest = [(k, v) for k, v in request.args.items(multi=True) if k.startswith("utm_")]
    query = f"?{urlencode(rest)}" if rest else ""
    response = Response(status=302, headers={"Location": f"/{locale}{path}{query}"})
    response.headers["Vary"] = "Accept-Language"
    return response


@machines.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@machines.get("/readyz")
def readyz() -> Response:
    """The process can serve: database reached, schema current, a bank published; and who stands in."""
    report = health.readiness(services().database, services().voices)
    response = jsonify(report.checks)
    response.status_code = 200 if report.ready else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@machines.get("/metrics")
def metrics() -> Response:
    """Requests, cases, models and drift, for Prometheus; no one can be told from it."""
    if not _may_watch(request, services().settings.metrics_token):
        raise NotFoundError("page")
    # The client library is slow to import, and only machines that watch need it.
    from mentormatch.web.exposition import exposition

    body, content_type = exposition(counted(current_app), services())
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _may_watch(asked: Request, token: str) -> bool:
    """Whether somebody shows the token; where none is set, whether it is this machine that asks.

    A proxy on this machine that nobody told us of (MENTORMATCH_PROXIES) speaks for others.
    """
    if token:
        shown = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), token.encode())
    forwarded = any(name in asked.headers for name in ("Forwarded", "X-Forwarded-For"))
    return not forwarded and _is_this_machine(asked.remote_addr or "")


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


@machines.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: everything but secret addresses and staff pages."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{lo}/{part}/" for lo in Locale for part in ("result", "staff")]
    lines += [f"Disallow: /{lo}/quiz/" for lo in Locale]
    lines += [f"Sitemap: {external('/sitemap.xml')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@machines.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page in every language, each naming its translations."""
    entries = "".join(_sitemap_entry(lo, path) for path in PUBLIC_PATHS for lo in services().voices.spoken)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )
    return Response(body, mimetype="application/xml")


def _sitemap_entry(locale: Locale, path: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{external(address)}"/>'
        for tag, address in [
            *((lo.value, f"/{lo}{path}") for lo in services().voices.spoken),
            ("x-default", default_path(path)),
        ]
    )
    return f"<url><loc>{external(f'/{locale}{path}')}</loc>{links}</url>\n"
