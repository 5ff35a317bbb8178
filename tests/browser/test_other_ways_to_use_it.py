"""The result without a mouse and without script; focus that is seen; a page that is really mirrored."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.browser.test_pages_in_a_browser import press_enter, press_until
from tests.browser.walks import begin, send, turning
from tests.pages import Visitor
from tests.quizzes import answer_all, take
from tests.quizzes import begin as begin_quickly

pytestmark = pytest.mark.browser

_PAGES = ("/", "/guide", "/guide/coaching", "/guide/mistakes", "/quiz", "/method", "/compare")


def to_result(page: Page, visitor: Visitor, lang: str) -> None:
    """A result, whose quiz the visitor took outside the browser; in a close call its first side is opened."""
    page.goto(take(visitor, lang, answering=turning()).path)
    for summary in page.locator("details.side > summary").all()[:1]:
        summary.click()


def test_the_result_is_used_with_the_keyboard_alone(window: Window, visitor: Visitor, lang: str) -> None:
    page = window.open()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    to_result(page, visitor, lang)
    press_until(page, "input[name^=tone]")
    page.keyboard.press("ArrowDown")
    press_until(page, "[data-tone=warm] textarea")
    page.keyboard.type("Zoé ")
    press_until(page, "[data-tone=warm] button[data-copy]")
    page.keyboard.press("Enter")
    page.locator("[data-tone=warm] [role=status]:not(:empty)").wait_for(state="attached")
    assert "Zoé" in page.evaluate("navigator.clipboard.readText()")
    press_until(page, "details.disclosure > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.disclosure").first.get_attribute("open") is not None


def test_everything_is_erased_with_the_keyboard_alone(window: Window, visitor: Visitor, lang: str) -> None:
    page = window.open()
    to_result(page, visitor, lang)
    result = page.url
    press_until(page, "a[href$='/erase']")
    press_enter(page)
    press_until(page, "main form button")
    press_enter(page)
    assert page.url.endswith("/erased")
    page.goto(result)
    assert page.locator("textarea").count() == 0


def test_the_result_is_used_without_script(window: Window, visitor: Visitor, lang: str) -> None:
    page = window.open(width=360, script=False)
    to_result(page, visitor, lang)
    assert page.locator("button[data-copy]:visible, button[data-print]:visible").count() == 0
    for tone in ("warm", "formal", "simple"):
        page.locator(f"input[name^=tone][value={tone}]").first.check()
        shown = page.locator(".letter-text:visible")
        assert [it.get_attribute("data-tone") for it in shown.all()] == [tone]
        assert (shown.locator("a").get_attribute("href") or "").startswith("mailto:")
    other = "en" if lang == "ar" else "ar"
    page.locator(f".letter-choices a[lang={other}]").first.click()
    assert page.locator("textarea").first.get_attribute("lang") == other
    page.locator("a[href$='/erase']").first.click()
    send(page)
    assert page.url.endswith("/erased")


FOCUS_SHOWN = """() => {
  const on = document.activeElement;
  const places = [on, on.parentElement, on.nextElementSibling, on.closest('label')].filter(Boolean);
  const looks = [...places.map(e => getComputedStyle(e)), getComputedStyle(on, '::after')];
  const drawn = looks.some(s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  const box = on.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [on === document.body, drawn && seen, on.outerHTML.slice(0, 120)];
}"""


def unseen_focus(page: Page) -> list[str]:
    """What the Tab key reaches from the top of a page without showing where it is."""
    problems: list[str] = []
    for _press in range(80):
        page.keyboard.press("Tab")
        ended, shown, what = page.evaluate(FOCUS_SHOWN)
        if ended:
            break
        problems += [] if shown else [what]
    return problems


def test_the_focus_is_seen_wherever_it_is(window: Window, visitor: Visitor, lang: str) -> None:
    # Still: a ring that fades in would be measured half-way.
    page = window.open(still=True)
    found: dict[str, list[str]] = {}
    for path in _PAGES:
        page.goto(f"/{lang}{path}")
        found[path] = unseen_focus(page)
    begin(page, lang)
    found["question"] = unseen_focus(page)
    to_result(page, visitor, lang)
    found["result"] = unseen_focus(page)
    assert {path: problems for path, problems in found.items() if problems} == {}


# The same page in both directions: every box must stand as far from one edge as from the other.
NOT_MIRRORED = """() => {
  const shown = e => !e.closest('svg *, [dir]:not(html), .visually-hidden') && e.getClientRects().length
    && !getComputedStyle(e).display.startsWith('inline');
  const all = [...document.querySelectorAll('body, body *')].filter(shown);
  const boxes = () => all.map(e => e.getBoundingClientRect()).map(b => [b.left, b.right]);
  const width = document.documentElement.clientWidth;
  const rtl = boxes();
  document.documentElement.dir = 'ltr';
  const ltr = boxes();
  document.documentElement.dir = 'rtl';
  return all.filter((e, i) => Math.abs(rtl[i][0] - (width - ltr[i][1])) > 2)
    .map(e => `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`);
}"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_every_box_is_mirrored_in_arabic(window: Window, visitor: Visitor, width: int) -> None:
    page = window.open(width=width, still=True)
    found: dict[str, list[str]] = {}
    for path in _PAGES:
        page.goto(f"/ar{path}")
        found[path] = page.evaluate(NOT_MIRRORED)
    asked = begin_quickly(visitor, "ar")
    page.goto(asked.path)
    found["question"] = page.evaluate(NOT_MIRRORED)
    page.goto(answer_all(visitor, asked, turning()).path)
    found["check"] = page.evaluate(NOT_MIRRORED)
    send(page)
    found["result"] = page.evaluate(NOT_MIRRORED)
    assert {path: boxes for path, boxes in found.items() if boxes} == {}


def test_a_box_that_stays_behind_would_be_found(window: Window) -> None:
    page = window.open(still=True)
    page.goto("/ar/guide")
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('main h1 { margin-left: 40px }');
      document.adoptedStyleSheets.push(sheet);
    }""")
    assert page.evaluate(NOT_MIRRORED) != []


def test_keys_of_one_letter_can_be_switched_off_and_stay_off(window: Window, lang: str) -> None:
    page = window.open()
    begin(page, lang)
    switch = page.locator("[data-keys-switch] input")
    page.keyboard.press("2")
    assert page.locator("input[name=answer]").nth(1).is_checked()
    switch.uncheck()
    page.keyboard.press("1")
    page.reload()
    page.keyboard.press("1")
    assert not page.locator("input[name=answer]").first.is_checked()
    assert not switch.is_checked()
    assert page.locator(".choice-key:visible").count() == 0
    switch.check()
    switch.evaluate("box => box.blur()")
    page.keyboard.press("1")
    assert page.locator("input[name=answer]").first.is_checked()
    assert page.evaluate("localStorage.length") == 0


def test_the_switch_of_the_keys_is_not_there_without_script(window: Window) -> None:
    page = window.open(script=False)
    begin(page, "en")
    assert page.locator("[data-keys-switch]:visible").count() == 0


def test_on_paper_there_is_no_heading_over_nothing(window: Window, visitor: Visitor, lang: str) -> None:
    page = window.open()
    to_result(page, visitor, lang)
    assert page.locator("#counselor").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("#counselor").is_visible()
    for section in page.locator("section.part:visible").all():
        assert section.locator(".part-body > :visible").count() > 0, section.get_attribute("aria-labelledby")
