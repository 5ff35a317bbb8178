"""Visitors who take the quiz, for tests of what comes of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from itertools import count

from werkzeug.test import TestResponse

from tests.pages import Page, Visitor, choices

_START_KEY = re.compile(r'name="start_key" value="([^"]+)"')
_OPTION = re.compile(r'type="radio"\s+name="answer"\s+value="([^"]+)"')
_HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """What a visitor reads of a question before answering it."""

    heading: str
    options: list[str]
    on_a_scale: bool

    @classmethod
    def of(cls, page: Page) -> "Asked":
        return cls(page.heading, choices(page, "answer"), 'class="choices choices-scale"' in page.source)

    @classmethod
    def at_a_glance(cls, source: str) -> "Asked":
        """The same of a page that is not parsed: parsing is a third of the time of a whole quiz."""
        (heading,) = _HEADING.findall(source)
        options = [unescape(key) for key in _OPTION.findall(source)]
        return cls(" ".join(unescape(heading).split()), options, 'class="choices choices-scale"' in source)


Answering = Callable[[Asked], str | None]


def first_option(asked: Asked) -> str | None:
    """Answers with the first option on the page."""
    return asked.options[0]


def last_option(asked: Asked) -> str | None:
    """Answers with the last option on the page."""
    return asked.options[-1]


def each_in_turn() -> Answering:
    """Answers with one option after the other, so that the answers do not look alike."""
    turn = count()
    return lambda asked: asked.options[next(turn) % len(asked.options)]


def hardly_any() -> Answering:
    """Answers the first two questions and skips the others: too little for a clear result."""
    turn = count()
    return lambda asked: asked.options[0] if next(turn) < 2 else None


def one_answer() -> Answering:
    """Answers the first question on the agreement scale only: too little for any kind to lead by much."""
    given = count()
    return lambda asked: asked.options[3] if asked.on_a_scale and next(given) == 0 else None


def skip(_asked: Asked) -> str | None:
    """Skips."""
    return None


@dataclass(frozen=True)
class Finished:
    """A finished quiz: its secret token, where its result is, and the page there, read when looked at."""

    token: str
    path: str
    response: TestResponse

    @cached_property
    def result(self) -> Page:
        return Page(self.response, self.path)


def begin(visitor: Visitor, lang: str, role: str = "find", form: str = "adaptive") -> Page:
    """The first question of a new attempt."""
    return visitor.submit(visitor.page(f"/{lang}/quiz"), role=role, form=form)


def token_of(page: Page) -> str:
    """The secret token in a page's address."""
    return page.path.split("/")[3].partition("?")[0]


def answer_all(visitor: Visitor, page: Page, answering: Answering = first_option) -> Page:
    """Answer question after question, each page read strictly, until the check-your-answers page."""
    for _step in range(120):
        if page.path.partition("?")[0].endswith("/check"):
            return page
        page = visitor.submit(page, **_form(answering(Asked.of(page))))
    raise AssertionError("the quiz does not end")


def answer_at_a_glance(visitor: Visitor, path: str, answering: Answering) -> str:
    """The same in a hurry, from the address of the first question to that of the check page."""
    for _step in range(120):
        if path.endswith("/check"):
            return path
        asked = Asked.at_a_glance(visitor.get(path).get_data(as_text=True))
        path = _led_on(visitor, path, _form(answering(asked)))
    raise AssertionError("the quiz does not end")


def _form(option: str | None) -> dict[str, str]:
    return {"action": "skip"} if option is None else {"action": "answer", "answer": option}


def take(
    visitor: Visitor,
    lang: str,
    role: str = "find",
    *,
    form: str = "adaptive",
    answering: Answering = first_option,
) -> Finished:
    """A whole quiz, from the start page to the result, for tests of what comes of it.

    Its pages are read at a glance; the journeys read them strictly (`begin`, `answer_all`).
    """
    start = f"/{lang}/quiz"
    (start_key,) = _START_KEY.findall(visitor.get(start).get_data(as_text=True))
    question = _led_on(visitor, start, {"start_key": start_key, "role": role, "form": form})
    path = _led_on(visitor, answer_at_a_glance(visitor, question, answering), {})
    return Finished(path.split("/")[3], path, visitor.get(path))


def _led_on(visitor: Visitor, path: str, fields: dict[str, str]) -> str:
    answered = visitor.post(path, fields)
    assert answered.status_code == 303, f"{answered.status_code} at {path}"
    return answered.headers["Location"]
