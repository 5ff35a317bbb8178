"""The guises of a page – light, dark, wide, narrow, on paper – and what is wrong with it in each."""

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import keep_picture

AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What another theme can break of a page that is sound in one.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
_RUN = "options => axe.run(options).then(found => found.violations)"

# What is rarely seen follows the same rules in every language: it is judged and pictured where pages are
# mirrored, which is where layouts break first.
_STRICTEST = "ar"


def judged(page: Page, lang: str, name: str) -> list[str]:
    """What is wrong with a page of 1280 px in all of its guises on a screen; pictures of them are kept."""
    # A click ends when another page begins to arrive.
    page.wait_for_load_state()
    strictly = lang == _STRICTEST
    problems = in_light(page, f"{lang}-1280-light-{name}")
    problems += in_the_dark(page, f"{lang}-1280-dark-{name}", whole=strictly)
    problems += in_forced_colours(page, f"{lang}-1280-forced-{name}") if strictly else []
    problems += on_a_tablet(page, f"{lang}-768-light-{name}" if strictly else "")
    problems += on_a_phone(page, f"{lang}-360-light-{name}")
    problems += in_the_dark(page, f"{lang}-360-dark-{name}") if strictly else []
    problems += with_larger_text(page) + with_wider_text(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    return problems


def serious(page: Page, options: Mapping[str, object] = AXE_OPTIONS) -> list[str]:
    """What axe finds wrong; its 500 kB are read by a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, options)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def in_light(page: Page, picture: str) -> list[str]:
    keep_picture(page, picture)
    return serious(page)


def in_the_dark(page: Page, picture: str, *, whole: bool = True) -> list[str]:
    page.emulate_media(color_scheme="dark")
    keep_picture(page, picture, whole=whole)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(part) for part in paper.strip("rgba()").split(",")[:3])
    problems = [f"not dark: {paper}"] if red + green + blue > 200 else []
    problems += serious(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return problems


def in_forced_colours(page: Page, picture: str) -> list[str]:
    page.emulate_media(forced_colors="active")
    keep_picture(page, picture)
    active = page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.emulate_media(forced_colors="none")
    return [] if active else ["forced colours are not on"]


def on_paper(page: Page, lang: str, name: str) -> list[str]:
    page.emulate_media(media="print")
    if lang == _STRICTEST:
        keep_picture(page, f"{lang}-print-{name}")
    shown = page.locator("button:visible, nav:visible").count()
    page.emulate_media(media="screen")
    return [f"{shown} controls on paper"] if shown else []


def on_a_tablet(page: Page, picture: str) -> list[str]:
    page.set_viewport_size({"width": 768, "height": 1024})
    if picture:
        keep_picture(page, picture)
    return too_wide(page, "on a tablet")


def on_a_phone(page: Page, picture: str) -> list[str]:
    """The smallest phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    keep_picture(page, picture)
    return [*serious(page), *too_wide(page, "at 360")]


def with_larger_text(page: Page) -> list[str]:
    """A window of 1280 by 1024 at 400 %."""
    page.set_viewport_size({"width": 320, "height": 256})
    return too_wide(page, "at 320")


def with_wider_text(page: Page) -> list[str]:
    """The text spacing of WCAG 1.4.12: nothing is cut off and nothing sticks out."""
    page.evaluate(WIDEN)
    problems = []
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        problems += [f"cut off at {width}: {words}" for words in page.evaluate(CLIPPED)]
        problems += too_wide(page, f"at {width} with wide text")
    return problems


def too_wide(page: Page, where: str) -> list[str]:
    """By how much one would have to scroll sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px too wide {where}"] if over > 0 else []


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
