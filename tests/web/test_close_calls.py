"""A result that leaves several kinds near each other says so of all of them."""

import re
from typing import Any

from mentormatch.bundled import data_path
from mentormatch.guide import Kind, load_content
from mentormatch.i18n import Locale
from mentormatch.quiz import parse_bank
from tests.pages import Visitor, words_of
from tests.quizzes import Answering, Asked, take
from tests.web.shared import Site, site

__all__ = ["site"]

_NEAR = 0.15
_BANK = parse_bank(data_path("banks", "mentoring.json").read_bytes())


def only(key: str, lang: str) -> Answering:
    """Answers one question, whenever it comes, with its last option in the bank; skips the others."""
    question = _BANK.by_key[key]
    prompt = " ".join(question.prompt[Locale(lang)].split())
    return lambda asked: question.options[-1].key if asked.heading == prompt else None


def by_name(asked: Asked) -> str:
    """Answers with the option whose name comes first: the same whatever the order on the page."""
    return min(asked.options)


def named_beside(visitor: Visitor, lang: str, answering: Answering) -> tuple[dict[str, Any], set[Kind]]:
    """The data of a whole quiz's result, and the kinds that its first lines name."""
    taken = take(visitor, lang, form="full", answering=answering)
    data = visitor.get(f"/{lang}/result/{taken.token}/data.json").get_json()
    # In Arabic, "and" is written onto the word that follows.
    content, (said,) = load_content(), taken.result.all("div", class_="verdict-words")
    names = {kind: content[f"kind.{kind}.within"][Locale(lang)] for kind in Kind}
    return data, {
        kind for kind, name in names.items() if re.search(rf"(?:\b|و){name}\b", words_of(said), re.IGNORECASE)
    }


def test_every_kind_near_the_first_is_named_with_it(site: Site, lang: str) -> None:
    data, named = named_beside(Visitor(site.app), lang, only("agree-own-contacts", lang))
    shares = {Kind(kind): share for kind, share in data["probabilities"].items()}
    near = {kind for kind, share in shares.items() if max(shares.values()) - share < _NEAR}
    assert data["close_call"]
    assert len(near) > 2, shares
    assert named == near


def test_a_clear_result_names_no_other_kind(site: Site, lang: str) -> None:
    data, named = named_beside(Visitor(site.app), lang, by_name)
    assert not data["close_call"]
    assert named <= {Kind(data["recommendation"])}
