"""Ways through the site in a browser, and the pages on the way."""

from collections.abc import Iterator

from playwright.sync_api import Page

from mentormatch.web.machines import PUBLIC_PATHS


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


def states(page: Page, lang: str) -> Iterator[str]:
    """Every kind of visitor page in one language, one after the other, by name."""
    for path in PUBLIC_PATHS:
        page.goto(f"/{lang}{path}")
        yield "home" if path == "/" else path.strip("/").replace("/", "-")
    page.goto(f"/{lang}/quiz")
    send(page)
    yield "start-error"
    yield from _find(page, lang)
    begin(page, lang, "become")
    answer_all(page)
    send(page)
    yield "result-become"
    begin(page, lang)
    answer_all(page, -1)
    send(page)
    yield "result-last-options"
    yield from _little_known(page, lang)
    page.goto(f"/{lang}/nowhere")
    yield "not-found"


def _find(page: Page, lang: str) -> Iterator[str]:
    # All questions: the adaptive form may reach its result without one on the agreement scale.
    begin(page, lang, form="full")
    yield "question-choose"
    with page.expect_navigation():
        page.locator("button[value=answer]").click()
    yield "question-error"
    answer_until_scale(page)
    page.locator("details").first.locator("summary").click()
    yield "question-agree"
    begin(page, lang)
    answer_all(page)
    yield "check"
    send(page)
    yield "result"
    result = page.url
    yield from _compare(page, lang, result)
    page.goto(result + "/erase")
    yield "erase"
    send(page)
    yield "erased"


def _skip(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button[value=skip]").click()


def _skip_the_rest(page: Page) -> None:
    while "/check" not in page.url:
        _skip(page)


def _little_known(page: Page, lang: str) -> Iterator[str]:
    """Nothing answered, nothing recommended; then one answer: no kind leads by much, both sides opened."""
    begin(page, lang)
    _skip_the_rest(page)
    yield "check-skipped"
    send(page)
    yield "result-nothing"
    # One answer on the scale says too little for any kind to lead by much.
    begin(page, lang, form="full")
    while not page.locator(".choices-scale").count():
        _skip(page)
    answer(page, 3)
    _skip_the_rest(page)
    send(page)
    assert page.locator(".verdict-close").count() == 1
    for side in page.locator("details.side > summary").all():
        side.click()
    yield "result-close"


def _compare(page: Page, lang: str, result: str) -> Iterator[str]:
    begin(page, lang)
    answer_all(page, -1)
    send(page)
    other = page.url
    page.goto(f"/{lang}/compare")
    yield "compare"
    page.locator("input[name=one]").fill(result)
    send(page)
    yield "compare-error"
    page.locator("input[name=two]").fill(other)
    send(page)
    yield "comparison"


def send(page: Page) -> None:
    """Press the page's first button that sends, and wait for where it leads."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def answer_until_scale(page: Page) -> None:
    """On to the first agreement question."""
    for _number in range(40):
        if page.locator(".choices-scale").count():
            return
        answer(page)
    raise AssertionError("no agreement question was asked")
