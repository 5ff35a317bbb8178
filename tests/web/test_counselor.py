"""A counselor at work, through the front door, with a visitor on the other side."""

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.web.services import services
from tests.apps import Clock
from tests.databases import CountQueries
from tests.pages import Page, Visitor, form_values, words_of
from tests.quizzes import Answering, Asked, Finished, each_in_turn, take
from tests.readings import with_shares
from tests.staff import StaffMember, counselor_of, first_admin, raw_form

ASKED = "Which of the two should I begin with?"


def _asks(visitor: Visitor, finished: Finished, lang: str = "en", **fields: str) -> Page:
    page = visitor.page(f"/{lang}/result/{finished.token}")
    return visitor.submit(page, to="/counselor", **{"message": ASKED, **fields})


def _case(member: StaffMember, lang: str = "en") -> Page:
    """The first case of the queue, claimed."""
    queue = member.page(f"/{lang}/counselor")
    return member.send(queue, "/claim")


@pytest.fixture
def zoe(quick_app: Flask, clock: Clock) -> StaffMember:
    return counselor_of(first_admin(quick_app, clock))


@pytest.fixture
def finished(quick_app: Flask, visitor: Visitor) -> Finished:
    with_shares(quick_app)
    return take(visitor, "en", answering=each_in_turn())


def test_a_question_is_answered_and_stands_beside_the_result(
    visitor: Visitor, zoe: StaffMember, finished: Finished, lang: str
) -> None:
    waiting = _asks(visitor, finished, lang)
    assert ASKED in waiting.text
    headline = waiting.heading
    case = _case(zoe)
    assert ASKED in case.text
    saved = zoe.send(case, "/say", kind="informal", confidence="2", reason="aims", note="Dear you,\nwrite")
    assert "As the visitor sees it" in saved.text
    assert "Dear you" not in visitor.page(f"/{lang}/result/{finished.token}").text
    released = zoe.send(saved, "/release")
    assert "taken back until the visitor opens it" in released.text
    page = visitor.page(f"/{lang}/result/{finished.token}")
    assert "Dear you" not in page.text
    opened = visitor.submit(page, to="/counselor/open")
    assert "Dear you," in opened.text
    assert opened.heading == headline
    assert "aims" not in words_of(opened.find("section", id="counselor"))
    data = visitor.get(f"/{lang}/result/{finished.token}/data.json").get_json()
    assert data["counsel"]["word"]["note"] == "Dear you,\nwrite"
    assert data["counsel"]["question"]["message"] == ASKED


def test_an_address_is_kept_only_with_its_own_consent(visitor: Visitor, finished: Finished) -> None:
    path = f"/en/result/{finished.token}"
    page = visitor.page(path)
    consent = page.find("input", name="agrees")
    assert consent.get("checked") is None
    again = visitor.submit(page, to="/counselor", message=ASKED, email="me@example.org")
    assert again.status == 400
    assert ASKED in again.source
    assert "me@example.org" in again.source
    kept = visitor.submit(again, to="/counselor", agrees="y")
    assert "me@example.org" in kept.text
    question = visitor.get(f"{path}/data.json").get_json()["counsel"]["question"]
    assert (question["consent"], question["consent_language"]) == ("1", "en")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"message": " "}, "Please write what you would like to ask"),
        ({"message": "x" * 2001}, "below 2000"),
        ({"message": "a \u202e b"}, "hidden characters"),
        ({"email": "nobody", "agrees": "y"}, "whole e-mail address"),
        ({"agrees": "y"}, "address to which we may write"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_and_nothing_lost(
    visitor: Visitor, finished: Finished, fields: dict[str, str], said: str
) -> None:
    page = _asks(visitor, finished, **fields)
    assert page.status == 400
    assert said in words_of(page.find("div", role="alert"))
    assert visitor.get(f"/en/result/{finished.token}/data.json").get_json()["counsel"]["question"] is None


def test_a_question_is_taken_back_as_easily_and_asked_anew(
    visitor: Visitor, zoe: StaffMember, finished: Finished
) -> None:
    waiting = _asks(visitor, finished, email="me@example.org", agrees="y")
    case = _case(zoe)
    back = visitor.submit(waiting, to="/withdraw")
    assert "taken back" in back.text
    question = visitor.get(f"/en/result/{finished.token}/data.json").get_json()["counsel"]["question"]
    assert (question["message"], question["email"]) == (None, None)
    late = zoe.send(case, "/say", kind="informal", confidence="2", reason="r", note="My long note")
    assert late.status == 409
    assert late.heading == "The visitor took the question back"
    assert "My long note" in late.text
    assert "To review (0)" in zoe.page("/en/counselor").text
    _asks(visitor, finished, message="Once more")
    assert "Once more" in _case(zoe).text


def test_a_double_click_asks_once(visitor: Visitor, finished: Finished) -> None:
    path = f"/en/result/{finished.token}"
    for message in (ASKED, "another"):
        assert visitor.post(f"{path}/counselor", {"message": message}).status_code == 303
    data = visitor.get(f"{path}/data.json").get_json()
    assert data["counsel"]["question"]["message"] == ASKED


def test_a_case_that_is_erased_while_it_is_open_has_its_page(
    visitor: Visitor, zoe: StaffMember, finished: Finished
) -> None:
    _asks(visitor, finished)
    case = _case(zoe)
    visitor.submit(visitor.page(f"/en/result/{finished.token}/erase"))
    for to, fields in (("/say", {"kind": "informal", "confidence": "2", "note": "x"}), ("/claim", {})):
        gone = zoe.send(case, to, **fields)
        assert (gone.status, gone.heading) == (404, "This case is gone")
    assert zoe.get(case.path).status_code == 404


def test_two_counselors_never_do_one_case(
    quick_app: Flask, clock: Clock, visitor: Visitor, finished: Finished
) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    _asks(visitor, finished)
    before = ada.page("/en/counselor")
    case = _case(zoe)
    refused = ada.send(before, "/claim")
    assert (refused.status, refused.heading) == (409, "A colleague has this case")
    assert "Zoé" in ada.page("/en/counselor").text
    clock.go_on(minutes=25)
    zoe.page("/en/staff")
    assert "/say" not in ada.page(case.path).source
    clock.go_on(minutes=6)
    mine = ada.send(ada.page(case.path), "/claim")
    late = zoe.send(case, "/say", kind="informal", confidence="2", reason="r", note="Half an hour of work")
    assert (late.status, late.heading) == (409, "A colleague has this case")
    assert "Half an hour of work" in late.text
    assert ada.send(mine, "/say", kind="informal", confidence="2", reason="r").status == 200


def test_a_claim_that_ran_out_does_no_harm_when_nobody_took_the_case(
    visitor: Visitor, zoe: StaffMember, finished: Finished, clock: Clock
) -> None:
    _asks(visitor, finished)
    case = _case(zoe)
    clock.go_on(minutes=29)
    zoe.page("/en/staff")
    clock.go_on(minutes=5)
    saved = zoe.send(case, "/say", kind="informal", confidence="2", reason="r", note="Kept")
    assert "Kept" in words_of(saved.find("div", lang="en"))
    assert saved.status == 200


def test_a_form_sent_twice_counts_once_and_an_old_one_is_refused(
    visitor: Visitor, zoe: StaffMember, finished: Finished
) -> None:
    _asks(visitor, finished)
    case = _case(zoe)
    fields = {"kind": "informal", "confidence": "2", "reason": "r", "note": "First"}
    assert zoe.send(case, "/say", **fields).status == 200
    assert zoe.send(case, "/say", **fields).status == 200
    old = changed_key(case)
    late = zoe.post(old[0], {**old[1], **fields, "note": "From an old window"})
    page = Page(late, old[0])
    assert (page.status, page.heading) == (409, "This case has moved on")
    assert "From an old window" in page.text
    assert "First" in zoe.page(case.path).text


def changed_key(case: Page) -> tuple[str, dict[str, str]]:
    """A form of the same page, but not the same form."""
    form = case.form("/say")
    return form.get("action", ""), {**form_values(form), "case_key": "another"}


def test_a_release_is_taken_back_until_the_visitor_has_opened_it(
    visitor: Visitor, zoe: StaffMember, finished: Finished
) -> None:
    _asks(visitor, finished)
    saved = zoe.send(_case(zoe), "/say", kind="informal", confidence="2", reason="r", note="Wrong")
    released = zoe.send(saved, "/release")
    undone = zoe.send(released, "/undo")
    assert "A counselor has answered" not in visitor.page(f"/en/result/{finished.token}").text
    better = zoe.send(undone, "/say", note="Right", reason="r")
    released = zoe.send(better, "/release")
    answered = visitor.page(f"/en/result/{finished.token}")
    assert "Right" in visitor.submit(answered, to="/counselor/open").text
    late = zoe.send(released, "/undo")
    assert (late.status, late.heading) == (409, "The visitor has opened it")
    assert "/undo" not in zoe.page(released.path).source


def test_to_correct_the_result_asks_for_a_reason_and_to_agree_does_not(
    visitor: Visitor, zoe: StaffMember, finished: Finished
) -> None:
    data = visitor.get(f"/en/result/{finished.token}/data.json").get_json()
    own, focus = data["recommendation"], data["focus"] or ""
    other = "formal" if own != "formal" else "reverse"
    _asks(visitor, finished)
    case = _case(zoe)
    refused = zoe.send(case, "/say", kind=other, confidence="3", note="Typed already")
    assert refused.status == 400
    assert "Typed already" in refused.source
    assert "why you correct" in words_of(refused.find("div", role="alert"))
    assert "agrees" in zoe.send(refused, "/say", kind=own, focus=focus, confidence="3").text


def test_a_blind_case_shows_nothing_of_the_matcher_until_the_judgement_is_locked(
    quick_app: Flask, visitor: Visitor, zoe: StaffMember
) -> None:
    with_shares(quick_app, blind=100)
    finished = take(visitor, "en", answering=each_in_turn())
    data = visitor.get(f"/en/result/{finished.token}/data.json").get_json()
    _asks(visitor, finished)
    queue = zoe.page("/en/counselor")
    row = words_of(queue.find("ol", class_="cases"))
    assert "To judge blind" in row
    assert "sure" not in row
    assert "ranking" not in queue.source
    assert "data-case" not in zoe.page(f"/en/counselor?kind={data['recommendation']}").source
    case = zoe.send(queue, "/claim")
    for shown in ("ranking", "case-weight", "traits-poles", "The automatic result", "case-headline"):
        assert shown not in case.source, shown
    assert data["recommendation"] in {"formal", "informal", "reverse", "coaching"}
    other = "formal" if data["recommendation"] != "formal" else "reverse"
    judged = zoe.send(case, "/judge", kind=other, confidence="1")
    assert "ranking" in judged.source
    assert "Judged blind" in judged.text
    told = zoe.send(judged, "/say", kind=data["recommendation"], focus=data["focus"] or "", note="n")
    with quick_app.app_context():
        served = services()
        with served.database.reading() as tx:
            (found,) = storage.judgements.judgements(tx)
    assert (found.judgement, found.blind) == (other, True)
    assert "agrees" in told.text


def test_a_second_reading_is_somebody_elses_and_knows_nothing_of_the_first(
    quick_app: Flask, clock: Clock, visitor: Visitor
) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    with_shares(quick_app, double=100)
    _asks(visitor, take(visitor, "en", answering=each_in_turn()))
    saved = zoe.send(_case(zoe), "/say", kind="reverse", confidence="3", reason="zebra", note="giraffe")
    released = zoe.send(saved, "/release")
    own = zoe.page("/en/counselor?state=second")
    assert "You have read this case" in own.text
    assert "/claim" not in own.source
    others = ada.page("/en/counselor?state=second")
    to, sent = raw_form(others, "/claim")
    key = raw_form(zoe.page("/en/staff"), "/sign-out")[1]["form_key"]
    refused = Page(zoe.post(to, {**sent, "form_key": key}), to)
    assert (refused.status, refused.heading) == (409, "You have read this case")
    page = ada.send(others, "/claim")
    for hidden in ("zebra", "giraffe", "Judged by"):
        assert hidden not in page.text
    done = ada.send(page, "/judge", kind="formal", confidence="2", private="my own view")
    assert "Your reading is kept" in done.text
    assert "Second reading by Ada" in done.text
    assert released.status == 200


def test_more_answers_replace_an_open_case_and_keep_the_promise(
    quick_app: Flask, visitor: Visitor, zoe: StaffMember
) -> None:
    with_shares(quick_app)
    found = next(
        one
        for turn in range(8)
        for one in [take(visitor, "en", answering=_turning(turn))]
        if "Answer two more questions" in one.result.text
    )
    _asks(visitor, found)
    case = _case(zoe)
    page = visitor.submit(visitor.page(f"/en/result/{found.token}"), to="/more")
    while "/check" not in page.path:
        option = page.all("input", type="radio", name="answer")[0].get("value", "")
        page = visitor.submit(page, answer=option, action="answer")
    visitor.submit(page)
    late = zoe.send(case, "/say", kind="informal", confidence="2", reason="r")
    assert (late.status, late.heading) == (409, "There is a newer result")
    assert "Promised by" in zoe.page("/en/counselor").text


def _turning(first: int) -> Answering:
    place = iter(range(first, 1000))

    def answer(asked: Asked) -> str:
        return asked.options[(next(place) * (first + 1)) % len(asked.options)]

    return answer


def test_the_queue_costs_the_same_queries_however_long_it_is(
    quick_app: Flask, visitor: Visitor, zoe: StaffMember, count_queries: CountQueries, clock: Clock
) -> None:
    with_shares(quick_app)

    def cost() -> int:
        # Once a minute it is noted that the session is in use: now, and not in what is counted.
        clock.go_on(minutes=2)
        zoe.page("/en/counselor")
        with count_queries() as statements:
            assert zoe.get("/en/counselor?origin=asked&since=2026-01-01").status_code == 200
        return len(statements)

    _asks(visitor, take(visitor, "en", answering=each_in_turn()))
    few = cost()
    for _number in range(4):
        _asks(visitor, take(visitor, "en", answering=each_in_turn()))
    assert cost() == few


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "kind=x&door=y",
        "after=1_2_3",
        "after=-_nan_x",
        "since=2026-99-99",
        "since=x&until=y",
    ],
)
def test_an_odd_address_of_the_queue_is_a_queue_all_the_same(zoe: StaffMember, query: str) -> None:
    assert zoe.get(f"/en/counselor?{query}").status_code == 200
