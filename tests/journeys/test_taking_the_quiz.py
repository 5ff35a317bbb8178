"""From the home page to a result, as a visitor without script and without cookies."""

from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.guide import FOCUS_TRAITS, Kind, load_content
from mentormatch.i18n import Locale
from mentormatch.quiz import parse_bank
from tests.apps import Clock
from tests.banks import stereotype
from tests.databases import CountQueries
from tests.pages import Page, Visitor, choices, words_of
from tests.quizzes import (
    Asked,
    answer_all,
    begin,
    first_option,
    hardly_any,
    last_option,
    skip,
    take,
    token_of,
)


@pytest.mark.parametrize("role", ["find", "become"])
def test_the_quiz_leads_from_the_home_page_to_a_result(app: Flask, lang: str, role: str) -> None:
    visitor = Visitor(app)
    home = visitor.page(f"/{lang}/")
    start_link = next(a for a in home.all("a") if a.get("href") == f"/{lang}/quiz")
    start = visitor.page(start_link.get("href", ""))
    question = visitor.submit(start, role=role, form="adaptive")
    check = answer_all(visitor, question)
    result = visitor.submit(check)
    assert result.status == 200
    assert result.path == f"/{lang}/result/{token_of(question)}"
    assert result.lang == lang


def test_an_address_without_language_follows_the_reader_and_says_so(quick_app: Flask) -> None:
    for languages, expected in [("ar-MA,fr;q=0.8", "ar"), ("de, en;q=0.5", "en"), ("de", "fr")]:
        for path in ("/", "/quiz", "/guide"):
            response = Visitor(quick_app, languages).get(path)
            rest = "/" if path == "/" else path
            assert response.headers["Location"] == f"/{expected}{rest}"
            assert "Accept-Language" in response.headers["Vary"]


def test_a_language_asked_for_in_the_address_wins(quick_app: Flask) -> None:
    visitor = Visitor(quick_app, "fr")
    assert visitor.get("/quiz?lang=ar").headers["Location"] == "/ar/quiz"
    assert visitor.get("/quiz?lang=xx").headers["Location"] == "/fr/quiz"
    assert visitor.get("/quiz/").headers["Location"] == "/fr/quiz"


def test_the_guides_first_address_still_leads_to_the_guide(quick_app: Flask) -> None:
    response = Visitor(quick_app).get("/blog/mentorat-coaching-professionnel-2025")
    assert response.headers["Location"] == "/fr/guide"


def test_continuing_without_an_answer_asks_for_one_and_keeps_the_place(visitor: Visitor, lang: str) -> None:
    question = begin(visitor, lang)
    again = visitor.submit(question, action="answer")
    assert again.status == 400
    assert again.path == question.path
    assert choices(again, "answer") == choices(question, "answer")
    summary = next(e for e in again.tree.iter() if "error-summary" in e.get("class", ""))
    target = next(iter(summary.iter("a"))).get("href", "")
    assert target.startswith("#")
    assert any(e.get("id") == target[1:] for e in again.tree.iter())


def test_starting_without_a_door_asks_for_one(visitor: Visitor, lang: str) -> None:
    page = visitor.submit(visitor.page(f"/{lang}/quiz"))
    assert page.status == 400
    assert choices(page, "role") == ["find", "become"]


@pytest.mark.parametrize("role", ["find", "become"])
def test_every_question_may_be_skipped_and_nothing_is_made_up_then(
    visitor: Visitor, lang: str, role: str
) -> None:
    finished = take(visitor, lang, role, answering=skip)
    data = visitor.get(f"/{lang}/result/{finished.token}/data.json").get_json()
    assert data["close_call"] is True
    assert set(data["answers"].values()) == {None}
    nothing = load_content()["careless.nothing"][Locale(lang)]
    assert " ".join(nothing.split()) in [
        words_of(notice) for notice in finished.result.all("p", class_="notice")
    ]
    assert recommended(finished.result, lang) == set()


def test_answers_that_all_look_alike_get_no_ranking_and_a_way_to_begin_again(
    visitor: Visitor, lang: str
) -> None:
    finished = take(visitor, lang, form="full", answering=last_option)
    data = visitor.get(f"/{lang}/result/{finished.token}/data.json").get_json()
    assert data["careless"]["straight_line"] is True
    assert recommended(finished.result, lang) == set()
    assert finished.result.all("ul", class_="part-body traits")
    again = [it for it in finished.result.all("a", class_="button") if it.get("href") == f"/{lang}/quiz"]
    assert len(again) == 1


def test_a_close_call_is_told_as_one_in_the_heading(visitor: Visitor, lang: str) -> None:
    finished = take(visitor, lang, answering=hardly_any())
    shares = visitor.get(f"/{lang}/result/{finished.token}/data.json").get_json()["probabilities"]
    first, second = sorted(shares, key=lambda kind: -shares[kind])[:2]
    for kind in (first, second):
        assert load_content()[f"kind.{kind}.within"][Locale(lang)] in finished.result.heading
    assert {"ranking", "plan"} <= recommended(finished.result, lang)


def test_a_focus_that_no_answer_settles_is_not_named(visitor: Visitor, lang: str) -> None:
    """Coaching, and every question about its focuses skipped: none leads, though the data name one."""
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    codes = stereotype(bank, Kind.COACHING)
    asked = {" ".join(question.prompt[Locale(lang)].split()): question for question in bank.questions}

    def answering(question_page: Asked) -> str | None:
        question = asked[question_page.heading]
        loads = set(question.loads).union(*(option.loads for option in question.options))
        code = 0 if loads & set(FOCUS_TRAITS) else codes[question.index]
        return question.options[code - 1].key if code else None

    finished = take(visitor, lang, form="full", answering=answering)
    data = visitor.get(f"/{lang}/result/{finished.token}/data.json").get_json()
    assert (data["recommendation"], data["close_call"], data["focus"]) == ("coaching", False, "career")
    assert len({round(share, 9) for share in data["focus_probabilities"].values()}) == 1
    assert finished.result.heading == load_content()["kind.coaching.headline.find"][Locale(lang)]


def recommended(page: Page, lang: str) -> set[str]:
    """What a result page recommends: kinds in its heading, and its parts that rank or advise."""
    names = {load_content()[f"kind.{kind}.within"][Locale(lang)] for kind in Kind}
    parts = {section.get("aria-labelledby", "") for section in page.all("section")}
    return {name for name in names if name in page.heading} | parts & {"ranking", "reasons", "plan"}


def test_going_back_and_answering_again_replaces_the_answer(visitor: Visitor, lang: str) -> None:
    first = begin(visitor, lang)
    second = visitor.submit(first, answer=choices(first, "answer")[0], action="answer")
    back = next(a for a in second.all("a") if a.get("href") == first.path)
    again = visitor.page(back.get("href", ""))
    checked = [r.get("value") for r in again.all("input", type="radio") if r.get("checked") is not None]
    assert checked == [choices(first, "answer")[0]]
    onward = visitor.submit(again, answer=choices(first, "answer")[1], action="answer")
    assert onward.path == second.path
    seen = visitor.page(first.path)
    checked = [r.get("value") for r in seen.all("input", type="radio") if r.get("checked") is not None]
    assert checked == [choices(first, "answer")[1]]


def test_the_language_can_change_on_every_page_and_keeps_the_answers(visitor: Visitor) -> None:
    page = begin(visitor, "fr")
    token = token_of(page)
    for lang in ("ar", "en", "fr", "ar"):
        link = page.path.replace(f"/{page.lang}/", f"/{lang}/", 1)
        assert any(a.get("href") == link for a in page.all("a")) or lang == page.lang
        page = visitor.page(link)
        assert page.lang == lang
        page = visitor.submit(page, answer=choices(page, "answer")[0], action="answer")
    check = answer_all(visitor, page)
    visitor.submit(check)
    for lang in ("fr", "en", "ar"):
        assert visitor.page(f"/{lang}/result/{token}").lang == lang
    data = visitor.get(f"/fr/result/{token}/data.json").get_json()
    assert len([a for a in data["answers"].values() if a]) >= 4
    assert [data["languages"][key] for key in data["shown"]][:4] == ["ar", "en", "fr", "ar"]


def test_the_link_brings_back_days_later_to_the_same_question(
    visitor: Visitor, clock: Clock, lang: str
) -> None:
    first = begin(visitor, lang)
    second = visitor.submit(first, answer=choices(first, "answer")[0], action="answer")
    clock.go_on(days=20)
    back = visitor.page(f"/{lang}/quiz/{token_of(first)}")
    assert back.path == second.path
    assert back.heading == second.heading


def test_progress_never_runs_back(visitor: Visitor) -> None:
    page, before, left_before = begin(visitor, "en"), -1.0, 10_000
    while not page.path.partition("?")[0].endswith("/check"):
        bar = page.find("progress") if page.all("progress") else None
        numbers = [int(n) for n in words_of(_progress_of(page)).replace(",", " ").split() if n.isdigit()]
        number, left = numbers[0], (numbers[1] if len(numbers) > 1 else 0)
        share = (number - 1) / (number + left)
        assert share >= before
        assert left <= left_before
        assert bar is None or float(bar.get("value", "0")) >= 0
        before, left_before = share, left
        page = visitor.submit(page, answer=choices(page, "answer")[-1], action="answer")


def _progress_of(page: Page) -> Element:
    return next(e for e in page.tree.iter() if "progress" in e.get("class", ""))


def test_the_full_form_asks_every_question_of_the_door(visitor: Visitor, lang: str) -> None:
    page = begin(visitor, lang, form="full")
    token = token_of(page)
    while not page.path.endswith("/check"):
        asked = Asked.of(page)
        # Other tests read questions at a glance: it must see what a strict reading sees.
        assert asked == Asked.at_a_glance(page.source)
        page = visitor.submit(page, answer=asked.options[0], action="answer")
    visitor.submit(page)
    data = visitor.get(f"/{lang}/result/{token}/data.json").get_json()
    assert data["form"] == "full"
    assert len(data["answers"]) == 52


def test_an_answer_costs_the_same_few_queries_whenever_it_is_given(
    app: Flask, count_queries: CountQueries
) -> None:
    visitor = Visitor(app)
    page = begin(visitor, "fr")
    costs = []
    while not page.path.partition("?")[0].endswith("/check"):
        with count_queries() as statements:
            response = visitor.post(
                page.path, data={"answer": choices(page, "answer")[0], "action": "answer"}
            )
        costs.append(len(statements))
        page = visitor.page(response.headers["Location"])
    assert set(costs) == {2}, costs


def test_showing_a_question_costs_one_query(app: Flask, count_queries: CountQueries) -> None:
    visitor = Visitor(app)
    page = begin(visitor, "fr")
    with count_queries() as statements:
        visitor.get(page.path)
    assert len(statements) == 1


def test_looking_writes_nothing(app: Flask, database: storage.Database) -> None:
    visitor = Visitor(app)
    finished = take(visitor, "fr", answering=first_option)
    running = begin(visitor, "fr")

    def everything() -> list[object]:
        with database.reading() as tx:
            names = ("attempts", "results", "bank_versions", "audit_events")
            return [sorted(map(repr, tx.exec_driver_sql(f"SELECT * FROM {name}"))) for name in names]

    before = everything()
    for path in (running.path, f"/fr/quiz/{finished.token}", f"/fr/result/{finished.token}"):
        for lang in ("fr", "en", "ar"):
            visitor.get(path.replace("/fr/", f"/{lang}/", 1))
    visitor.get(f"/fr/result/{finished.token}/erase")
    assert everything() == before
