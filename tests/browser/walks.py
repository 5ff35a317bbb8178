"""Ways through the site in a browser, and the pages on the way."""

from collections.abc import Iterator

from playwright.sync_api import Page

PUBLIC = ("/", "/guide", "/guide/formal", "/guide/coaching", "/quiz", "/method", "/privacy", "/accessibility")


def begin(page: Page, lang: str, role: str = "find") -> None:
    """To the first question."""
    page.goto(f"/{lang}/quiz")
    page.locator(f"input[name=role][value={role}]").check()
    page.locator("main form button[type=submit]").first.click()


def answer(page: Page, place: int = 0) -> None:
    """Choose the option at a place (from the top, or from the bottom when negative), continue."""
    page.locator("input[name=answer]").nth(place).check()
    page.locator("button[value=answer]").click()


def answer_all(page: Page, place: int = 0) -> int:
    """To the check-your-answers page; how many questions there were."""
    for number in range(80):
        if "/check" in page.url:
            return number
        answer(page, place)
    raise AssertionError("the quiz does not end")


def states(page: Page, lang: str) -> Iterator[str]:
    """Every kind of visitor page in one language, one after the other, by name."""
    for path in PUBLIC:
        page.goto(f"/{lang}{path}")
        yield "home" if path == "/" else path.strip("/").replace("/", "-")
    page.locator(f"a[href='/{lang}/quiz']").first.click()
    page.locator("main form button[type=submit]").first.click()
    yield "start-error"
    begin(page, lang)
    yield "question-choose"
    page.locator("button[value=answer]").click()
    yield "question-error"
    answer_until_scale(page)
    page.locator("details").first.locator("summary").click()
    yield "question-agree"
    answer_all(page)
    yield "check"
    page.locator("main form button[type=submit]").click()
    yield "result"
    page.goto(page.url + "/erase")
    yield "erase"
    page.locator("main form button[type=submit]").click()
    yield "erased"
    begin(page, lang, "become")
    answer_all(page, -1)
    page.locator("main form button[type=submit]").click()
    yield "result-become"
    page.goto(f"/{lang}/nowhere")
    yield "not-found"


def answer_until_scale(page: Page) -> None:
    """On to the first agreement question."""
    for _number in range(40):
        if page.locator(".choices-scale").count():
            return
        answer(page)
    raise AssertionError("no agreement question was asked")
