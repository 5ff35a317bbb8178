"""The marks and colours of the pages, for what is drawn outside of a page: the report, pictures.

Both are read from where the pages have them, the macros of `shared/marks.html` and the tokens of
the stylesheet, so that there is one drawing of each mark and one value of each colour.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from mentormatch.bundled import templates_path
from mentormatch.guide import Focus, Kind

_TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
_HUES = re.compile(r"((?:\.hue-\w+,?\s*)+)\{\s*--hue: var\(--(\w+)\);")
_STROKE = 2.6
_STYLESHEET = Path(__file__).resolve().parent / "static" / "css" / "app.css"


@cache
def colours() -> Mapping[str, str]:
    """The colour of each token of the light scheme, and as `hue-…`, `soft-…` of each kind and focus."""
    source = _STYLESHEET.read_text(encoding="utf-8")
    found = dict(_TOKEN.findall(source.partition("@media (prefers-color-scheme: dark)")[0]))
    for names, hue in _HUES.findall(source):
        for kind in re.findall(r"\.hue-(\w+)", names):
            found |= {f"hue-{kind}": found[hue], f"soft-{kind}": found[f"{hue}-soft"]}
    return found


@cache
def marks() -> Mapping[str, str]:
    """The mark of each kind and focus, in its hue, as an SVG document."""
    pages = Environment(loader=FileSystemLoader(templates_path()), autoescape=True)
    macros = vars(pages.get_template("shared/marks.html").module)
    hues = colours()
    return {
        str(kind): _standing_alone(str(macros["mark"](kind)), hues[f"hue-{kind}"]) for kind in (*Kind, *Focus)
    }


def _standing_alone(drawn: str, hue: str) -> str:
    """An `<svg>` of a page with what its classes mean written into it."""
    style = (
        f"svg{{fill:none;stroke:{hue};stroke-width:{_STROKE};stroke-linecap:round;stroke-linejoin:round}}"
        f".mark-quiet{{opacity:.5}}.mark-dot,.mark-flag{{fill:{hue}}}.mark-dot{{stroke:none}}"
    )
    opening, inside = drawn.split(">", 1)
    return f'{opening} xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{inside}'
