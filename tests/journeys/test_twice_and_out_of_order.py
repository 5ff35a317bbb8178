"""Double clicks, second tabs, old pages, lost links: ordinary cases with a kind page each."""

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.quiz import bank_from_document, parse_document
from tests.apps import Clock
from tests.pages import Visitor, choices, form_values
from tests.quizzes import answer_all, begin, last_option, take, token_of


def count(database: storage.Database, table: str) -> int:
    with database.reading() as tx:
        return int(tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_a_double_click_on_begin_begins_one_quiz(app: Flask, database: storage.Database) -> None:
    visitor = Visitor(app)
    form = form_values(visitor.page("/fr/quiz").form())
    posts = [visitor.post("/fr/quiz", data={**form, "role": "find", "form": "adaptive"}) for _ in "ab"]
    assert posts[0].headers["Location"] == posts[1].headers["Location"]
    assert count(database, "attempts") == 1


def test_a_double_click_on_an_answer_answers_once(app: Flask) -> None:
    visitor = Visitor(app)
    question = begin(visitor, "fr")
    data = {"answer": choices(question, "answer")[0], "action": "answer"}
    posts = [visitor.post(question.path, data=data) for _ in range(3)]
    assert len({post.headers["Location"] for post in posts}) == 1
    assert posts[0].headers["Location"].endswith("/2")


def test_a_double_click_for_the_result_makes_one_result(app: Flask, database: storage.Database) -> None:
    visitor = Visitor(app)
    check = answer_all(visitor, begin(visitor, "fr"))
    posts = [visitor.post(check.path) for _ in "ab"]
    assert posts[0].headers["Location"] == posts[1].headers["Location"]
    assert count(database, "results") == 1


def test_of_two_tabs_the_last_acknowledged_answer_counts(visitor: Visitor) -> None:
    question = begin(visitor, "fr")
    keys = choices(question, "answer")
    for key in (keys[0], keys[2], keys[1]):
        assert visitor.post(question.path, data={"answer": key, "action": "answer"}).status_code == 303
    seen = visitor.page(question.path)
    assert [r.get("value") for r in seen.all("input", type="radio") if r.get("checked") is not None] == [
        keys[1]
    ]


def test_a_question_that_was_not_shown_yet_cannot_be_answered(visitor: Visitor, lang: str) -> None:
    question = begin(visitor, lang)
    ahead = question.path.removesuffix("/1") + "/9"
    assert visitor.get(ahead).headers["Location"] == question.path
    response = visitor.post(ahead, data={"answer": "1", "action": "answer"})
    assert response.status_code == 404


def test_answering_after_the_result_is_told_kindly_and_changes_nothing(visitor: Visitor, lang: str) -> None:
    question = begin(visitor, lang)
    finished = visitor.submit(answer_all(visitor, question))
    data = visitor.get(finished.path + "/data.json").get_json()
    response = visitor.post(question.path, data={"answer": choices(question, "answer")[1]})
    assert response.status_code == 409
    assert visitor.get(finished.path + "/data.json").get_json() == data


def test_an_option_that_does_not_exist_is_refused(visitor: Visitor, lang: str) -> None:
    question = begin(visitor, lang)
    response = visitor.post(question.path, data={"answer": "no-such", "action": "answer"})
    assert response.status_code == 400
    assert visitor.page(question.path).status == 200


def test_the_result_before_the_last_answer_leads_back_to_the_question(visitor: Visitor) -> None:
    question = begin(visitor, "fr")
    response = visitor.post(f"/fr/quiz/{token_of(question)}/check")
    assert response.headers["Location"] == question.path
    assert visitor.get(f"/fr/result/{token_of(question)}").status_code == 404


def test_an_erased_quiz_is_gone_and_looks_like_one_that_never_was(
    app: Flask, database: storage.Database, lang: str
) -> None:
    visitor = Visitor(app)
    finished = take(visitor, lang)
    erase = visitor.page(f"/{lang}/result/{finished.token}/erase")
    told = visitor.submit(erase)
    assert told.path == f"/{lang}/erased"
    assert count(database, "attempts") == count(database, "results") == 0
    unknown = "x" * 43
    for path in (f"/{lang}/quiz/TOKEN", f"/{lang}/quiz/TOKEN/1", f"/{lang}/result/TOKEN"):
        gone = visitor.get(path.replace("TOKEN", finished.token))
        never = visitor.get(path.replace("TOKEN", unknown))
        assert gone.status_code == never.status_code == 404
        assert gone.data.replace(finished.token.encode(), b"") == never.data.replace(unknown.encode(), b"")
    # A double click on "erase" gets the same answer; an address that never was does not.
    again = visitor.post(f"/{lang}/result/{finished.token}/erase")
    assert again.headers["Location"] == f"/{lang}/erased"
    assert visitor.post(f"/{lang}/result/{unknown}/erase").status_code == 404


def test_a_form_sent_again_after_the_erasure_does_not_bring_the_quiz_back(
    app: Flask, database: storage.Database
) -> None:
    visitor = Visitor(app)
    form = {**form_values(visitor.page("/fr/quiz").form()), "role": "find", "form": "adaptive"}
    location = visitor.post("/fr/quiz", data=form).headers["Location"]
    check = answer_all(visitor, visitor.page(location))
    result = visitor.submit(check)
    visitor.submit(visitor.page(f"{result.path}/erase"))
    assert visitor.post("/fr/quiz", data=form).status_code == 409
    assert count(database, "attempts") == 0


def test_a_newer_bank_does_not_disturb_a_running_quiz(
    app: Flask, database: storage.Database, clock: Clock
) -> None:
    visitor = Visitor(app)
    running = begin(visitor, "fr")
    with database.transaction() as tx:
        old = storage.banks.current(tx, "mentoring")
        document = parse_document(storage.banks.document(tx, old.id))
        changed = document.model_copy(update={"questions": document.questions[::-1]})
        new = storage.banks.publish(
            tx, bank_from_document(changed), published_by=None, note="reversed", now=clock()
        )
    assert new.number == old.number + 1
    result = visitor.submit(answer_all(visitor, running, last_option))
    assert visitor.get(result.path + "/data.json").get_json()["versions"]["bank"] == old.number
    later = take(visitor, "fr")
    data = visitor.get(f"/fr/result/{later.token}/data.json").get_json()
    assert data["versions"]["bank"] == new.number


@pytest.mark.parametrize(
    "path", ["/fr/nothing", "/ar/guide/other", "/en/quiz/short/1", "/xx/quiz", "/wp-login.php"]
)
def test_an_address_that_leads_nowhere_has_a_kind_page(visitor: Visitor, path: str) -> None:
    page = visitor.page(path)
    assert page.status == 404
    assert any(a.get("href", "").endswith("/quiz") for a in page.find("main").iter("a"))
