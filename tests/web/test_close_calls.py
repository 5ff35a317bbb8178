"""A result that leaves several kinds near each other says so of all of them."""

from mentormatch.guide import Kind, load_content
from mentormatch.i18n import Locale
from tests.pages import Page, Visitor, words_of
from tests.quizzes import last_option, one_answer, take
from tests.web.shared import Site, site

__all__ = ["site"]

_NEAR = 0.15


def _verdict(page: Page) -> str:
    (words,) = page.all("div", class_="verdict-words")
    return words_of(words).casefold()


def test_every_kind_near_the_first_is_named_with_it(site: Site, lang: str) -> None:
    visitor, content = Visitor(site.app), load_content()
    taken = take(visitor, lang, form="full", answering=one_answer())
    data = visitor.get(f"/{lang}/result/{taken.token}/data.json").get_json()
    shares = {Kind(kind): share for kind, share in data["probabilities"].items()}
    near = {kind for kind, share in shares.items() if max(shares.values()) - share < _NEAR}
    assert data["close_call"]
    assert len(near) > 2, "too clear a result to show anything"
    said = {
        kind
        for kind in shares
        if content[f"kind.{kind}.within"][Locale(lang)].casefold() in _verdict(taken.result)
    }
    assert said == near


def test_a_clear_result_names_no_other_kind(site: Site, lang: str) -> None:
    visitor, content = Visitor(site.app), load_content()
    taken = take(visitor, lang, answering=last_option)
    data = visitor.get(f"/{lang}/result/{taken.token}/data.json").get_json()
    assert not data["close_call"]
    others = {Kind(kind) for kind in data["probabilities"]} - {Kind(data["recommendation"])}
    assert not [
        k for k in others if content[f"kind.{k}.within"][Locale(lang)].casefold() in _verdict(taken.result)
    ]
