"""Every field of every form, with everything that a field should not hold: told, never failed at."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.apps import Clock
from tests.pages import Page, Visitor
from tests.quizzes import take
from tests.security.furnished import furnished
from tests.security.house import House, Sending
from tests.security.payloads import FORBIDDEN, HUGE, TEXTS

_BAD = [*(FORBIDDEN[name] for name in ("NUL", "override", "noncharacter")), HUGE * 20, TEXTS[23]]
# One of the editor's many fields of a kind stands for the others.
_EDITORS = ("prompt-fr", "option-0-fr", "option-0-goals", "option-0-key", "holds-prompt-fr")
_LIKE_OTHERS = re.compile(r"(prompt|help|option|holds|loads)-.*")


@pytest.fixture
def house(app: Flask, clock: Clock, tmp_path: Path) -> House:
    return furnished(app, clock, tmp_path)


def fields_of(one: Sending) -> list[str]:
    return [name for name in one.sent if name in _EDITORS or not _LIKE_OTHERS.fullmatch(name)]


def test_no_field_of_a_staff_form_fails_on_any_text(house: House) -> None:
    asked = 0
    # Files that people send have tests of their own: tests/quiz/exchange, tests/web/test_bank_files.py.
    forms = {rule: one for rule, one in house.sendings.items() if not one.file}
    for rule, one in forms.items():
        for name in fields_of(one):
            for bad in _BAD:
                house.clock.now = house.moment
                changed = Sending(one.who, one.path, {**one.sent, name: bad})
                answer = changed.send()
                asked += 1
                assert answer.status_code < 500, (rule, name, bad[:40])
                if answer.status_code >= 400:
                    Page(answer, one.path)
    assert asked > 300


def test_what_a_visitor_may_not_write_is_told_and_not_kept(app: Flask, lang: str) -> None:
    visitor = Visitor(app)
    path = f"/{lang}/result/{take(visitor, lang).token}"
    for name, bad in FORBIDDEN.items():
        for fields in ({"message": bad}, {"message": "?", "email": f"{bad}@example.org", "agrees": "y"}):
            page = Page(visitor.post(f"{path}/counselor", fields), path)
            assert page.status == 400, (name, fields)
            assert page.all("div", role="alert")
        answer = visitor.post(f"/{lang}/compare", {"one": bad, "two": bad})
        assert Page(answer, f"/{lang}/compare").status == 400, name
    assert visitor.get(f"{path}/data.json").get_json()["counsel"]["question"] is None


def test_half_a_sign_is_no_sign(app: Flask) -> None:
    """Bytes that are no UTF-8 stay as they were escaped, which is text."""
    visitor = Visitor(app)
    path = f"/en/result/{take(visitor, 'en').token}"
    kind = "application/x-www-form-urlencoded"
    for half in ("%ED%A0%80", "%ED%BF%BF", "%FF%FE", "%C0%80", "%F4%90%80%80"):
        answer = visitor.post(f"{path}/counselor", f"message=Before{half}After", content_type=kind)
        assert answer.status_code == 303, half
        kept = visitor.get(f"{path}/data.json").get_json()["counsel"]["question"]["message"]
        assert kept == f"Before{half}After"
        visitor.post(f"{path}/counselor/withdraw")
