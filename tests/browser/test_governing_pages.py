"""Audit trail, settings, models and staff in a real browser, in every state that an admin meets."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from mentormatch import storage
from mentormatch.usecases.judged import judgements
from mentormatch.usecases.train import train
from mentormatch.web.services import services
from tests.apps import Clock
from tests.browser.conftest import Window
from tests.browser.guises import judged
from tests.staff import StaffMember, confirmed, counselor_of, first_admin, path_of
from tests.taught import START, Installation
from tests.visits import store_attempts
from tests.web.test_audit_trail import append, look_through, tamper

pytestmark = pytest.mark.browser

Go = Callable[[str], None]


def test_what_admins_govern_is_sound_in_every_guise(
    browser: Browser, server: str, quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    window = Window(browser, server)
    page = window.open()

    def go(path: str) -> None:
        """To a page, having shown once more who one is where that is asked."""
        confirmed(ada, path)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "staff", "value": ada.cookie() or "", "url": server}])
        page.goto(path)

    found = {name: judged(page, lang, name) for name in stops(page, go, ada, lang)}
    page.context.clear_cookies()
    window.close()
    assert {name: problems for name, problems in found.items() if problems} == {}
    # A form that is refused is answered with 400: the browser's console says so.
    assert [one for one in window.problems if "400" not in one] == []


def stops(page: Page, go: Go, ada: StaffMember, lang: str) -> Iterator[str]:
    """The pages, one after the other."""
    app = ada.app
    counselor_of(ada)
    yield from _trail(page, go, app, lang)
    yield from _settings(page, go, app, lang)
    go(f"/{lang}/staff/people")
    yield "people"
    go(path_of(ada, "Zoé").replace("/en/", f"/{lang}/"))
    yield "person"
    go(f"/{lang}/admin/models")
    yield "models-none"
    _learn(app)
    assert ada.clock is not None
    ada.clock.now = max(ada.clock.now, START)
    go(f"/{lang}/admin/models")
    yield "models-challenger"


def _trail(page: Page, go: Go, app: Flask, lang: str) -> Iterator[str]:
    go(f"/{lang}/admin/audit")
    yield "trail"
    page.locator("#chain ~ form button").click()
    go(f"/{lang}/admin/audit?still=1")
    yield "trail-running"
    append(app, 3, details={"attempts": 12, "results": 7})
    tamper(app, "UPDATE audit_events SET actor = 'eve' WHERE number = 4")
    look_through(app)
    go(f"/{lang}/admin/audit?what=staff")
    yield "trail-broken"
    page.locator("a[href*=near]").click()
    yield "trail-near"
    go(f"/{lang}/admin/audit?who=nobody&since=tomorrow")
    yield "trail-nothing"


def _settings(page: Page, go: Go, app: Flask, lang: str) -> Iterator[str]:
    go(f"/{lang}/admin/settings")
    yield "settings"
    page.locator("#promise_days").fill("0")
    page.locator("#notice_fr").fill("Fermé")
    page.locator("main form button[type=submit]").last.click()
    yield "settings-refused"
    with app.app_context(), services().database.transaction() as tx:
        store_attempts(tx, 20, now=services().now() - timedelta(days=15))
    go(f"/{lang}/admin/settings")
    page.locator("#unfinished_days").fill("7")
    page.locator("#result_days").fill("7")
    page.locator("main form button[type=submit]").last.click()
    yield "settings-losing"
    page.locator("#sure").check()
    page.locator("main form button[type=submit]").first.click()
    yield "settings-saved"
    for language, words in (("fr", "Fermé."), ("en", "Closed."), ("ar", "مغلق.")):
        page.locator(f"#notice_{language}").fill(words)
    page.locator("main form button[type=submit]").last.click()
    page.goto(f"/{lang}/")
    yield "home-notice"


def _learn(app: Flask) -> None:
    with app.app_context():
        place = Installation(services().database)
    place.visit(200)
    assert train(place.database, place.instruments, judgements, seed=1, now=START).challenges
    place.visit(20)
    with place.database.reading() as tx:
        assert storage.models.named(tx).challenger
