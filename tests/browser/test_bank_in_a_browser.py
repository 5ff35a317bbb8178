"""The admins' pages of the question bank in a real browser: sound in every guise, with script and without."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from mentormatch.i18n import Locale
from mentormatch.quiz.drafting import BankDraft
from mentormatch.usecases import edit_bank
from mentormatch.usecases.impact import Impact, Sizes
from mentormatch.usecases.jobs import IMPACT, Work, run_waiting
from mentormatch.web.services import services
from tests.apps import Clock
from tests.bank_editing import SITUATION, editor, press, save, second_admin
from tests.browser.guises import judged
from tests.staff import StaffMember, confirmed, first_admin

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(quick_app: Flask, clock: Clock) -> StaffMember:
    return first_admin(quick_app, clock)


@pytest.fixture
def page(browser: Browser, server: str, ada: StaffMember) -> Iterator[Page]:
    """A window in which Ada is signed in; fails when a page complained."""
    opened = _window(browser, server, ada)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "console", lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None
    )
    yield opened
    opened.context.close()
    assert [problem for problem in problems if "Failed to load resource" not in problem] == []


def _window(browser: Browser, server: str, who: StaffMember, *, script: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=server, java_script_enabled=script
    )
    cookie = who.cookie()
    assert cookie
    context.add_cookies([{"name": "staff", "value": cookie, "url": server}])
    context.set_default_timeout(60_000)
    return context.new_page()


def draft_of(app: Flask) -> BankDraft:
    with app.app_context(), services().database.reading() as tx:
        return edit_bank.look(tx).draft


def states(page: Page, ada: StaffMember, lang: str) -> Iterator[str]:
    """Every kind of page in one language, one after the other, by name."""
    page.goto(f"/{lang}/admin/bank")
    yield "bank"
    for name in ("title", "impact"):
        page.goto(f"/{lang}/admin/bank/{name}")
        yield f"bank-{name}"
    yield from _editor_states(page, ada, lang)
    yield from _publishing_states(page, ada, lang)
    for name, path in (("versions", "versions"), ("compare", "compare?before=1&after=2")):
        page.goto(f"/{lang}/admin/bank/{path}")
        yield name
    page.goto(f"{editor(lang)}/history")
    yield "history"


def _editor_states(page: Page, ada: StaffMember, lang: str) -> Iterator[str]:
    save(ada, ada.page(editor(lang)), prompt_fr="Vous changez d’emploi : de quoi avez-vous besoin ?")
    press(ada, ada.page(f"/{lang}/admin/bank"), "/bank/questions", format="agree")
    page.goto(editor(lang))
    yield "editor"
    page.locator("#option-0-goals").fill("9")
    _save_here(page)
    yield "editor-error"
    page.goto(editor(lang))
    save(ada, ada.page(editor(lang)), prompt_en="Hers", option_0_goals="0.5")
    page.locator("#prompt-en").fill("Mine")
    _save_here(page)
    yield "editor-conflict"


def _publishing_states(page: Page, ada: StaffMember, lang: str) -> Iterator[str]:
    bank = f"/{lang}/admin/bank"
    page.goto(f"{bank}/publish")
    yield "publish-blocked"
    press(ada, ada.page(editor(lang, "agree-new")), "/retire")
    save(ada, ada.page(editor(lang)), holds_prompt_fr="y", holds_prompt_en="y", holds_prompt_ar="y")
    path = press(ada, ada.page(f"{bank}/publish"), "/impact").path
    page.goto(f"{bank}/publish")
    yield "publish"
    page.goto(f"{path}?still=1")
    yield "impact-running"
    measured(ada)
    page.goto(path)
    yield "impact"
    press(ada, ada.page(f"{bank}/publish"), "/publish", note="Clearer words")
    confirmed(ada, f"{bank}/publish/now")
    page.goto(f"{bank}/publish/now")
    yield "publish-now"
    press(ada, ada.page(f"{bank}/publish/now"), "/publish/now")


def _save_here(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".savebar button[value=save]").click()


def measured(ada: StaffMember) -> None:
    with ada.app.app_context():
        served = services()
        works: dict[str, Work] = {
            IMPACT: Impact(served.instruments.model, Sizes(page=100, worlds=1, people=4))
        }
        assert len(run_waiting(served.database, works, worker="w", clock=served.now)) == 1


def test_every_page_of_the_bank_is_sound_in_every_guise(page: Page, ada: StaffMember, lang: str) -> None:
    found = {name: judged(page, lang, f"admin-{name}") for name in states(page, ada, lang)}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_writing_is_shown_and_saved_at_once(page: Page) -> None:
    page.goto(editor("en"))
    page.locator("#prompt-en").fill("What would help you at first?")
    phone = page.locator(".phone[lang=en] .phone-prompt")
    phone.filter(has_text="What would help you at first?").wait_for()
    page.locator("[data-status]").filter(has_text="Saved in the draft.").wait_for()
    page.locator("#option-0-structure").fill("-1")
    page.locator("#option-0-network").fill("-1")
    page.locator("#option-0-naturalness").fill("1")
    page.locator(".toward").first.filter(has_text="Informal mentoring").wait_for()
    page.reload()
    assert page.locator("#prompt-en").input_value() == "What would help you at first?"


def test_the_script_never_saves_over_someone_else(page: Page, ada: StaffMember) -> None:
    bob = second_admin(ada)
    page.goto(editor("en"))
    save(bob, bob.page(editor("en")), prompt_en="Bob’s words")
    page.locator("#prompt-en").fill("Mine")
    page.locator("[data-status]").filter(has_text="Someone else has saved").wait_for()
    page.wait_for_timeout(2500)
    assert draft_of(ada.app).question(SITUATION).prompt[Locale.EN] == "Bob’s words"
    with page.expect_navigation():
        page.locator(".savebar button[value=save]").click()
    assert page.locator("#prompt-en").input_value() == "Mine"
    assert "Bob’s words" in page.locator("#prompt-en-theirs").inner_text()


def test_everything_works_without_script(browser: Browser, server: str, ada: StaffMember, lang: str) -> None:
    page = _window(browser, server, ada, script=False)
    page.goto(editor(lang))
    page.locator("#prompt-ar").fill("ما الذي يساعدك؟")
    with page.expect_navigation():
        page.locator(".savebar button[value=preview]").click()
    assert page.locator(".phone[lang=ar] .phone-prompt").inner_text() == "ما الذي يساعدك؟"
    with page.expect_navigation():
        page.locator(".savebar button[value=save]").click()
    assert page.url.endswith("?said=saved")
    page.context.close()
