"""Two results side by side, from their links, which never stand in an address."""

import json

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.guide import Trait, load_content
from mentormatch.i18n import Locale
from mentormatch.quiz import bank_from_document, parse_document
from mentormatch.usecases.compare_results import Movement, TraitShift
from tests.apps import Clock
from tests.pages import Page, Visitor, words_of
from tests.quizzes import Answering, Asked, each_in_turn, last_option, take


def leaning(lang: str, trait: str, way: int) -> Answering:
    """Answers that always speak for one pole of a trait: the high one when `way` is 1, the low when -1."""
    document = json.loads(data_path("banks", "mentoring.json").read_text(encoding="utf-8"))
    known = {" ".join(question["prompt"][lang].split()): question for question in document["questions"]}

    def answer(asked: Asked) -> str:
        question = known[asked.heading]
        if question["format"] == "agree":
            return "5" if question["loads"].get(trait, 0) * way > 0 else "1"
        best = max(question["options"], key=lambda it: (it.get("loads", {}).get(trait, 0) * way, it["key"]))
        return str(best["key"])

    return answer


def ask(visitor: Visitor, lang: str, one: str, two: str) -> Page:
    form = visitor.page(f"/{lang}/compare")
    return visitor.submit(form, one=one, two=two)


def link(token: str, lang: str = "fr") -> str:
    return f"http://localhost/{lang}/result/{token}"


def test_two_results_are_read_side_by_side(visitor: Visitor, clock: Clock, lang: str) -> None:
    first = take(visitor, lang, answering=each_in_turn())
    clock.go_on(days=40)
    second = take(visitor, lang, answering=each_in_turn())
    page = ask(visitor, lang, link(first.token, lang), link(second.token, lang))
    assert page.status == 200
    data = [visitor.get(f"/{lang}/result/{it.token}/data.json").get_json() for it in (first, second)]
    rows = [[words_of(cell) for cell in row] for row in page.find("tbody").iter("tr")]
    assert len(rows) == 4
    for row in rows:
        before, after, difference = (_digits(cell) for cell in row[1:])
        assert abs(after - before) == difference
    shares = sorted(round(100 * p) for p in data[1]["probabilities"].values())
    assert sorted(_digits(row[2]) for row in rows) == shares
    assert len(page.all("dl")) == len(data[0]["traits"])


def _digits(cell: str) -> int:
    return int("".join(sign for sign in cell if sign.isdecimal()))


def test_the_earlier_result_stands_first_whichever_link_comes_first(visitor: Visitor, clock: Clock) -> None:
    first = take(visitor, "en", answering=each_in_turn())
    clock.go_on(days=40)
    second = take(visitor, "en", answering=last_option)
    one, two = link(first.token), link(second.token)
    assert ask(visitor, "en", one, two).text == ask(visitor, "en", two, one).text


def test_the_same_answers_again_are_no_change(visitor: Visitor, lang: str) -> None:
    same = leaning(lang, "structure", 1)
    first, second = (take(visitor, lang, form="full", answering=same) for _ in "ab")
    page = ask(visitor, lang, link(first.token), link(second.token))
    assert not [e for e in page.tree.iter() if e.get("class") == "tag"]
    signs = [words_of(row.findall("td")[2]) for row in page.find("tbody").iter("tr")]
    assert signs == ["0"] * 4


def test_opposite_answers_are_more_than_chance(visitor: Visitor, lang: str) -> None:
    first, second = (
        take(visitor, lang, form="full", answering=leaning(lang, "structure", way)) for way in (-1, 1)
    )
    page = ask(visitor, lang, link(first.token), link(second.token))
    moved = [item for item in page.tree.iter("li") if any(e.get("class") == "tag" for e in item.iter())]
    content = load_content()["trait.structure.name"]
    names = [words_of(next(iter(item.iter("h3")))) for item in moved]
    assert content[Locale(lang)] in names


@pytest.mark.parametrize(
    ("after", "movement"),
    [
        ((0.0, 0.5), Movement.STEADY),
        ((0.7, 0.5), Movement.STEADY),
        ((0.75, 0.5), Movement.PERHAPS),
        ((1.4, 0.5), Movement.PERHAPS),
        ((1.5, 0.5), Movement.MOVED),
        ((-1.5, 0.5), Movement.MOVED),
        ((1.5, 0.8), Movement.PERHAPS),
    ],
)
def test_a_difference_counts_in_margins_of_its_own_error(
    after: tuple[float, float], movement: Movement
) -> None:
    assert TraitShift(Trait.GOALS, (0.0, 0.5), after).movement is movement


def test_a_link_may_be_that_of_the_quiz_or_only_its_end(visitor: Visitor) -> None:
    first, second = (take(visitor, "fr", answering=each_in_turn()).token for _ in "ab")
    whole = ask(visitor, "fr", link(first), link(second)).text
    for one in (first, f" {first}\n", f"/ar/quiz/{first}", f"https://x.example/en/result/{first}?utm=1#top"):
        assert ask(visitor, "fr", one, link(second)).text == whole


@pytest.mark.parametrize("two", ["", "hello", "http://localhost/fr/guide", "x" * 43, "x" * 400, "SAME"])
def test_a_link_that_leads_nowhere_is_told_kindly_and_the_other_is_kept(
    visitor: Visitor, lang: str, two: str
) -> None:
    one = link(take(visitor, lang).token)
    page = ask(visitor, lang, one, one if two == "SAME" else two)
    assert page.status == 400
    assert page.find("input", name="one").get("value") == one
    assert page.find("input", name="two").get("aria-invalid") == "true"
    summary = next(e for e in page.tree.iter() if "error-summary" in e.get("class", ""))
    assert next(iter(summary.iter("a"))).get("href") == "#link-two"


def test_the_result_page_brings_its_own_link_along(visitor: Visitor, lang: str) -> None:
    finished = take(visitor, lang, answering=each_in_turn())
    page = visitor.submit(finished.result, to="/compare")
    assert page.status == 200
    assert finished.token in page.find("input", name="one").get("value", "")
    assert page.find("input", name="two").get("value") == ""


def test_no_secret_stands_in_an_address_and_nothing_is_kept(visitor: Visitor, lang: str) -> None:
    first, second = (take(visitor, lang, answering=each_in_turn()).token for _ in "ab")
    response = visitor.post(f"/{lang}/compare", data={"one": link(first), "two": link(second)})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    page = Page(response, f"/{lang}/compare")
    addresses = [e.get(name, "") for e in page.tree.iter() for name in ("href", "src", "action")]
    assert [a for a in addresses if first in a or second in a] == []
    # Asked by an address, the form is all there is.
    asked = visitor.page(f"/{lang}/compare?one={first}&two={second}")
    assert asked.find("input", name="one").get("value") == ""


def test_results_from_different_doors_compare_their_preferences_only(visitor: Visitor, lang: str) -> None:
    first = take(visitor, lang, "find", answering=each_in_turn())
    second = take(visitor, lang, "become", answering=each_in_turn())
    page = ask(visitor, lang, link(first.token), link(second.token))
    assert page.status == 200
    assert not page.all("table")
    assert page.all("dl")
    assert [e for e in page.tree.iter() if e.get("class") == "notice"]


def test_questions_that_changed_in_between_are_said(
    app: Flask, database: storage.Database, clock: Clock
) -> None:
    visitor = Visitor(app)
    first = take(visitor, "en", answering=each_in_turn())
    with database.transaction() as tx:
        current = storage.banks.current(tx, "mentoring")
        document = parse_document(storage.banks.document(tx, current.id))
        changed = document.model_copy(update={"questions": document.questions[::-1]})
        storage.banks.publish(
            tx, bank_from_document(changed), published_by=None, note="reversed", now=clock()
        )
    second = take(visitor, "en", answering=each_in_turn())
    page = ask(visitor, "en", link(first.token), link(second.token))
    assert f"version {current.number}, then version {current.number + 1}" in page.text


def test_what_is_passed_on_leads_to_the_quiz_and_says_nothing_of_the_result(
    visitor: Visitor, lang: str
) -> None:
    finished = take(visitor, lang, answering=each_in_turn())
    [text] = [words_of(e) for e in finished.result.tree.iter() if e.get("id") == "share-text"]
    assert f"http://localhost/{lang}/quiz" in text
    assert finished.token not in text
    other = take(visitor, lang, "become", answering=last_option)
    assert [words_of(e) for e in other.result.tree.iter() if e.get("id") == "share-text"] == [text]
