"""The staff's header in a real browser: low on a desk, folded on a phone, with script and without."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.apps import Clock
from tests.browser.conftest import Window
from tests.staff import StaffMember, first_admin

pytestmark = pytest.mark.browser

_ROOMS = ".staff-rooms a"


def _at(window: Window, ada: StaffMember, path: str, *, width: int) -> Page:
    page = window.open(script=False, width=width)
    page.context.add_cookies([{"name": "staff", "value": ada.cookie() or "", "url": window.server}])
    page.goto(path)
    return page


def test_all_rooms_stand_in_one_line_on_a_desk(
    window: Window, quick_app: Flask, clock: Clock, lang: str
) -> None:
    page = _at(window, first_admin(quick_app, clock, lang), f"/{lang}/admin/settings", width=1280)
    rooms = page.locator(_ROOMS)
    assert rooms.count() == 10
    assert len({box["y"] for one in rooms.all() if (box := one.bounding_box())}) == 1
    assert page.locator(f"{_ROOMS}[aria-current]").get_attribute("href") == f"/{lang}/admin/settings"
    assert not page.locator(".staff-menu summary").is_visible()
    page.context.clear_cookies()


def test_rooms_are_folded_on_a_phone_and_say_where_one_is(
    window: Window, quick_app: Flask, clock: Clock, lang: str
) -> None:
    page = _at(window, first_admin(quick_app, clock, lang), f"/{lang}/admin/texts/versions", width=360)
    summary = page.locator(".staff-menu summary")
    here = page.locator(f"{_ROOMS}[aria-current]")
    assert (here.text_content() or "?").strip() in (summary.text_content() or "")
    assert not here.is_visible()
    header = page.locator("header").bounding_box()
    assert header is not None
    assert header["height"] < 260
    summary.click()
    assert all(one.is_visible() for one in page.locator(_ROOMS).all())
    page.locator(f"{_ROOMS}[href='/{lang}/admin/audit']").click()
    page.wait_for_url(f"**/{lang}/admin/audit")
    page.context.clear_cookies()
