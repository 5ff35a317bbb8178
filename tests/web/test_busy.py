"""A database that somebody else holds: the visitor is told, and comes back to where they were."""

from flask import Flask

from mentormatch import storage
from tests.pages import Page, Visitor, choices, words_of
from tests.quizzes import begin, token_of


def test_an_answer_that_cannot_be_kept_can_be_sent_again(
    quick_app: Flask, sqlite_database: storage.Database, lang: str
) -> None:
    visitor = Visitor(quick_app)
    asked = begin(visitor, lang)
    data = {"action": "answer", "answer": choices(asked, "answer")[0]}
    with sqlite_database.transaction():
        busy = visitor.post(asked.path, data=data)
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    page = Page(busy, asked.path)
    back = page.find("a", class_="button button-large")
    assert back.get("href") == f"/{lang}/quiz/{token_of(asked)}"
    assert words_of(back)
    again = visitor.get(str(back.get("href")))
    assert again.headers["Location"] == asked.path
    assert visitor.post(asked.path, data=data).status_code == 303
