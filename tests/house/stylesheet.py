"""The style sheets read as their tests need it: as one, without comments, by layer, by token, by class."""

import re
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT

STATIC = ROOT / "mentormatch" / "web" / "static"

_HEX = re.compile(r"#[0-9a-f]{3,8}\b", re.IGNORECASE)
_TOKEN = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6});", re.IGNORECASE)


@cache
def stylesheet() -> str:
    """All style sheets without their comments, first the one that every page has."""
    paths = sorted((STATIC / "css").glob("*.css"), key=lambda path: (path.name != "app.css", path.name))
    source = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)


def block(css: str, opening: str) -> str:
    """What stands between the braces after `opening`, which must be there."""
    start = css.index("{", css.index(opening)) + 1
    depth, end = 1, start
    while depth:
        depth += {"{": 1, "}": -1}.get(css[end], 0)
        end += 1
    return css[start : end - 1]


def outside_tokens(css: str) -> str:
    """The stylesheet without its layer of tokens."""
    return css.replace(block(css, "@layer tokens {"), "")


def colours(scheme: str) -> dict[str, str]:
    """The colour tokens as they stand in a scheme: `light`, `dark` or `print`."""
    tokens = block(stylesheet(), "@layer tokens {")
    found = dict(_TOKEN.findall(block(tokens, ":root {")))
    media = {"dark": "@media (prefers-color-scheme: dark)", "print": "@media print"}.get(scheme)
    return found | dict(_TOKEN.findall(block(tokens, media))) if media else found


def bare_colours(css: str) -> list[str]:
    """Hexadecimal colours in a piece of the stylesheet."""
    return _HEX.findall(css)


def physical(css: str) -> list[str]:
    """Everything that names a side of the screen instead of a start or an end of the text."""
    patterns = (
        r"(?<![\w-])(?:left|right)(?![\w-])",
        r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b",
        r"(?<![\w-])(?:min-|max-)?(?:width|height)\s*:(?=[^)]*;)",
        r"(?<![\w-])(?:top|bottom)\s*:",
        # Four values run clockwise round the screen, whatever the direction of the text.
        r"(?<![\w-])(?:margin|padding|inset|border-width|border-radius)\s*:(?:\s+[^\s;()]+(?:\([^;]*?\))?){4}\s*;",
        r"\[dir",
    )
    return [match[0] for pattern in patterns for match in re.finditer(pattern, css)]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def classes_in_stylesheet(css: str) -> set[str]:
    """The class names that the stylesheet speaks of."""
    selectors = re.findall(r"([^{};]+)\{", css)
    return {name for selector in selectors for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def words_in(folder: Path, pattern: str) -> set[str]:
    """Every word, hyphens included, in the files under `folder`."""
    return {
        word
        for path in folder.rglob(pattern)
        for word in re.findall(r"[a-z][\w-]*", path.read_text(encoding="utf-8"))
    }
