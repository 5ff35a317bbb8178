"""A counselor's pages in a real browser: sound in every guise, quick by keys."""

from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page

from mentormatch.casework import CaseState
from tests.apps import Clock
from tests.browser.conftest import Window
from tests.browser.guises import judged
from tests.pages import Visitor
from tests.quizzes import each_in_turn, first_option, take
from tests.readings import forget_the_day, read_cases, with_shares
from tests.staff import StaffMember, counselor_of, first_admin

pytestmark = pytest.mark.browser


def _at_work(app: Flask, clock: Clock, page: Page, server: str) -> StaffMember:
    """A counselor, whose session the browser has as well."""
    zoe = counselor_of(first_admin(app, clock))
    page.context.add_cookies([{"name": "staff", "value": zoe.cookie() or "", "url": server}])
    return zoe


def _cases(app: Flask, lang: str) -> list[str]:
    """Two visitors who asked, one of them to be read blind; their result pages."""
    visitor, paths = Visitor(app), []
    for blind, answering in ((0, each_in_turn()), (100, first_option)):
        with_shares(app, blind=blind)
        token = take(visitor, lang, answering=answering).token
        paths.append(f"/{lang}/result/{token}")
        visitor.submit(visitor.page(paths[-1]), to="/counselor", message="?", email="a@b.org", agrees="y")
    return paths


def test_a_counselors_pages_are_sound_in_every_guise(
    window: Window, quick_app: Flask, clock: Clock, server: str, lang: str
) -> None:
    page = window.open()
    paths = _cases(quick_app, lang)
    _at_work(quick_app, clock, page, server)
    found = _at_the_figures(quick_app, clock, page, lang)
    found |= _at_the_counselors(page, lang)
    page.context.clear_cookies()
    found |= _at_the_visitors(page, lang, paths)
    found |= _in_a_demonstration(quick_app, page, lang, paths[0])
    assert {name: problems for name, problems in found.items() if problems} == {}


def _at_the_figures(app: Flask, clock: Clock, page: Page, lang: str) -> dict[str, list[str]]:
    """Figures of nothing and of much; the file, whose form asks again who one is after a while."""
    found = {}
    page.goto(f"/{lang}/counselor/figures")
    found["no figures"] = judged(page, lang, "counselor-no-figures")
    read_cases(app, 60, agreeing=49, twice=30, kind="formal", locale="fr", state=CaseState.RELEASED)
    read_cases(
        app, 30, agreeing=0, twice=15, kind="reverse", locale="en", blind_first=True, state=CaseState.RELEASED
    )
    read_cases(app, 14, agreeing=9, kind="coaching", locale="ar", blind_first=True, state=CaseState.RELEASED)
    forget_the_day(app)
    page.goto(f"/{lang}/counselor/figures")
    assert page.locator(".interval").count() > 6
    found["figures"] = judged(page, lang, "counselor-figures")
    page.locator("main a[href$=export]").click()
    found["export"] = judged(page, lang, "counselor-export")
    page.locator("#reason").fill("…")
    clock.go_on(minutes=11)
    page.locator("form[action$=export] button[type=submit]").click()
    page.locator("#password").wait_for()
    found["export again"] = judged(page, lang, "counselor-export-again")
    return found


def _in_a_demonstration(app: Flask, page: Page, lang: str, result: str) -> dict[str, list[str]]:
    """A page that says that its people are made up."""
    served = app.extensions["mentormatch"]
    app.extensions["mentormatch"] = replace(served, settings=replace(served.settings, demo=True))
    page.goto(result)
    assert page.locator(".demo-strip").is_visible()
    return {"demo": judged(page, lang, "demo-result")}


def _at_the_counselors(page: Page, lang: str) -> dict[str, list[str]]:
    found = {}
    page.goto(f"/{lang}/counselor")
    page.locator(".filters summary").click()
    found["queue"] = judged(page, lang, "counselor-queue")
    for number in range(2):
        page.goto(f"/{lang}/counselor")
        page.locator("[data-open]").nth(number).click()
        page.locator("form[action*='/claim'] button").click()
        found[f"case {number}"] = judged(page, lang, f"counselor-case-{number}")
    page.goto(f"/{lang}/counselor")
    page.locator("[data-open] .mark").first.click()
    page.locator("input[name=kind][value=informal]").check()
    page.locator("input[name=confidence][value='2']").check()
    page.locator("form[action*='/say'] button[type=submit]").click()
    found["error"] = judged(page, lang, "counselor-error")
    page.locator("#reason").fill("…")
    page.locator("form[action*='/say'] summary").click()
    page.locator("[data-template]").first.click()
    page.locator("form[action*='/say'] button[type=submit]").click()
    found["preview"] = judged(page, lang, "counselor-preview")
    found |= _too_late(page, lang)
    page.locator("form[action*='/release'] button").click()
    return found


def _too_late(page: Page, lang: str) -> dict[str, list[str]]:
    """A form of an old window; the page then leads back to the case as it is."""
    other = page.context.new_page()
    other.goto(page.url)
    with other.expect_navigation():
        other.locator("form[action*='/say'] button[type=submit]").click()
    # Closed with all windows at the end: closing one while it loads may wait for ever.
    page.bring_to_front()
    page.locator("#note").fill("…")
    page.locator("form[action*='/say'] button[type=submit]").click()
    page.locator(".kept-texts").wait_for()
    assert page.locator(".kept-texts .written").count() == 2
    found = judged(page, lang, "counselor-too-late")
    page.locator("main .actions a").first.click()
    return {"too late": found}


def _at_the_visitors(page: Page, lang: str, paths: list[str]) -> dict[str, list[str]]:
    found = {}
    for number, path in enumerate(paths):
        page.goto(path)
        found[f"result {number}"] = judged(page, lang, f"counsel-{number}")
    for path in paths:
        page.goto(path)
        if page.locator("form[action$=open] button").count():
            page.locator("form[action$=open] button").click()
            found["word"] = judged(page, lang, "counsel-word")
    page.goto(paths[-1])
    if page.locator("form[action$=withdraw] button").count():
        page.locator("form[action$=withdraw] button").click()
        found["asking"] = judged(page, lang, "counsel-asking")
    return found


def test_the_queue_is_worked_by_keys(window: Window, quick_app: Flask, clock: Clock, server: str) -> None:
    page = window.open()
    _cases(quick_app, "en")
    _at_work(quick_app, clock, page, server)
    page.goto("/en/counselor")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-open]").nth(1)
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("c")
    assert "said=claimed" in page.url
    page.goto("/en/counselor")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert "/cases/" in page.url
    page.context.clear_cookies()
