"""Visitors who take the quiz, for tests of what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from tests.pages import Page, Visitor, choices

Answering = Callable[[Page], str | None]


def first_option(page: Page) -> str | None:
    """Answers with the first option on the page."""
    return choices(page, "answer")[0]


def last_option(page: Page) -> str | None:
    """Answers with the last option on the page."""
    return choices(page, "answer")[-1]


def each_in_turn() -> Answering:
    """Answers with one option after the other, so that the answers do not look alike."""
    turn = count()

    def answer(page: Page) -> str:
        options = choices(page, "answer")
        return options[next(turn) % len(options)]

    return answer


def hardly_any() -> Answering:
    """Answers the first two questions and skips the others: too little for a clear result."""
    turn = count()

    def answer(page: Page) -> str | None:
        return choices(page, "answer")[0] if next(turn) < 2 else None

    return answer


def one_answer() -> Answering:
    """Answers the first question on the agreement scale only: too little for any kind to lead by much."""
    given = count()

    def answer(page: Page) -> str | None:
        return choices(page, "answer")[3] if on_a_scale(page) and next(given) == 0 else None

    return answer


def on_a_scale(page: Page) -> bool:
    """Whether the page asks how much one agrees."""
    return any("choices-scale" in (part.get("class") or "") for part in page.all("div"))


def skip(page: Page) -> str | None:
    """Skips."""
    del page
    return None


@dataclass(frozen=True)
class Finished:
    """A finished quiz: its secret token and its result page."""

    token: str
    result: Page
    questions: int


def begin(visitor: Visitor, lang: str, role: str = "find", form: str = "adaptive") -> Page:
    """The first question of a new attempt."""
    return visitor.submit(visitor.page(f"/{lang}/quiz"), role=role, form=form)


def token_of(page: Page) -> str:
    """The secret token in a page's address."""
    return page.path.split("/")[3].partition("?")[0]


def answer_all(visitor: Visitor, page: Page, answering: Answering = first_option) -> Page:
    """Answer question after question until the check-your-answers page."""
    for _step in range(120):
        if page.path.partition("?")[0].endswith("/check"):
            return page
        option = answering(page)
        page = (
            visitor.submit(page, action="skip")
            if option is None
            else visitor.submit(page, answer=option, action="answer")
        )
    raise AssertionError("the quiz does not end")


def take(
    visitor: Visitor,
    lang: str,
    role: str = "find",
    *,
    form: str = "adaptive",
    answering: Answering = first_option,
) -> Finished:
    """A whole quiz, from the start page to the result."""
    page = begin(visitor, lang, role, form)
    token = token_of(page)
    check = answer_all(visitor, page, answering)
    result = visitor.submit(check)
    return Finished(token, result, len(check.all("tr")) or 0)
