"""The stylesheet, the script and the fonts: ours, light, readable, and alike in both directions."""

import hashlib
import json
import re
import zlib
from pathlib import Path

import polib
import pytest
from fontTools.ttLib import TTFont

from tests.house.stylesheet import (
    STATIC,
    bare_colours,
    block,
    classes_in_stylesheet,
    colours,
    contrast,
    outside_tokens,
    physical,
    stylesheet,
    words_in,
)
from tests.house.tree import ROOT

VENDOR = STATIC / "vendor"
FONTS = VENDOR / "ibm-plex-sans-arabic"
_SCHEMES = ("light", "dark", "print")
_HUES = ("indigo", "green", "plum", "rust")
_SURFACES = ("paper", "raised", "sunken")

# What is written on what, wherever in the pages it happens: 4.5 to 1 (WCAG 1.4.3).
_TEXT = [
    *((text, surface) for text in ("ink", "ink-quiet", "action", "danger") for surface in _SURFACES),
    *((text, "action-soft") for text in ("ink", "ink-quiet", "action", "action-hover")),
    *((hue, surface) for hue in _HUES for surface in (f"{hue}-soft", "raised", "paper")),
    *((text, f"{hue}-soft") for hue in _HUES for text in ("ink", "ink-quiet")),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-danger", "danger"),
    ("danger", "danger-soft"),
    ("ink", "danger-soft"),
    ("paper", "ink"),
]
# Borders of controls, focus rings, bars and marks: 3 to 1 (WCAG 1.4.11).
_DRAWN = [
    *((line, surface) for line in ("line-strong", "focus", "action") for surface in _SURFACES),
    *((hue, surface) for hue in _HUES for surface in (*_SURFACES, "line")),
    ("focus", "action-soft"),
    ("action", "line"),
    *(("focus", f"{hue}-soft") for hue in _HUES),
]


@pytest.mark.parametrize("scheme", _SCHEMES)
@pytest.mark.parametrize(("pairs", "least"), [(_TEXT, 4.5), (_DRAWN, 3.0)], ids=["text", "drawn"])
def test_colours_stand_apart_well_enough(scheme: str, pairs: list[tuple[str, str]], least: float) -> None:
    found = colours(scheme)
    ratios = {pair: contrast(found[f"--{pair[0]}"], found[f"--{pair[1]}"]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least} == {}


def test_contrast_is_measured_as_the_standard_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_colour_of_the_light_scheme_has_a_dark_one() -> None:
    dark = block(stylesheet(), "@media (prefers-color-scheme: dark)")
    assert [token for token in colours("light") if f"{token}:" not in dark] == []


def test_colours_stand_in_the_tokens_and_nowhere_else() -> None:
    assert bare_colours(outside_tokens(stylesheet())) == []
    assert bare_colours(".x { color: #abc; }") == ["#abc"]


def test_the_stylesheet_names_starts_and_ends_never_left_and_right() -> None:
    assert physical(stylesheet()) == []


@pytest.mark.parametrize(
    "rule",
    [
        "margin-left: 1rem;",
        "text-align: right;",
        "left: 0;",
        "border-top: 1px solid;",
        "width: 10px;",
        "max-height: 10px;",
        "padding: 0 1rem 0 2rem;",
        "border-radius: 0 var(--radius) var(--radius) 0;",
        "} [dir=rtl] .x { color: red;",
    ],
)
def test_a_physical_side_would_be_caught(rule: str) -> None:
    assert physical(f".x {{ {rule} }}") != []


def test_logical_rules_and_media_queries_are_left_alone() -> None:
    assert physical("@media (max-width: 30rem) { .x { inline-size: 1px; padding: 0 1rem; } }") == []


def test_every_class_of_the_stylesheet_is_used_somewhere() -> None:
    used = words_in(ROOT / "templates", "*.html") | words_in(STATIC / "js", "*.js")
    composed = {name for name in classes_in_stylesheet(stylesheet()) if name.startswith(("hue-", "mark-"))}
    assert classes_in_stylesheet(stylesheet()) - composed - used == set()


def test_stylesheet_and_script_are_light() -> None:
    style = zlib.compress((STATIC / "css" / "app.css").read_bytes())
    script = zlib.compress((STATIC / "js" / "app.js").read_bytes())
    assert len(style) <= 10_000
    assert len(script) <= 3_000


def test_no_script_writes_markup_and_only_the_editor_calls_anybody() -> None:
    found = {}
    for path in (STATIC / "js").glob("*.js"):
        script = path.read_text(encoding="utf-8")
        markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\("
        found[path.name] = set(re.findall(rf"{markup}|fetch|XMLHttpRequest|import", script))
    # The editor saves while one writes.
    assert found.pop("editor.js") == {"fetch"}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_third_party_files_are_exactly_those_of_the_manifest() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == manifest["sha256"]


def test_third_party_files_come_with_their_licence() -> None:
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    folders = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    assert folders == {package["folder"] for package in manifest["packages"]}
    assert "SIL Open Font License" in (FONTS / "LICENSE").read_text(encoding="utf-8")


def _fonts(language: str) -> list[Path]:
    """The fonts that a page in this language may load; the switch names all three languages."""
    return sorted(FONTS.glob("*.woff2")) if language == "ar" else sorted(FONTS.glob("latin-*.woff2"))


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_fonts_are_light_in_every_language(language: str) -> None:
    assert sum(path.stat().st_size for path in _fonts(language)) <= 90_000


def _ranges() -> set[int]:
    """The characters that the stylesheet lets the fonts be asked for."""
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", stylesheet())
    return {code for first, last in spans for code in range(int(first, 16), int(last or first, 16) + 1)}


def sentences(language: str) -> str:
    """Everything that the product says in a language."""
    folder = ROOT / "data" / "guide" / language
    words = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.json"))]
    catalogue = ROOT / "data" / "catalogs" / f"{language}.po"
    if catalogue.exists():
        entries = polib.pofile(str(catalogue), encoding="utf-8")
        words += [entry.msgstr + "".join(entry.msgstr_plural.values()) for entry in entries]
    bank = json.loads((ROOT / "data" / "banks" / "mentoring.json").read_text(encoding="utf-8"))
    words += [text[language] for question in bank["questions"] for text in _texts(question)]
    return "".join(words)


def _texts(question: dict[str, object]) -> list[dict[str, str]]:
    found = [question["prompt"], question.get("help")]
    options = question.get("options") or []
    assert isinstance(options, list)
    found += [option["label"] for option in options]
    return [text for text in found if isinstance(text, dict)]


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_fonts_have_every_letter_that_the_product_writes(language: str, weight: int) -> None:
    known: set[int] = set()
    for path in _fonts(language):
        if path.stem.endswith(str(weight)):
            known |= set(TTFont(path).getBestCmap())
    known &= _ranges()
    # A narrow no-break space is only a width: any font's will do.
    missing = {c for c in sentences(language) if ord(c) not in known and c not in "\n\t\u202f"}
    assert missing == set()
