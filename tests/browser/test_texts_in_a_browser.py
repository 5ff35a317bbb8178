"""The admins' pages of the texts in a real browser: sound in every guise, with script and without."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from mentormatch.i18n import Locale
from tests.apps import Clock
from tests.bank_editing import save
from tests.browser.conftest import Window
from tests.browser.guises import judged
from tests.staff import StaffMember, confirmed, first_admin
from tests.text_editing import (
    FILLED,
    LEAD,
    OTHER,
    STEP,
    look_at_texts,
    published_texts,
    reworded,
    text_editor,
)

pytestmark = pytest.mark.browser


def signed_in(window: Window, who: StaffMember, *, script: bool = True, width: int = 1280) -> Page:
    """A page of someone who is signed in."""
    page = window.open(script=script, width=width)
    page.context.add_cookies([{"name": "staff", "value": who.cookie() or "", "url": window.server}])
    return page


def stops(page: Page, ada: StaffMember, lang: str) -> Iterator[str]:
    """The pages, one after the other."""
    page.goto(f"/{lang}/admin/texts")
    yield "texts"
    reworded(ada, STEP)
    save(ada, ada.page(text_editor(lang, FILLED)), text_fr="Sans place")
    page.goto(f"/{lang}/admin/texts?sheet=plan.formal.find")
    yield "texts-sheet"
    page.goto(f"/{lang}/admin/texts?q=mentor")
    yield "texts-found"
    for name, text_id in (("step", STEP), ("letter", FILLED), ("guide", "guide.mistakes.find")):
        page.goto(text_editor(lang, text_id))
        yield f"text-{name}"
    page.goto(text_editor(lang, "kind.formal.tagline"))
    yield "text-card"
    page.locator("#text-en").fill("Mine")
    save(ada, ada.page(text_editor(lang, "kind.formal.tagline")), text_en="Hers")
    with page.expect_navigation():
        page.locator("button[value=save]").last.click()
    yield "text-conflict"
    page.goto(f"/{lang}/admin/texts/publish")
    yield "texts-gate"
    yield from _published(page, ada, lang)


def _published(page: Page, ada: StaffMember, lang: str) -> Iterator[str]:
    save(ada, ada.page(text_editor(lang, FILLED)), "shipped")
    save(ada, ada.page(text_editor(lang, "kind.formal.tagline")), "shipped")
    published_texts(ada)
    reworded(ada, LEAD)
    for name in ("versions", "compare?before=0&after=draft"):
        page.goto(f"/{lang}/admin/texts/{name}")
        yield f"texts-{name.partition('?')[0]}"
    confirmed(ada, f"/{lang}/admin/texts/publish/now")
    page.goto(f"/{lang}/admin/texts/publish/now")
    yield "texts-now"


def test_the_pages_of_the_texts_are_sound_in_every_guise(
    browser: Browser, server: str, quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    window = Window(browser, server)
    page = signed_in(window, ada)
    found = {name: judged(page, lang, name) for name in stops(page, ada, lang)}
    page.context.clear_cookies()
    window.close()
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert window.problems == []


def test_a_text_is_shown_and_saved_while_it_is_written(
    browser: Browser, server: str, quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    window = Window(browser, server)
    page = signed_in(window, ada)
    page.goto(text_editor("ar"))
    page.locator("#text-ar").fill(OTHER["ar"])
    page.locator(".phone[lang=ar]", has_text=OTHER["ar"]).wait_for()
    page.locator("[data-status]").filter(has_text="حُفظ").wait_for()
    assert look_at_texts(quick_app).words(STEP)[Locale.AR] == OTHER["ar"]
    page.context.clear_cookies()
    window.close()
    assert window.problems == []


def test_a_text_is_previewed_and_saved_without_script(
    browser: Browser, server: str, quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    window = Window(browser, server)
    page = signed_in(window, ada, script=False, width=360)
    page.goto(text_editor("fr"))
    page.locator("#text-fr").fill(OTHER["fr"])
    with page.expect_navigation():
        page.locator("button[value=preview]").click()
    assert page.locator(".phone[lang=fr]", has_text=OTHER["fr"]).count() == 1
    assert look_at_texts(quick_app).revision == 0
    with page.expect_navigation():
        page.locator("button[value=save]").last.click()
    assert look_at_texts(quick_app).words(STEP)[Locale.FR] == OTHER["fr"]
    page.context.clear_cookies()
    window.close()
