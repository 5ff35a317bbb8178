"""Every sentence comes from a catalogue, the guide or the bank: none is bare on a page.

The application speaks a language in which every sentence that was translated stands between
marks. What is left outside of them has no translation, whatever file or view it comes from.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from mentormatch.bundled import data_path
from mentormatch.guide import Content
from mentormatch.i18n import Catalog, Locale, Text
from mentormatch.quiz.agreement import AGREEMENT_LABELS
from mentormatch.usecases.texts import Texts
from mentormatch.usecases.voices import Voices
from mentormatch.web import rendering, services
from mentormatch.web.machines import PUBLIC_PATHS
from tests.pages import Page, Visitor
from tests.quizzes import Finished, answer_all, begin, each_in_turn, last_option, take

_OPEN, _CLOSE = "⟦", "⟧"
_SPOKEN = ("alt", "aria-label", "title", "placeholder")
# The product's name, the languages' own names, addresses, and dates as CLDR writes them.
_NO_SENTENCES = re.compile(
    r"mentormatch|Français|English|العربية|https?://\S+|\d{1,2}(er)? [a-zéû]+ \d{4}|\d+ minutes?|\d+ min"
)


def marked(sentence: str) -> str:
    """A sentence between marks."""
    return f"{_OPEN}{sentence}{_CLOSE}"


def pseudo_catalog(catalog: Catalog) -> Catalog:
    """A catalogue whose every translation is the message itself, between marks."""
    single = {message: marked(message) for message in catalog.messages}
    plural = {message: (marked(message), marked(message)) for message in catalog.messages}
    return Catalog(Locale.FR, single, plural)


def pseudo_content(content: Content) -> Content:
    """The guide with every sentence between marks."""
    return Content(
        {it: Text(**{locale.value: marked(content[it][locale]) for locale in Locale}) for it in content}
    )


@pytest.fixture
def pseudo_app(quick_app: Flask) -> Flask:
    """The application in a language of marks, at the French addresses."""
    with quick_app.app_context():
        spoken = services.services()
    catalogs = {locale: pseudo_catalog(spoken.catalogs[Locale.FR]) for locale in Locale}
    content = pseudo_content(spoken.content)
    voices = Voices(catalogs, content, silent={})
    services.install(quick_app, replace(spoken, voices=voices, texts=Texts(content)))
    rendering.install(quick_app, catalogs, spoken.assets.url)
    return quick_app


def bare_words(page: Page, of_the_bank: set[str]) -> list[str]:
    """What a page says outside of the marks, and that is not from the bank."""
    said = [*texts(page.find("body")), "".join(page.find("title").itertext())]
    said += [element.get(name, "") for element in page.tree.iter() for name in _SPOKEN]
    said += [m.get("content", "") for m in page.all("meta", name="description")]
    left = (_NO_SENTENCES.sub("", outside(text)) for text in said if folded(text) not in of_the_bank)
    return [text.strip() for text in left if re.search(r"[^\W\d_]", text)]


def texts(element: Element) -> Iterator[str]:
    """The text nodes below an element; scripts and what is not to be translated are left out."""
    if element.tag == "script" or element.get("translate") == "no":
        return
    yield element.text or ""
    for child in element:
        yield from texts(child)
        yield child.tail or ""


def outside(text: str) -> str:
    """What stands outside of all marks."""
    depth, kept = 0, []
    for letter in text:
        depth += (letter == _OPEN) - (letter == _CLOSE)
        kept.append(letter if depth == 0 and letter != _CLOSE else "")
    return "".join(kept)


def folded(text: str) -> str:
    """A text with its white space folded."""
    return " ".join(text.split())


def bank_sentences() -> set[str]:
    """Everything that the shipped bank says in French, and the five degrees of agreement."""
    found = {label.fr for label in AGREEMENT_LABELS.values()}

    def collect(value: object) -> None:
        if isinstance(value, dict):
            found.update(folded(text) for key, text in value.items() if key == "fr")
            for inside in value.values():
                collect(inside)
        elif isinstance(value, list):
            for inside in value:
                collect(inside)

    collect(json.loads(data_path("banks", "mentoring.json").read_text(encoding="utf-8")))
    return found


def test_no_page_says_a_bare_word(pseudo_app: Flask) -> None:
    visitor, bank = Visitor(pseudo_app), bank_sentences()
    found = [(page.path, bare_words(page, bank)) for page in pages(visitor)]
    assert len(found) > len(PUBLIC_PATHS) + 12
    assert [(path, words) for path, words in found if words] == []


def test_a_bare_word_would_be_found(pseudo_app: Flask) -> None:
    page = Visitor(pseudo_app).page("/fr/")
    page.find("h1").text = "Bonjour"
    page.find("nav").set("aria-label", "Menu")
    assert bare_words(page, set()) == ["Bonjour", "Menu"]


def pages(visitor: Visitor) -> Iterator[Page]:
    """Every kind of page a visitor sees, errors among them."""
    for path in (*PUBLIC_PATHS, "/compare", "/erased", "/nowhere"):
        yield visitor.page(f"/fr{path}")
    yield visitor.submit(visitor.page("/fr/quiz"))
    question = begin(visitor, "fr")
    yield question
    yield visitor.submit(question, action="answer")
    yield answer_all(visitor, begin(visitor, "fr"), each_in_turn())
    for role in ("find", "become"):
        yield from of_result(visitor, take(visitor, "fr", role, answering=each_in_turn()))
    yield take(visitor, "fr", form="full", answering=last_option).result


def of_result(visitor: Visitor, finished: Finished) -> Iterator[Page]:
    """A result and the pages that it leads to."""
    yield finished.result
    yield visitor.page(f"/fr/result/{finished.token}/erase")
    other = take(visitor, "fr", answering=each_in_turn())
    yield visitor.submit(visitor.page("/fr/compare"), one=finished.token, two=other.token)
    yield visitor.submit(visitor.page("/fr/compare"), one="x", two="y")
