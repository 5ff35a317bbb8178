"""Every visitor page, in every language, in a real browser: sound, reachable, readable, light."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Window, keep_picture
from tests.browser.walks import answer_all, begin, states

pytestmark = pytest.mark.browser

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


def serious(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(window: Window, lang: str, theme: str) -> None:
    page = window.open(dark=theme == "dark")
    found = {name: serious(page) for name in states(page, lang)}
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_the_window(window: Window, lang: str, width: int) -> None:
    page = window.open(width=width)
    wide = {}
    for name in states(page, lang):
        if width != 320:
            keep_picture(page, f"{lang}-{width}-light-{name}")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide[name] = over
    assert wide == {}


def test_every_page_is_pictured_in_the_dark(window: Window, lang: str) -> None:
    page = window.open(width=360, dark=True)
    for name in states(page, lang):
        keep_picture(page, f"{lang}-360-dark-{name}")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = (int(part) for part in paper.strip("rgba()").split(",")[:3])
        assert red + green + blue < 200, f"{name} is not dark: {paper}"


def test_the_quiz_works_without_script(window: Window, lang: str) -> None:
    page = window.open(width=360, script=False)
    begin(page, lang, "become")
    assert answer_all(page) >= 9 + 8
    page.locator("main form button[type=submit]").click()
    assert "/result/" in page.url
    assert page.locator("h1").count() == 1


def test_the_quiz_works_with_the_keyboard_alone(window: Window, lang: str) -> None:
    page = window.open()
    page.goto(f"/{lang}/quiz")
    press_until(page, "input[name=role]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    for _number in range(60):
        if "/check" in page.url:
            break
        press_until(page, "input[name=answer]")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    press_until(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/**")


def press_until(page: Page, selector: str) -> None:
    """Press Tab until the focus is on a selector, and see that the focus shows on the way."""
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


def test_nothing_moves_under_reduced_motion(window: Window, lang: str) -> None:
    page = window.open(reduced_motion="reduce")
    for name in states(page, lang):
        assert page.evaluate("document.getAnimations().length") == 0, name


def test_forced_colours_are_pictured(window: Window, lang: str) -> None:
    page = window.open(forced_colors="active")
    for name in states(page, lang):
        keep_picture(page, f"{lang}-1280-forced-{name}")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")


def test_text_may_be_spaced_wider_without_loss(window: Window, lang: str) -> None:
    page = window.open(width=360)
    for name in states(page, lang):
        widen(page)
        cut = page.evaluate(CLIPPED)
        assert cut == [], f"{name}: {cut}"


def widen(page: Page) -> None:
    """The text spacing of WCAG 1.4.12, through the style sheet's own rules: no inline style."""
    page.evaluate("""() => {
      const rules = ["* { line-height: 1.5 !important; letter-spacing: 0.12em !important;",
        "word-spacing: 0.16em !important; }"].join("");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      document.adoptedStyleSheets.push(sheet);
    }""")


CLIPPED = """() => [...document.querySelectorAll('main *')].filter(e => {
  const s = getComputedStyle(e);
  return e.children.length === 0 && e.textContent.trim() && s.overflow === 'hidden'
    && !e.closest('.visually-hidden') && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.textContent.trim().slice(0, 60))"""


def test_pages_are_light(window: Window, lang: str) -> None:
    page = window.open()
    weights: dict[str, int] = {}
    fonts: dict[str, int] = {}
    sizes: dict[str, int] = {}

    def weigh(response: object) -> None:
        url: str = response.url  # type: ignore[attr-defined]
        body: bytes = response.body() if response.status == 200 else b""  # type: ignore[attr-defined]
        sizes[url] = len(body) if url.endswith(".woff2") else len(gzip.compress(body))

    page.on("response", weigh)
    for name in states(page, lang):
        page.wait_for_load_state("networkidle")
        sheet = sum(size for url, size in sizes.items() if url.endswith(".css"))
        script = sum(size for url, size in sizes.items() if url.endswith(".js"))
        own = len(gzip.compress(page.content().encode()))
        weights[name] = sheet + script + own
        fonts = {url: size for url, size in sizes.items() if url.endswith(".woff2")}
        assert script <= 5_000, script
    assert max(weights.values()) <= 20_000, weights
    assert sum(fonts.values()) <= 90_000, fonts
