"""Every visitor page, in every language, in a real browser: sound, reachable, readable, light."""

import gzip
from collections.abc import Mapping

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import Window, keep_picture
from tests.browser.walks import answer_all, begin, send, states
from tests.pages import Visitor

pytestmark = pytest.mark.browser

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What another theme can break of a page that is sound in one.
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
_RUN = "options => axe.run(options).then(found => found.violations)"


def serious(page: Page, options: Mapping[str, object] = AXE_OPTIONS) -> list[str]:
    """What axe finds wrong; its 500 kB are read by a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, options)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


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
    assert [problem.partition(":")[0] for problem in serious(page, _COLOURS)] == ["color-contrast"]
    assert on_a_phone(page, "unsound") != []


def test_every_page_is_light_and_sound_in_every_guise(window: Window, visitor: Visitor, lang: str) -> None:
    """One walk; at each stop the page is weighed, dressed in every theme and width, pictured and judged."""
    page = window.open(width=1280, still=True)
    scales = Scales(page)
    found: dict[str, list[str]] = {}
    for name in states(page, visitor, lang):
        found[name] = [
            *scales.weigh(),
            *at_rest(page),
            *in_light(page, f"{lang}-1280-light-{name}"),
            *in_the_dark(page, f"{lang}-1280-dark-{name}"),
            *in_forced_colours(page, f"{lang}-1280-forced-{name}"),
            *on_paper(page, f"{lang}-print-{name}"),
            *on_a_tablet(page, f"{lang}-768-light-{name}"),
            *on_a_phone(page, f"{lang}-360-light-{name}"),
            *with_wider_text(page),
        ]
        page.set_viewport_size({"width": 1280, "height": 900})
    assert {name: problems for name, problems in found.items() if problems} == {}


class Scales:
    """What a page weighs on the way to its reader: everything compressed, each file fetched once here."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._sizes: dict[str, int] = {}

    def weigh(self) -> list[str]:
        """In what the page is too heavy for look.md."""
        self._page.wait_for_load_state("networkidle")
        files = set(self._page.evaluate("performance.getEntriesByType('resource').map(file => file.name)"))
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


def in_light(page: Page, picture: str) -> list[str]:
    keep_picture(page, picture)
    return serious(page)


def in_the_dark(page: Page, picture: str) -> list[str]:
    page.emulate_media(color_scheme="dark")
    keep_picture(page, picture)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(part) for part in paper.strip("rgba()").split(",")[:3])
    problems = serious(page, _COLOURS) + ([f"not dark: {paper}"] if red + green + blue > 200 else [])
    page.emulate_media(color_scheme="light")
    return problems


def in_forced_colours(page: Page, picture: str) -> list[str]:
    page.emulate_media(forced_colors="active")
    keep_picture(page, picture)
    active = page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.emulate_media(forced_colors="none")
    return [] if active else ["forced colours are not on"]


def on_paper(page: Page, picture: str) -> list[str]:
    page.emulate_media(media="print")
    keep_picture(page, picture)
    shown = page.locator("button:visible, nav:visible").count()
    page.emulate_media(media="screen")
    return [f"{shown} controls on paper"] if shown else []


def on_a_phone(page: Page, picture: str) -> list[str]:
    """The smallest phone, and a window of 1280 by 1024 at 400 %."""
    problems = []
    for width, height in ((360, 740), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        if width == 360:
            keep_picture(page, picture)
            problems += serious(page)
            in_the_dark(page, picture.replace("light", "dark"))
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        problems += [f"{over} px too wide at {width}"] if over > 0 else []
    return problems


def on_a_tablet(page: Page, picture: str) -> list[str]:
    page.set_viewport_size({"width": 768, "height": 1024})
    keep_picture(page, picture)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px too wide on a tablet"] if over > 0 else []


def with_wider_text(page: Page) -> list[str]:
    """The text spacing of WCAG 1.4.12: nothing is cut off and nothing sticks out."""
    page.evaluate(WIDEN)
    problems = []
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        problems += [f"cut off at {width}: {words}" for words in page.evaluate(CLIPPED)]
        problems += [f"{over} px too wide at {width} with wide text"] if over > 0 else []
    return problems


WIDEN = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""

CLIPPED = """() => [...document.querySelectorAll('main *')].filter(e => {
  const s = getComputedStyle(e);
  return e.children.length === 0 && e.textContent.trim() && s.overflow === 'hidden'
    && !e.closest('.visually-hidden') && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.textContent.trim().slice(0, 60))"""


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
