"""Ways through the site in a browser, and the pages on the way."""

from collections.abc import Iterator
from itertools import count

from playwright.sync_api import Page

from mentormatch.web.machines import PUBLIC_PATHS
from tests import quizzes
from tests.pages import Visitor, choices
from tests.quizzes import Answering, Asked, last_option, one_answer, skip, take


def begin(page: Page, lang: str, role: str = "find", form: str = "adaptive") -> None:
    """To the first question."""
    page.goto(f"/{lang}/quiz")
    page.locator(f"input[name=role][value={role}]").check()
    page.locator(f"input[name=form][value={form}]").check()
    send(page)


def answer(page: Page, place: int = 0) -> None:
    """Choose the option at a place (from the top, or from the bottom when negative), continue."""
    page.locator("input[name=answer]").nth(place).check()
    with page.expect_navigation():
        page.locator("button[value=answer]").click()


def answer_all(page: Page, place: int | None = None) -> int:
    """To the check-your-answers page; how many questions there were.

    Without a place the first option is chosen, and on the agreement scale each degree in turn:
    answers that all look alike would get no ranking.
    """
    for number in range(80):
        if "/check" in page.url:
            return number
        scale = page.locator(".choices-scale").count() > 0
        answer(page, place if place is not None else number % 5 if scale else 0)
    raise AssertionError("the quiz does not end")


def states(page: Page, visitor: Visitor, lang: str) -> Iterator[str]:
    """Every kind of visitor page in one language, one after the other, by name.

    The visitor posts the answers in between, which takes a tenth of the time of doing it in the browser.
    """
    for path in PUBLIC_PATHS:
        page.goto(f"/{lang}{path}")
        yield "home" if path == "/" else path.strip("/").replace("/", "-")
    page.goto(f"/{lang}/quiz")
    send(page)
    yield "start-error"
    yield from _questions(page, visitor, lang)
    yield from _find(page, visitor, lang)
    page.goto(take(visitor, lang, "become", answering=turning()).path)
    yield "result-become"
    page.goto(take(visitor, lang, answering=last_option).path)
    yield "result-last-options"
    yield from _little_known(page, visitor, lang)
    page.goto(f"/{lang}/nowhere")
    yield "not-found"


def turning() -> Answering:
    """Answers as answer_all does without a place."""
    turn = count()

    def chosen(asked: Asked) -> str:
        number = next(turn)
        return asked.options[number % 5 if asked.on_a_scale else 0]

    return chosen


def _questions(page: Page, visitor: Visitor, lang: str) -> Iterator[str]:
    # All questions: the adaptive form may reach its result without one on the agreement scale.
    asked = quizzes.begin(visitor, lang, form="full")
    page.goto(asked.path)
    yield "question-choose"
    with page.expect_navigation():
        page.locator("button[value=answer]").click()
    yield "question-error"
    while not Asked.of(asked).on_a_scale:
        asked = visitor.submit(asked, answer=choices(asked, "answer")[0], action="answer")
    page.goto(asked.path)
    page.locator("details").first.locator("summary").click()
    yield "question-agree"


def _find(page: Page, visitor: Visitor, lang: str) -> Iterator[str]:
    page.goto(quizzes.answer_all(visitor, quizzes.begin(visitor, lang), turning()).path)
    yield "check"
    send(page)
    yield "result"
    result = page.url
    yield from _compare(page, lang, result, take(visitor, lang, answering=last_option).token)
    page.goto(result + "/erase")
    yield "erase"
    send(page)
    yield "erased"


def _little_known(page: Page, visitor: Visitor, lang: str) -> Iterator[str]:
    """Nothing answered, nothing recommended; then one answer: no kind leads by much, both sides opened."""
    page.goto(quizzes.answer_all(visitor, quizzes.begin(visitor, lang), skip).path)
    yield "check-skipped"
    send(page)
    yield "result-nothing"
    page.goto(take(visitor, lang, form="full", answering=one_answer()).path)
    assert page.locator(".verdict-close").count() == 1
    for side in page.locator("details.side > summary").all():
        side.click()
    yield "result-close"


def _compare(page: Page, lang: str, result: str, other: str) -> Iterator[str]:
    page.goto(f"/{lang}/compare")
    yield "compare"
    page.locator("input[name=one]").fill(result)
    send(page)
    yield "compare-error"
    page.locator("input[name=two]").fill(f"{result.rpartition('/')[0]}/{other}")
    send(page)
    yield "comparison"


def send(page: Page) -> None:
    """Press the page's first button that sends, and wait for where it leads."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()
