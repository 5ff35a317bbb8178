"""Pages from values: the words of one language, the frame every page shares, the template."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, request
from flask.wrappers import Response
from jinja2 import Environment
from markupsafe import Markup, escape
from werkzeug.datastructures import Headers

from mentormatch.bundled import templates_path
from mentormatch.i18n import Catalog, Locale
from mentormatch.values import dataclass
from mentormatch.web import templates
from mentormatch.web.security import LONGEST_ADDRESS
from mentormatch.web.services import services
from mentormatch.web.sharing import Nature, Shared, Subject, shared


class Words:
    """The interface words of one language for templates: translated, escaped, then filled."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._fixed: dict[str, Markup] = {}

    def gettext(self, message: str, /, **values: object) -> Markup:
        """A message in this language; `values` fill its `%(name)s` placeholders, escaped."""
        text = self._fixed.get(message)
        if text is None:
            text = self._fixed[message] = escape(self._catalog.gettext(message))
        return text % values if values else text

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> Markup:
        """A counted message in this language; `num` is filled with the number."""
        text = escape(self._catalog.ngettext(one, many, number))
        return text % {"num": number, **values}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language of the switch: the same page, in that language."""

    lang: str
    own_name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of a language's fixed pages."""

    home: str
    quiz: str
    guide: str
    method: str
    privacy: str
    accessibility: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the frame around every page shows."""

    lang: str
    dir: str
    languages: tuple[LanguageLink, ...]
    silent: tuple[Locale, ...]
    links: Links
    title: str
    description: str
    noindex: bool
    canonical: str
    alternates: tuple[LanguageLink, ...]
    shared: Shared | None
    demo: bool


LINKS: Mapping[Locale, Links] = {
    locale: Links(
        home=f"/{locale}/",
        quiz=f"/{locale}/quiz",
        guide=f"/{locale}/guide",
        method=f"/{locale}/method",
        privacy=f"/{locale}/privacy",
        accessibility=f"/{locale}/accessibility",
    )
    for locale in Locale
}


def words(locale: Locale) -> Words:
    """The interface words of a language."""
    found: Mapping[Locale, Words] = current_app.extensions["mentormatch-words"]
    return found[locale]


def install(app: Flask, catalogs: Mapping[Locale, Catalog], static: Callable[[str], str]) -> None:
    """Give the app the words of each language, and the shipped templates with these words in them."""
    spoken = {locale: Words(catalog) for locale, catalog in catalogs.items()}
    app.extensions["mentormatch-words"] = spoken
    app.extensions["mentormatch-templates"] = {
        locale: templates.environment(
            templates_path(), {"_": said.gettext, "static": static}, _same_on_every_page(locale)
        )
        for locale, said in spoken.items()
    }


def read_templates(app: Flask, folders: tuple[str, ...]) -> None:
    """Read every template of some folders in each language, before a page is made of it."""
    environments: Mapping[Locale, Environment] = app.extensions["mentormatch-templates"]
    for found in environments.values():
        for name in found.list_templates(filter_func=lambda name: name.startswith(folders)):
            found.get_template(name)


def _same_on_every_page(locale: Locale) -> dict[str, str]:
    """What the frame shows of a language on all of its pages."""
    links = {f"site.links.{name}": href for name, href in asdict(LINKS[locale]).items()}
    return {"site.lang": locale.value, "site.dir": locale.direction, **links}


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself: its title, and its description (empty: that of the site).

    `private` pages have no address that others should know: not indexed, no canonical link.
    `card` names the picture that is shown with a link to a public page, `overview` the page above
    an article (both as in `sharing`).
    """

    title: str
    description: str = ""
    private: bool = False
    nature: Nature = Nature.PAGE
    card: str = "home"
    overview: str = ""


def render(template: str, locale: Locale, page: object, head: Head, *, status: int = 200) -> Response:
    """A page: `template` filled with `page` and the frame, as an HTML response."""
    site = _site(locale, head)
    environments: Mapping[Locale, Environment] = current_app.extensions["mentormatch-templates"]
    context: dict[str, Any] = {"page": page, "site": site, "ngettext": words(locale).ngettext}
    # Not flask.render_template: its context processors would offer templates the request.
    found = environments[locale].get_template(template)
    response = Response(found.render(context), status, mimetype="text/html")
    response.headers["Content-Language"] = locale.value
    return response


def fragment(template: str, locale: Locale, **values: object) -> Markup:
    """A piece of a page in a language that need not be the page's."""
    environments: Mapping[Locale, Environment] = current_app.extensions["mentormatch-templates"]
    # The templates escape what they are given.
    return Markup(environments[locale].get_template(template).render(values))  # noqa: S704


def _site(locale: Locale, head: Head) -> Site:
    served = services()
    settings = served.settings
    rest = _rest_of_path(locale)
    base = "" if head.private else settings.base_url or request.host_url.rstrip("/")
    about = Subject(base, locale, rest, head.title, head.description, head.nature, head.card, head.overview)
    return Site(
        lang=locale.value,
        dir=locale.direction,
        languages=_languages("", locale, rest),
        silent=tuple(lo for lo in served.voices.silent if served.voices.stand_in(lo) is locale),
        links=LINKS[locale],
        title=head.title,
        description=head.description or served.content["home.lead"][locale],
        noindex=head.private,
        canonical="" if head.private else about.address,
        alternates=() if head.private else _languages(base, locale, rest),
        shared=None if head.private else shared(about),
        demo=settings.demo,
    )


def _languages(base: str, current: Locale, rest: str) -> tuple[LanguageLink, ...]:
    return tuple(
        LanguageLink(other.value, other.own_name, f"{base}/{other}{rest}", other is current)
        for other in services().voices.spoken
    )


def _rest_of_path(locale: Locale) -> str:
    """The address after the language prefix, for the switch; posts lead to their GET page."""
    # Decoded, a path may hold what an address may not: control characters, `?`, `#`.
    path = quote(request.path)
    prefix = f"/{locale}"
    fits = path.startswith(f"{prefix}/") and len(path) <= LONGEST_ADDRESS
    return path.removeprefix(prefix) if fits else "/"


def see_other(location: str) -> Response:
    """A 303 to one of our own addresses, to be read with GET."""
    return Response(status=303, headers=Headers([("Location", location), ("Cache-Control", "no-store")]))
