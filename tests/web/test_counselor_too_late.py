"""What a counselor sends too late gets a page that says why, in each language, with what was written."""

import pytest
from flask import Flask

from tests.apps import Clock
from tests.pages import Page, Visitor, form_values, words_of
from tests.quizzes import each_in_turn, take
from tests.readings import with_shares
from tests.staff import StaffMember, counselor_of, first_admin, raw_form

NOTE = "Half an hour of work"
TAKEN = {
    "fr": ("Une autre personne de l’équipe s’occupe de ce cas", "pour le moment", "réservation avait expiré"),
    "en": ("A colleague has this case", "theirs for now", "claim was over"),
    "ar": ("هذه الحالة لدى زميل", "حاليًا", "انتهى حجزك"),
}
MOVED = {"fr": "Ce cas a évolué", "en": "This case has moved on", "ar": "تغيّرت هذه الحالة"}
GONE = {
    "fr": ("Ce cas n’existe plus", "tout effacé"),
    "en": ("This case is gone", "erased everything"),
    "ar": ("لم تعد هذه الحالة موجودة", "محا الزائر كل شيء"),
}
WROTE = {
    "fr": "C’est une autre personne de l’équipe qui l’a écrit",
    "en": "A colleague wrote this",
    "ar": "كتب هذا زميل آخر",
}
BACK = {
    "fr": "La personne a retiré sa question",
    "en": "The visitor took the question back",
    "ar": "سحب الزائر سؤاله",
}


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
    visitor.submit(visitor.page(path), to="/counselor", message="?", email="a@example.org", agrees="y")
    return path


def _claimed(member: StaffMember, lang: str) -> Page:
    """The case, claimed."""
    return member.send(member.page(f"/{lang}/counselor"), "/claim")


def _said(member: StaffMember, case: Page) -> Page:
    return member.send(case, "/say", kind="informal", confidence="2", reason="r", note=NOTE)


def _is_told(page: Page, lang: str, status: int, title: str, *words: str) -> None:
    """The page of something that came too late: in the language, with the way back."""
    assert (page.status, page.lang, page.heading) == (status, lang, title)
    for word in words:
        assert word in page.text
    ways = [link.get("href", "") for link in page.find("main").iter("a")]
    assert ways[-1] == f"/{lang}/counselor"
    assert (len(ways) == 2) is (status == 409)


@pytest.mark.usefixtures("asked")
def test_two_counselors_on_one_case(ada: StaffMember, zoe: StaffMember, lang: str) -> None:
    before = ada.page(f"/{lang}/counselor")
    _claimed(zoe, lang)
    title, theirs, expired = TAKEN[lang]
    refused = ada.send(before, "/claim")
    _is_told(refused, lang, 409, title, theirs)
    assert expired not in refused.text  # she never had it
    assert "Zoé" in ada.page(f"/{lang}/counselor").text


@pytest.mark.usefixtures("asked")
def test_a_colleagues_case_and_word_are_no_ones_else_even_by_hand(
    ada: StaffMember, zoe: StaffMember, lang: str
) -> None:
    case = _claimed(zoe, lang)

    def by_hand(page: Page, deed: str) -> Page:
        to, sent = raw_form(page, deed)
        own = raw_form(ada.page(f"/{lang}/staff"), "/sign-out")[1]["form_key"]
        return Page(ada.post(to, {**sent, "form_key": own}), to)

    title, theirs, _ = TAKEN[lang]
    _is_told(by_hand(case, "/let-go"), lang, 409, title, theirs)
    saved = _said(zoe, case)
    _is_told(by_hand(saved, "/release"), lang, 409, title)
    released = zoe.send(saved, "/release")
    _is_told(by_hand(released, "/undo"), lang, 409, WROTE[lang])
    assert "said=undone" in zoe.send(released, "/undo").path


@pytest.mark.usefixtures("asked")
def test_a_claim_that_ran_out_and_was_taken_over(
    ada: StaffMember, zoe: StaffMember, clock: Clock, lang: str
) -> None:
    case = _claimed(zoe, lang)
    for _ in range(2):
        clock.go_on(minutes=17)
        for member in (ada, zoe):
            member.page(f"/{lang}/staff")
    ada.send(ada.page(case.path), "/claim")
    late = _said(zoe, case)
    _is_told(late, lang, 409, TAKEN[lang][0], TAKEN[lang][2], NOTE)
    assert NOTE not in zoe.page(case.path.partition("?")[0]).text


@pytest.mark.usefixtures("asked")
def test_a_form_sent_twice_and_one_from_an_old_window(zoe: StaffMember, lang: str) -> None:
    case = _claimed(zoe, lang)
    first, again = _said(zoe, case), _said(zoe, case)
    assert [first.status, again.status] == [200, 200]
    assert sum(NOTE in words_of(line) for line in again.all("p", class_="word-note")) == 1
    form = case.form("/say")
    sent = {**form_values(form), "kind": "informal", "confidence": "1", "reason": "r", "note": "Old window"}
    old = zoe.post(form.get("action", ""), {**sent, "case_key": "another"})
    _is_told(Page(old, form.get("action", "")), lang, 409, MOVED[lang], "Old window")


def test_a_visitor_who_erases_everything_meanwhile(
    zoe: StaffMember, visitor: Visitor, asked: str, lang: str
) -> None:
    case = _claimed(zoe, lang)
    visitor.submit(visitor.page(f"{asked}/erase"))
    late = _said(zoe, case)
    _is_told(late, lang, 404, *GONE[lang])
    assert NOTE not in late.text  # nobody is left to whom it could go
    assert zoe.get(case.path).status_code == 404


def test_a_visitor_who_takes_the_question_back_meanwhile(
    zoe: StaffMember, visitor: Visitor, asked: str, lang: str
) -> None:
    case = _claimed(zoe, lang)
    visitor.submit(visitor.page(asked), to="/withdraw")
    _is_told(_said(zoe, case), lang, 409, BACK[lang], NOTE)
    assert "a@example.org" not in zoe.page(case.path.partition("?")[0]).source
