"""What a public page tells search engines and those it is shared with: addresses, picture, nature.

The descriptions for machines are JSON-LD in the vocabulary of schema.org. They stand in a
`<script>` of a type that no browser runs, so the Content-Security-Policy has nothing to forbid.
"""

import json
from enum import StrEnum

from mentormatch.i18n import DEFAULT_LOCALE, Locale
from mentormatch.values import dataclass

# Addresses without a language that lead into the reader's own.
WITHOUT_LANGUAGE = ("/", "/quiz", "/guide")
_NAME = "mentormatch"
_REGIONS = {Locale.FR: "fr_FR", Locale.EN: "en_GB", Locale.AR: "ar_AR"}
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Nature(StrEnum):
    """What a public page is."""

    HOME = "home"
    QUIZ = "quiz"
    ARTICLE = "article"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Shared:
    """What stands in the head of a public page; addresses are whole, `linked_data` is markup."""

    default_href: str
    nature: str
    region: str
    other_regions: tuple[str, ...]
    image: str
    linked_data: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A public page to be shared.

    `base` is the site's address, `rest` the page's behind the language, `overview` the title of
    the guide's overview on a page below it, else empty.
    """

    base: str
    locale: Locale
    rest: str
    title: str
    description: str
    nature: Nature
    card: str
    overview: str

    @property
    def address(self) -> str:
        """The page's own whole address."""
        return f"{self.base}/{self.locale}{self.rest}"

    @property
    def image(self) -> str:
        """The whole address of the picture that is shown with a link to the page."""
        return f"{self.base}{card_path(self.locale, self.card)}"


def card_path(locale: Locale, card: str) -> str:
    """The address of a picture to share: of the home page (`home`) or of a kind."""
    return f"/{locale}/cards/{card}.png"


def default_path(rest: str) -> str:
    """The path for readers of any other language: the one that chooses, where there is one."""
    return rest if rest in WITHOUT_LANGUAGE else f"/{DEFAULT_LOCALE}{rest}"


def shared(subject: Subject) -> Shared:
    """Everything that the head of a public page says for others."""
    return Shared(
        default_href=f"{subject.base}{default_path(subject.rest)}",
        nature="article" if subject.nature is Nature.ARTICLE else "website",
        region=_REGIONS[subject.locale],
        other_regions=tuple(region for locale, region in _REGIONS.items() if locale is not subject.locale),
        image=subject.image,
        linked_data=_script({"@context": "https://schema.org", "@graph": _graph(subject)}),
    )


def _script(content: dict[str, object]) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f'<script type="application/ld+json">{text}</script>'


def _graph(subject: Subject) -> list[dict[str, object]]:
    site: dict[str, object] = {
        "@type": "WebSite",
        "@id": f"{subject.base}/#site",
        "name": _NAME,
        "url": f"{subject.base}/",
        "inLanguage": [locale.value for locale in Locale],
        "publisher": {"@type": "Organization", "name": _NAME, "url": f"{subject.base}/"},
    }
    return [site, *_natures(subject)]


def _natures(subject: Subject) -> list[dict[str, object]]:
    match subject.nature:
        case Nature.HOME | Nature.QUIZ:
            return [_page(subject, "WebPage"), _quiz(subject)]
        case Nature.ARTICLE:
            return [_article(subject), _trail(subject)]
        case Nature.PAGE:
            return [_page(subject, "WebPage")]


def _page(subject: Subject, kind: str) -> dict[str, object]:
    return {
        "@type": kind,
        "@id": subject.address,
        "url": subject.address,
        "name": subject.title,
        "description": subject.description,
        "inLanguage": subject.locale.value,
        "isPartOf": {"@id": f"{subject.base}/#site"},
    }


def _article(subject: Subject) -> dict[str, object]:
    publisher = {"@type": "Organization", "name": _NAME, "url": f"{subject.base}/"}
    return {
        **_page(subject, "Article"),
        "headline": subject.title,
        "image": subject.image,
        "mainEntityOfPage": subject.address,
        "author": publisher,
        "publisher": publisher,
        "isAccessibleForFree": True,
    }


def _quiz(subject: Subject) -> dict[str, object]:
    address = f"{subject.base}/{subject.locale}/quiz"
    return {
        "@type": ["Quiz", "WebApplication"],
        "@id": f"{address}#quiz",
        "url": address,
        "name": subject.title,
        "description": subject.description,
        "image": subject.image,
        "inLanguage": [locale.value for locale in Locale],
        "applicationCategory": "EducationalApplication",
        "operatingSystem": "Any",
        "browserRequirements": "HTML",
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": "0", "priceCurrency": "EUR"},
    }


def _trail(subject: Subject) -> dict[str, object]:
    home = f"{subject.base}/{subject.locale}/"
    guide = f"{subject.base}/{subject.locale}/guide"
    above = [(_NAME, home), *([(subject.overview, guide)] if subject.overview else [])]
    steps = [*above, (subject.title, subject.address)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, start=1)
        ],
    }
