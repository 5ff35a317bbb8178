"""What public pages tell search engines and those they are shared with."""

import json
import struct
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from mentormatch.i18n import Locale
from mentormatch.web.machines import PUBLIC_PATHS
from mentormatch.web.sharing import Nature, Subject, shared
from tests.pages import Page, Visitor
from tests.quizzes import begin, each_in_turn, take

_BASE = "http://localhost"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# What search engines ask of each type that we use, and schema.org knows.
_REQUIRED = {
    "WebSite": {"name", "url", "inLanguage", "publisher"},
    "WebPage": {"name", "url", "description", "inLanguage", "isPartOf"},
    "Article": {"headline", "image", "author", "publisher", "mainEntityOfPage", "inLanguage", "description"},
    "Quiz": {"name", "description", "url", "inLanguage", "isAccessibleForFree"},
    "WebApplication": {"name", "applicationCategory", "operatingSystem", "offers"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Organization": {"name", "url"},
    "Offer": {"price", "priceCurrency"},
}


def meta(page: Page, name: str) -> str:
    """The content of a page's `<meta>`, by its name or property."""
    found = [m for m in page.all("meta") if name in {m.get("name"), m.get("property")}]
    assert len(found) == 1, f"{page.path}: {len(found)} of {name}"
    return found[0].get("content", "")


def alternates(page: Page) -> dict[str, str]:
    links = page.all("link", rel="alternate")
    found = {link.get("hreflang", ""): link.get("href", "") for link in links}
    assert len(found) == len(links)
    return found


def linked_data(page: Page) -> list[dict[str, Any]]:
    """The things that a page describes for machines."""
    [script] = page.all("script", type="application/ld+json")
    document = json.loads("".join(script.itertext()))
    assert document["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = document["@graph"]
    return graph


def things(value: object) -> list[dict[str, Any]]:
    """Every typed thing in a description, however deep."""
    if isinstance(value, list):
        return [thing for item in value for thing in things(item)]
    if isinstance(value, dict):
        own = [value] if "@type" in value else []
        return own + [thing for item in value.values() for thing in things(item)]
    return []


def types_of(thing: dict[str, Any]) -> list[str]:
    return thing["@type"] if isinstance(thing["@type"], list) else [thing["@type"]]


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_every_public_page_introduces_itself(visitor: Visitor, lang: str, path: str) -> None:
    page = visitor.page(f"/{lang}{path}")
    address = f"{_BASE}/{lang}{path}"
    assert page.find("link", rel="canonical").get("href") == meta(page, "og:url") == address
    description = meta(page, "description")
    assert description == meta(page, "og:description")
    assert 40 <= len(description) <= 200
    title = "".join(page.find("title").itertext())
    assert title == f"{meta(page, 'og:title')} · mentormatch"
    assert len(title) <= 75
    assert meta(page, "og:locale")[:2] == lang
    assert not page.all("meta", name="robots")


def test_titles_and_descriptions_tell_the_pages_of_a_language_apart(visitor: Visitor, lang: str) -> None:
    pages = [visitor.page(f"/{lang}{path}") for path in PUBLIC_PATHS]
    for name in ("og:title", "description"):
        assert len({meta(page, name) for page in pages}) == len(pages)


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_the_languages_of_a_page_name_each_other(visitor: Visitor, path: str) -> None:
    found = [alternates(visitor.page(f"/{lang}{path}")) for lang in ("fr", "en", "ar")]
    assert found[0] == found[1] == found[2]
    assert set(found[0]) == {"fr", "en", "ar", "x-default"}
    for lang in ("fr", "en", "ar"):
        assert found[0][lang] == f"{_BASE}/{lang}{path}"


def test_readers_of_other_languages_are_sent_where_a_language_is_chosen(visitor: Visitor) -> None:
    for path in PUBLIC_PATHS:
        default = alternates(visitor.page(f"/en{path}"))["x-default"].removeprefix(_BASE)
        response = visitor.get(default, headers={"Accept-Language": "ar"})
        if path in {"/", "/quiz", "/guide"}:
            assert default == path
            assert response.headers["Location"] == f"/ar{path}"
        else:
            assert default == f"/fr{path}"
            assert response.status_code == 200


def test_the_sitemap_says_what_the_pages_say(visitor: Visitor) -> None:
    tree = ET.fromstring(visitor.get("/sitemap.xml").data)
    listed = {url.findtext(f"{_SITEMAP}loc", ""): url for url in tree}
    assert len(listed) == 3 * len(PUBLIC_PATHS)
    for address, url in listed.items():
        links = {link.get("hreflang"): link.get("href") for link in url.iter(f"{_XHTML}link")}
        assert links == alternates(visitor.page(address.removeprefix(_BASE)))


@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_the_description_for_machines_is_whole(visitor: Visitor, lang: str, path: str) -> None:
    page = visitor.page(f"/{lang}{path}")
    graph = linked_data(page)
    for thing in things(graph):
        for kind in types_of(thing):
            assert _REQUIRED[kind] - thing.keys() == set(), kind
        for name in ("url", "image", "item", "mainEntityOfPage"):
            assert urlsplit(thing.get(name, _BASE)).scheme == "http"
    kinds = {kind for thing in graph for kind in types_of(thing)}
    expected = (
        {"Article"} if path.startswith("/guide") else {"Quiz"} if path in {"/", "/quiz"} else {"WebPage"}
    )
    assert expected <= kinds
    for thing in graph:
        assert len(thing.get("headline", "")) <= 110


def test_the_trail_leads_to_the_page(visitor: Visitor, lang: str) -> None:
    page = visitor.page(f"/{lang}/guide/formal")
    [trail] = [thing for thing in linked_data(page) if thing["@type"] == "BreadcrumbList"]
    addresses = [step["item"] for step in trail["itemListElement"]]
    assert addresses == [f"{_BASE}/{lang}/", f"{_BASE}/{lang}/guide", f"{_BASE}/{lang}/guide/formal"]
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]


@pytest.mark.parametrize("name", ["home", "formal", "informal", "reverse", "coaching"])
def test_there_is_a_picture_for_each_language_and_kind(visitor: Visitor, lang: str, name: str) -> None:
    page = visitor.page(f"/{lang}/" if name == "home" else f"/{lang}/guide/{name}")
    address = meta(page, "og:image")
    assert address == f"{_BASE}/{lang}/cards/{name}.png"
    response = visitor.get(address.removeprefix(_BASE))
    assert response.headers["Content-Type"] == "image/png"
    assert struct.unpack(">II", response.data[16:24]) == (1200, 630)
    assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "630")
    assert len(response.data) < 150_000
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert visitor.get(address.removeprefix(_BASE)).data == response.data


def test_the_pictures_differ_from_each_other(visitor: Visitor) -> None:
    names = ("home", "formal", "informal", "reverse", "coaching")
    pictures = {
        visitor.get(f"/{lang}/cards/{name}.png").data for lang in ("fr", "en", "ar") for name in names
    }
    assert len(pictures) == 15


def test_pages_with_a_secret_address_are_not_for_sharing(visitor: Visitor, lang: str) -> None:
    question = begin(visitor, lang)
    result = take(visitor, lang, answering=each_in_turn()).result
    for page in (question, result):
        assert meta(page, "robots") == "noindex"
        assert len(meta(page, "description")) >= 40
        assert not page.all("link", rel="canonical") + page.all("link", rel="alternate")
        assert not [m for m in page.all("meta") if (m.get("property") or "").startswith("og:")]
        assert not page.all("script", type="application/ld+json")


def test_text_of_a_page_cannot_end_its_description_for_machines() -> None:
    hostile = "</script><script>alert(1)</script>&lt;!--"
    subject = Subject(_BASE, Locale.EN, "/guide", hostile, hostile, Nature.ARTICLE, "home", "")
    script = shared(subject).linked_data
    assert script.count("<") == 2
    assert json.loads(script.split(">", 1)[1].rpartition("<")[0])["@graph"][1]["headline"] == hostile
