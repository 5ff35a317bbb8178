"""Every visitor page, in every language, in a real browser: sound, reachable, readable, light."""

import gzip

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Window
from tests.browser.guises import COLOURS, judged, on_a_phone, on_paper, serious
from tests.browser.walks import answer_all, begin, send, states
from tests.pages import Visitor

pytestmark = pytest.mark.browser


def test_an_unsound_page_would_be_caught(window: Window) -> None:
    page = window.open(width=360)
    small = (
        '<a href="#" style="display:inline-block;width:9px;height:9px;background:navy" aria-label="x"></a>'
    )
    page.set_content(
        f'<html lang="en"><title>T</title><main><h1>T</h1>{small * 3}'
        '<p style="color:#bbb">pale</p><img src="data:," width="900"></main></html>'
    )
    found = {problem.partition(":")[0] for problem in serious(page)}
    assert {"target-size", "color-contrast", "image-alt"} <= found
    assert [problem.partition(":")[0] for problem in serious(page, COLOURS)] == ["color-contrast"]
    on_phones = {problem.partition(":")[0] for problem in on_a_phone(page, "unsound")}
    assert {"target-size", "548 px too wide at 360"} <= on_phones


def test_every_page_is_light_and_sound_in_every_guise(window: Window, visitor: Visitor, lang: str) -> None:
    """One walk; at each stop the page is weighed, dressed in every theme and width, pictured and judged."""
    page = window.open(width=1280, still=True)
    scales = Scales(page)
    found: dict[str, list[str]] = {}
    for name in states(page, visitor, lang):
        found[name] = [
            *scales.weigh(),
            *at_rest(page),
            *on_paper(page, lang, name),
            *judged(page, lang, name),
        ]
    assert {name: problems for name, problems in found.items() if problems} == {}


# Every file of a page, once its last letter has its font.
LOADED = """document.fonts.ready.then(
  () => performance.getEntriesByType('resource').map(file => file.name))"""


class Scales:
    """What a page weighs on the way to its reader: everything compressed, each file fetched once here."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sizes: dict[str, int] = {}

    def weigh(self) -> list[str]:
        """In what the page is too heavy for look.md."""
        self._page.wait_for_load_state()
        files = set(self._page.evaluate(LOADED))
        sheet, script, fonts = (self._of(files, ending) for ending in (".css", ".js", ".woff2"))
        assert sheet, "no style sheet was found"
        whole = sheet + script + len(gzip.compress(self._page.content().encode()))
        weights = ((script, 5_000, "script"), (whole, 20_000, "page"), (fonts, 90_000, "fonts"))
        return [f"{what}: {weight} bytes" for weight, limit, what in weights if weight > limit]

    def _of(self, files: set[str], ending: str) -> int:
        return sum(self._size(url) for url in files if url.endswith(ending))

    def _size(self, url: str) -> int:
        if url not in self._sizes:
            body = self._page.request.get(url).body()
            self._sizes[url] = len(body) if url.endswith(".woff2") else len(gzip.compress(body))
        return self._sizes[url]


def at_rest(page: Page) -> list[str]:
    """Nothing moves under reduced motion."""
    moving = page.evaluate("document.getAnimations().length")
    return [f"{moving} things move"] if moving else []


def test_the_quiz_works_without_script(window: Window, lang: str) -> None:
    page = window.open(width=360, script=False)
    begin(page, lang, "become")
    assert answer_all(page) >= 9 + 8
    send(page)
    assert "/result/" in page.url
    assert page.locator("h1").count() == 1


def test_the_quiz_works_with_the_keyboard_alone(window: Window, lang: str) -> None:
    page = window.open()
    page.goto(f"/{lang}/quiz")
    press_until(page, "input[name=role]")
    page.keyboard.press("Space")
    press_enter(page)
    for _number in range(60):
        if "/check" in page.url:
            break
        press_until(page, "input[name=answer]")
        page.keyboard.press("Space")
        press_enter(page)
    press_until(page, "main form button[type=submit]")
    press_enter(page)
    assert "/result/" in page.url


def press_enter(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_until(page: Page, selector: str) -> None:
    """Press Tab until the focus is on a selector."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_digit_keys_choose_and_never_send(window: Window) -> None:
    page = window.open()
    begin(page, "en")
    address = page.url
    page.keyboard.press("2")
    assert page.locator("input[name=answer]").nth(1).is_checked()
    assert page.url == address


def test_the_error_summary_takes_the_focus(window: Window, lang: str) -> None:
    page = window.open()
    begin(page, lang)
    with page.expect_navigation():
        page.locator("button[value=answer]").click()
    assert page.evaluate("document.activeElement.closest('.error-summary') !== null")


def test_the_whole_page_is_mirrored_in_arabic(window: Window) -> None:
    page = window.open()
    for lang, mirrored in (("en", False), ("ar", True)):
        page.goto(f"/{lang}/")
        box = page.locator(".wordmark").bounding_box()
        assert box is not None
        assert (box["x"] > 640) is mirrored
        begin(page, lang)
        radio = page.locator("input[name=answer]").first.bounding_box()
        words = page.locator(".choice-label").first.bounding_box()
        assert radio is not None
        assert words is not None
        assert (radio["x"] > words["x"]) is mirrored


def test_bars_grow_from_the_side_where_reading_begins(window: Window) -> None:
    page = window.open()
    for lang in ("en", "ar"):
        page.goto(f"/{lang}/")
        track = page.locator("svg.bar").first
        box = track.bounding_box()
        filled = track.locator("rect").last.bounding_box()
        assert box is not None
        assert filled is not None
        at_start = abs(filled["x"] - box["x"]) < 2
        at_end = abs(filled["x"] + filled["width"] - box["x"] - box["width"]) < 2
        assert (at_end and not at_start) if lang == "ar" else (at_start and not at_end)
