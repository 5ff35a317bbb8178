"""How long an answer takes says nothing of who has an account, nor of which secret address there is.

A busy machine makes some answers slower, never one quicker; a leak makes every answer of a kind slower. So
the quickest of many are compared.
"""

import math
import time
from collections.abc import Callable

from flask import Flask

from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Visitor
from tests.quizzes import begin, take, token_of
from tests.staff import StaffMember, counselor_of, first_admin, raw_form

TIMES = 45
Asking = Callable[[], object]


def apart(one: Asking, other: Asking) -> float:
    """How many times as long the slower takes: each at its quickest of many, asked by turns."""
    took: dict[Asking, float] = {one: math.inf, other: math.inf}
    for _ in range(TIMES):
        for asking, quickest in took.items():
            began = time.perf_counter()
            asking()
            took[asking] = min(quickest, time.perf_counter() - began)
    return max(took.values()) / min(took.values())


def test_an_unknown_account_takes_as_long_as_a_wrong_password(quick_app: Flask, clock: Clock) -> None:
    zoe = counselor_of(first_admin(quick_app, clock)).elsewhere()
    action, values = raw_form(zoe.page("/en/staff/sign-in"), "/sign-in")

    def asked(email: str) -> Asking:
        def asking() -> None:
            # So that neither the tries nor the form run out.
            clock.now = began
            _forget_tries(quick_app)
            answer = zoe.post(action, {**values, "email": email, "password": "not this one"})
            assert answer.status_code == 400

        return asking

    began = clock.now
    assert apart(asked(zoe.email), asked("nobody@example.org")) < 1.5


def _forget_tries(app: Flask) -> None:
    with app.app_context(), services().database.transaction() as tx:
        tx.exec_driver_sql("DELETE FROM sign_in_tries")


def test_a_secret_address_that_was_erased_answers_like_one_that_never_was(quick_app: Flask) -> None:
    visitor = Visitor(quick_app)
    erased = take(visitor, "en").token
    visitor.post(f"/en/result/{erased}/erase")
    near = token_of(begin(visitor, "en"))
    wrong = ("x" if near[0] != "x" else "y") + near[1:]
    for rest in ("result/{}", "result/{}/data.json", "quiz/{}", "quiz/{}/1"):
        paths = [f"/en/{rest.format(token)}" for token in (erased, "x" * 43, wrong)]
        answers = [visitor.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == {404}
        asked = zip(answers, paths, strict=True)
        assert len({answer.get_data(as_text=True).replace(path[4:], "") for answer, path in asked}) == 1
    result = "/en/result/{}".format
    assert apart(lambda: visitor.get(result(erased)), lambda: visitor.get(result(wrong))) < 1.5


def test_a_leak_would_be_seen(quick_app: Flask, clock: Clock) -> None:
    member, visitor = StaffMember(quick_app, clock=clock), Visitor(quick_app)
    assert apart(lambda: member.page("/en/staff/sign-in"), lambda: visitor.get("/healthz")) > 1.5
