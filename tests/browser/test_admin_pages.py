"""The admins' pages on statistics and files, in a real browser."""

import re
from pathlib import Path

import pytest
from flask import Flask

from mentormatch.web.services import services
from tests.apps import Clock
from tests.browser.conftest import Window, keep_picture
from tests.browser.test_pages_in_a_browser import in_light, in_the_dark, on_a_phone, serious
from tests.staff import StaffMember, first_admin
from tests.visits import store_attempts

pytestmark = pytest.mark.browser


def test_statistics_and_files_are_sound_in_every_guise(
    browser: object, server: str, quick_app: Flask, clock: Clock, lang: str, tmp_path: Path
) -> None:
    ada = first_admin(quick_app, clock, lang)
    with quick_app.app_context(), services().database.transaction() as tx:
        store_attempts(tx, 900, now=services().now())
    window = Window(browser, server)  # type: ignore[arg-type]
    page = window.open()
    page.context.add_cookies([{"name": "staff", "value": ada.cookie() or "", "url": server}])
    spoiled = tmp_path / "bank.csv"
    sheet = ada.get(f"/{lang}/admin/bank/files/current.csv").get_data()
    spoiled.write_bytes(re.sub(rb"prompt,agree-([a-z-]*),traits", rb"prompt,agree-\1,trait", sheet))
    found: dict[str, list[str]] = {}

    def judge(name: str) -> None:
        problems = [
            *in_light(page, f"{lang}-1280-light-{name}"),
            *in_the_dark(page, f"{lang}-1280-dark-{name}"),
        ]
        problems += on_a_phone(page, f"{lang}-360-light-{name}")
        found[name] = problems + serious(page)
        page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(f"/{lang}/admin/statistics")
    judge("statistics-none")
    page.locator("main form button").click()
    page.wait_for_selector("table")
    judge("statistics")
    page.locator("table a").nth(45).click()
    judge("statistics-question")
    page.goto(f"/{lang}/admin/bank/files")
    judge("files")
    page.set_input_files("#file", spoiled)
    page.locator("main form button").click()
    page.wait_for_selector(".problems")
    judge("files-refused")
    keep_picture(page, f"{lang}-files-refused")
    page.context.clear_cookies()
    window.close()
    assert {name: problems for name, problems in found.items() if problems} == {}
    assert window.problems == []


def test_an_uploaded_file_is_kept_without_script(
    browser: object, server: str, quick_app: Flask, clock: Clock, tmp_path: Path
) -> None:
    ada: StaffMember = first_admin(quick_app, clock)
    window = Window(browser, server)  # type: ignore[arg-type]
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
