"""What makes a long day with the queue bearable: the way back, errors said at once, nothing typed lost."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from mentormatch.guide import load_content
from mentormatch.i18n import Locale
from tests.apps import Clock
from tests.pages import Page, Visitor, words_of
from tests.quizzes import each_in_turn, last_option, take
from tests.readings import with_shares
from tests.staff import StaffMember, counselor_of, first_admin

NEEDED = {
    "fr": ("Veuillez choisir ce qui convient.", "Veuillez indiquer votre degré de certitude."),
    "en": ("Please choose what fits.", "Please say how sure you are."),
    "ar": ("يُرجى اختيار الأنسب.", "يُرجى بيان درجة تأكدك."),
}
TOLD = {"fr": "La personne lit", "en": "The visitor is told", "ar": "يُقال للزائر"}


@pytest.fixture
def ada(quick_app: Flask, clock: Clock) -> StaffMember:
    return first_admin(quick_app, clock)


@pytest.fixture
def zoe(ada: StaffMember) -> StaffMember:
    return counselor_of(ada)


@pytest.fixture
def asked(quick_app: Flask, visitor: Visitor, lang: str) -> str:
    """The page of a result whose visitor asked a counselor."""
    with_shares(quick_app)
    path = f"/{lang}/result/{take(visitor, lang, answering=each_in_turn()).token}"
    visitor.submit(visitor.page(path), to="/counselor", message="?")
    return path


def _way_back(page: Page) -> str:
    (way,) = page.find("p", class_="back").iter("a")
    return str(way.get("href"))


@pytest.mark.usefixtures("asked")
def test_the_way_back_leads_to_the_view_that_the_case_was_opened_from(zoe: StaffMember, lang: str) -> None:
    view = {"language": [lang], "origin": ["asked"], "sort": ["certainty"]}
    queue = zoe.page(f"/{lang}/counselor?language={lang}&origin=asked&sort=certainty")
    case = zoe.send(queue, "/claim")
    saved = zoe.send(case, "/say", kind="informal", confidence="2", reason="r")
    released = zoe.send(saved, "/release")
    undone = zoe.send(released, "/undo")
    for page in (case, saved, released, undone, zoe.send(undone, "/let-go")):
        back = urlsplit(_way_back(page))
        assert (page.status, back.path, parse_qs(back.query)) == (200, f"/{lang}/counselor", view)


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    "view", ["https%3A%2F%2Felsewhere.example", "kind%3D%22%3E", "%00", "a" * 900, "after%3D1_2_3"]
)
def test_an_odd_view_in_an_address_leads_to_the_plain_queue(zoe: StaffMember, lang: str, view: str) -> None:
    case = zoe.send(zoe.page(f"/{lang}/counselor"), "/claim")
    page = zoe.page(f"{urlsplit(case.path).path}?view={view}")
    assert _way_back(page) == f"/{lang}/counselor"
    assert "elsewhere" not in page.source


@pytest.mark.usefixtures("asked")
def test_everything_that_a_judgement_lacks_is_said_at_once(zoe: StaffMember, lang: str) -> None:
    case = zoe.send(zoe.page(f"/{lang}/counselor"), "/claim")
    refused = zoe.send(case, "/say", private="x" * 4001, note="Typed already")
    summary = words_of(refused.find("div", role="alert"))
    assert refused.status == 400
    assert all(words in summary for words in NEEDED[lang])
    assert refused.find("p", id="private-error") is not None
    assert "Typed already" in refused.source


@pytest.mark.usefixtures("asked")
def test_what_was_typed_is_kept_when_it_comes_late_and_incomplete(
    ada: StaffMember, zoe: StaffMember, clock: Clock, lang: str
) -> None:
    case = zoe.send(zoe.page(f"/{lang}/counselor"), "/claim")
    for _ in range(2):
        clock.go_on(minutes=17)
        for member in (ada, zoe):
            member.page(f"/{lang}/staff")
    ada.send(ada.page(f"/{lang}/counselor"), "/claim")
    late = zoe.send(case, "/say", note="Half an hour of work")
    assert late.status == 409
    assert "Half an hour of work" in late.text


@pytest.mark.usefixtures("asked")
def test_what_the_visitor_will_see_stands_above_the_answers(zoe: StaffMember, lang: str) -> None:
    case = zoe.send(zoe.page(f"/{lang}/counselor"), "/claim")
    saved = zoe.send(case, "/say", kind="informal", confidence="2", reason="why", private="for us")
    headings = [heading.get("id") for heading in saved.find("main").iter("h2")]
    assert headings.index("preview") < headings.index("answers") < headings.index("judge")
    jumps = {link.get("href", "") for link in saved.all("a")}
    assert {"#answers", "#automatic", "#judge", "#history"} <= jumps
    weights = [words_of(one) for one in saved.all("bdi") if one.get("class") == "case-weight"]
    assert weights
    for weight in weights:
        sign, decimals = weight[0], weight[-2:]
        assert decimals.isdigit(), weight
        assert weight[-3] in ".,", weight
        assert (sign in "+\u2212") is (weight.lstrip("+\u2212") not in {"0.00", "0,00"}), weight


def test_whoever_comes_back_is_told_at_the_top_that_there_is_an_answer(
    visitor: Visitor, asked: str, zoe: StaffMember
) -> None:
    def pointers() -> int:
        return sum(link.get("href") == "#counselor" for link in visitor.page(asked).all("a"))

    assert pointers() == 0
    lang = asked.split("/")[1]
    case = zoe.send(zoe.page(f"/{lang}/counselor"), "/claim")
    zoe.send(zoe.send(case, "/say", kind="informal", confidence="2", reason="r"), "/release")
    assert pointers() == 1
    visitor.submit(visitor.page(asked), to="/counselor/open")
    assert pointers() == 1


@pytest.mark.parametrize("blind", [0, 100])
def test_a_case_says_when_answers_look_alike_and_to_whom_its_words_are_said(
    quick_app: Flask, visitor: Visitor, zoe: StaffMember, lang: str, blind: int
) -> None:
    with_shares(quick_app, blind=blind)
    finished = take(visitor, lang, form="full", answering=last_option)
    visitor.submit(visitor.page(f"/{lang}/result/{finished.token}"), to="/counselor", message="?")
    case = zoe.send(zoe.page(f"/{lang}/counselor"), "/claim")
    notices = [words_of(one) for one in case.all("p", class_="notice")]
    alike = " ".join(load_content()["careless.straight"][Locale(lang)].split())
    assert [TOLD[lang] in words for words in notices if alike in words] == [True]
    assert case.all("table") == []
