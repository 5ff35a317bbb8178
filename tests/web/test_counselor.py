"""A counselor at work, through the front door, with a visitor on the other side."""

import re
from dataclasses import replace as changed

import pytest
from flask import Flask

from mentormatch.web.services import services
from tests.apps import Clock
from tests.databases import CountQueries
from tests.pages import Page, Visitor, form_values, words_of
from tests.quizzes import Finished, each_in_turn, take
from tests.staff import StaffMember, counselor_of, first_admin

ASKED = "Which of the two should I begin with?"


def _shares(app: Flask, *, blind: int = 0, double: int = 0) -> None:
    """Set the shares of cases that are read blind and twice, for the results that come."""
    found = app.extensions["mentormatch"]
    settings = changed(found.settings, blind_percent=blind, double_percent=double)
    app.extensions["mentormatch"] = changed(found, settings=settings)


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
    _shares(quick_app)
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
