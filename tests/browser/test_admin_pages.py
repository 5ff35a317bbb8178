"""The admins' pages on statistics and files, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from mentormatch.web.services import services
from tests.apps import Clock
from tests.browser.conftest import Window
from tests.browser.guises import judged
from tests.staff import StaffMember, first_admin
from tests.visits import store_attempts

pytestmark = pytest.mark.browser


def test_statistics_and_files_are_sound_in_every_guise(
    browser: Browser, server: str, quick_app: Flask, clock: Clock, lang: str, tmp_path: Path
) -> None:
    ada = first_admin(quick_app, clock, lang)
    with quick_app.app_context(), services().database.transaction() as tx:
        store_attempts(tx, 900, now=services().now())
    window = Window(browser, server)
    page = window.open()
    page.context.add_cookies([{"name": "staff", "value": ada.cookie() or "", "url": server}])
    found = {name: judged(page, lang, name) for name in stops(page, lang, spoiled(ada, tmp_path))}
    page.context.clear_cookies()
    window.close()
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert window.problems == []


def spoiled(ada: StaffMember, folder: Path) -> Path:
    """The bank as a table with something wrong in many rows."""
    sheet = ada.get("/en/admin/bank/files/current.csv").get_data()
    file = folder / "bank.csv"
    file.write_bytes(re.sub(rb"prompt,agree-([a-z-]*),traits", rb"prompt,agree-\1,trait", sheet))
    return file


def stops(page: Page, lang: str, file: Path) -> Iterator[str]:
    """The pages, one after the other."""
    page.goto(f"/{lang}/admin/statistics")
    yield "statistics-none"
    page.locator("main form button").click()
    page.wait_for_selector("table")
    yield "statistics"
    page.locator("table a").nth(45).click()
    page.wait_for_selector(".back")
    yield "statistics-question"
    page.goto(f"/{lang}/admin/bank/files")
    yield "files"
    page.set_input_files("#file", file)
    page.locator("main form button").click()
    page.wait_for_selector(".problems")
    yield "files-refused"


def test_an_uploaded_file_is_kept_without_script(
    browser: Browser, server: str, quick_app: Flask, clock: Clock, tmp_path: Path
) -> None:
    ada: StaffMember = first_admin(quick_app, clock)
    window = Window(browser, server)
    page = window.open(width=360, script=False)
    page.context.add_cookies([{"name": "staff", "value": ada.cookie() or "", "url": server}])
    file = tmp_path / "bank.xlsx"
    file.write_bytes(ada.get("/en/admin/bank/files/current.xlsx").get_data())
    page.goto("/en/admin/bank/files")
    page.set_input_files("#file", file)
    page.locator("main form button").click()
    page.wait_for_selector("[role=status]")
    assert page.url.endswith("?said=kept")
    page.context.clear_cookies()
    window.close()
