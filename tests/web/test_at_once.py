"""Eight requests at the same moment on one quiz: each is answered, and one thing has happened."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from werkzeug.test import TestResponse

from mentormatch import storage
from mentormatch.quiz import UNANSWERED
from mentormatch.usecases.tokens import token_hash
from tests.pages import Visitor, choices, form_values
from tests.quizzes import answer_all, begin, skip, take, token_of
from tests.web.shared import rows_of

AT_ONCE = 8
ROUNDS = 3
Ask = Callable[[Visitor], TestResponse]


def together(app: Flask, asks: Sequence[Ask]) -> list[TestResponse]:
    """The answers to requests that all set out at the same moment; none of them a failure."""
    barrier = threading.Barrier(len(asks))

    def one(ask: Ask) -> TestResponse:
        visitor = Visitor(app)
        barrier.wait()
        return ask(visitor)

    with ThreadPoolExecutor(len(asks)) as pool:
        answers = list(pool.map(one, asks))
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    return answers


def attempt_of(database: storage.Database, token: str) -> storage.attempts.StoredAttempt:
    with database.reading() as tx:
        return storage.attempts.load(tx, token_hash(token))


def test_eight_clicks_on_begin_begin_one_quiz(app: Flask, database: storage.Database) -> None:
    form = {**form_values(Visitor(app).page("/fr/quiz").form()), "role": "find", "form": "adaptive"}
    answers = together(app, [lambda visitor: visitor.post("/fr/quiz", data=form)] * AT_ONCE)
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert rows_of(database)[0] == 1


def answering(path: str, data: dict[str, str]) -> Ask:
    return lambda visitor: visitor.post(path, data=data)


def test_of_eight_answers_at_once_one_stands_and_no_other_question_is_touched(
    app: Flask, database: storage.Database
) -> None:
    page = begin(Visitor(app), "fr")
    token = token_of(page)
    for number in range(1, ROUNDS + 1):
        options = choices(page, "answer")
        sent = [options[place % len(options)] for place in range(AT_ONCE)]
        posts = [{"answer": option, "action": "answer"} for option in sent]
        answers = together(app, [answering(page.path, data) for data in posts])
        acknowledged = {answer.status_code for answer in answers}
        assert acknowledged <= {303, 409}
        assert 303 in acknowledged
        stored = attempt_of(database, token).attempt
        assert sum(code != UNANSWERED for code in stored.answers) == number
        assert len(stored.shown) == number + 1
        page = Visitor(app).page(f"/fr/quiz/{token}")


def test_eight_clicks_for_the_result_make_one(app: Flask, database: storage.Database) -> None:
    check = answer_all(Visitor(app), begin(Visitor(app), "ar"), skip)
    answers = together(app, [lambda visitor: visitor.post(check.path)] * AT_ONCE)
    assert {answer.headers["Location"] for answer in answers} == {f"/ar/result/{token_of(check)}"}
    assert rows_of(database)[2] == 1


def test_eight_clicks_for_more_questions_ask_for_two(app: Flask, database: storage.Database) -> None:
    finished = take(Visitor(app), "en", answering=skip)
    before = len(attempt_of(database, finished.token).attempt.shown)
    path = f"/en/quiz/{finished.token}/more"
    answers = together(app, [lambda visitor: visitor.post(path, data={"extra": "2"})] * AT_ONCE)
    assert {answer.status_code for answer in answers} == {303}
    stored = attempt_of(database, finished.token).attempt
    assert (stored.extra, len(stored.shown)) == (2, before + 1)


def test_what_is_erased_while_everything_else_goes_on_stays_erased(
    app: Flask, database: storage.Database
) -> None:
    for number in range(1, 3 * ROUNDS + 1):
        start = {**form_values(Visitor(app).page("/fr/quiz").form()), "role": "become", "form": "adaptive"}
        place = Visitor(app).post("/fr/quiz", data=start).headers["Location"]
        token = place.split("/")[3]

        again, erase = answering("/fr/quiz", start), answering(f"/fr/result/{token}/erase", {})
        answer, confirm = answering(place, {"action": "skip"}), answering(f"/fr/quiz/{token}/check", {})
        answers = together(app, [answer, again, confirm, erase, erase, again, answer, again])
        assert {found.status_code for found in answers} <= {303, 404, 409}
        assert answers[3].headers["Location"] == answers[4].headers["Location"] == "/fr/erased"
        attempts, _, results, tombstones, _ = rows_of(database)
        assert (attempts, results, tombstones) == (0, 0, number)


def test_a_result_is_erased_whole_though_it_is_made_at_the_same_moment(
    app: Flask, database: storage.Database
) -> None:
    check = answer_all(Visitor(app), begin(Visitor(app), "fr"), skip)
    erase: Ask = lambda visitor: visitor.post(f"/fr/result/{token_of(check)}/erase")  # noqa: E731 - two asks
    confirm: Ask = lambda visitor: visitor.post(check.path)  # noqa: E731 - the same
    answers = together(app, [confirm, confirm, erase, confirm, erase, confirm, erase, confirm])
    assert {found.status_code for found in answers} <= {303, 404, 409}
    assert rows_of(database)[:4] == (0, 0, 0, 1)
