"""Makes the fonts of the report, `data/fonts/`, from those of the pages.

    python -m tests.house.report_fonts

They are the same letters, as TrueType files that typst can read, under a name of their own (one
that the licence does not reserve), without hints for screens. In the Arabic ones every letter
keeps a glyph of its own: what is drawn as one form, such as lam with alef, is a wide first glyph
and an empty second one. A reader of the document (a person's search, a screen reader) gets the
letters of a line from its glyphs, right to left, and would find those of a joint form turned round.
Vowel signs are not set at all (mentormatch/web/typesetting.py).
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from fontTools.otlLib.builder import buildSingleSubstSubtable
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph

from tests.house.tree import PACKAGE, ROOT

PAGES = PACKAGE / "web" / "static" / "vendor" / "ibm-plex-sans-arabic"
REPORT = ROOT / "data" / "fonts"
_STYLES = {"400": "Regular", "600": "SemiBold"}
_LAM = 0x0644
_ALEFS = (0x0622, 0x0623, 0x0625, 0x0627)
_RIGHT_TO_LEFT_IGNORING_MARKS = 9
# How much of the width of lam with alef the alef's empty glyph takes.
_TAIL = 0.45
# French writes a narrow no-break space, which the pages' fonts leave to the browser.
_NARROW_SPACE = 0x202F
_NARROW = 0.7


def make(folder: Path) -> None:
    """Write the fonts, their licence and a manifest of hashes into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for page_font in sorted(PAGES.glob("*.woff2")):
        font = TTFont(page_font, recalcTimestamp=False)
        font.flavor = None
        script, weight = page_font.stem.split("-")
        _name(font, f"mentormatch {script.capitalize()}", _STYLES[weight])
        _forget_screens(font)
        if script == "arabic":
            _one_glyph_a_letter(font)
        else:
            _add_empty(font, "narrow-space", round(font["hmtx"]["space"][0] * _NARROW), _NARROW_SPACE)
        font.save(folder / f"{page_font.stem}.ttf")
    shutil.copy(PAGES / "LICENSE", folder / "LICENSE")
    hashes = {path.name: _digest(path) for path in sorted(folder.iterdir()) if path.name != "manifest.json"}
    manifest = {"license": "OFL-1.1", "made_by": "tests/house/report_fonts.py", "sha256": hashes}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _name(font: TTFont, family: str, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in {0, 13, 14}]
    texts = {
        1: family,
        2: style,
        3: f"{family} {style}",
        4: f"{family} {style}",
        6: f"{family}-{style}".replace(" ", ""),
    }
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)


def _forget_screens(font: TTFont) -> None:
    for table in ("fpgm", "prep", "cvt ", "gasp"):
        if table in font:
            del font[table]
    for name in font.getGlyphOrder():
        font["glyf"][name].removeHinting()


def _one_glyph_a_letter(font: TTFont) -> None:
    """Replace the joint forms: lam with alef by two glyphs, the merely decorative ones by none."""
    substitutions = font["GSUB"].table
    place = next(f.Feature.LookupListIndex[0] for f in _features(substitutions) if f.FeatureTag == "rlig")
    lookups = substitutions.LookupList.Lookup
    joint = lookups[place].SubTable[0].ligatures
    contexts = []
    forms = _lam_alefs(font, joint)
    for _, _, form in forms:
        _draw_apart(font, form)
    for lam, alef, form in forms:
        tail = _split(font, form)
        lookups += [_single({lam: form}), _single({alef: tail})]
        contexts.append(_context([lam, alef], len(lookups) - 2))
    lookups[place] = _lookup(6, contexts)
    substitutions.LookupList.LookupCount = len(lookups)


def _features(table: Any) -> list[Any]:
    found: list[Any] = table.FeatureList.FeatureRecord
    return found


def _lam_alefs(font: TTFont, joint: dict[str, list[Any]]) -> list[tuple[str, str, str]]:
    """The joint forms of lam, at a word's beginning or inside it, with each final alef."""
    letters = font.getBestCmap()
    lookups = font["GSUB"].table.LookupList.Lookup
    shapes: dict[str, dict[str, str]] = {}
    for feature in _features(font["GSUB"].table):
        for number in feature.Feature.LookupListIndex:
            if feature.FeatureTag in {"init", "medi", "fina"}:
                shapes[feature.FeatureTag] = lookups[number].SubTable[0].mapping
    alefs = {shapes["fina"][letters[code]] for code in _ALEFS}
    lams = [shapes[where][letters[_LAM]] for where in ("init", "medi")]
    return [
        (lam, form.Component[0], form.LigGlyph)
        for lam in lams
        for form in joint[lam]
        if form.Component[0] in alefs
    ]


def _add_empty(font: TTFont, name: str, width: int, code: int = 0) -> None:
    """A new glyph with nothing in it, for the character `code` when given."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = Glyph()
    font["hmtx"][name] = (width, 0)
    for table in font["cmap"].tables if code else []:
        if table.isUnicode():
            table.cmap[code] = name


def _draw_apart(font: TTFont, name: str) -> None:
    """Draw a glyph that borrows from others by itself."""
    drawn = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(drawn)
    pen = TTGlyphPen(None)
    drawn.replay(pen)
    font["glyf"][name] = pen.glyph()


def _split(font: TTFont, form: str) -> str:
    """Give the left part of a joint form's width to a new empty glyph; the new glyph's name."""
    tail = f"{form}.tail"
    width = font["hmtx"][form][0]
    left = round(width * _TAIL)
    drawn = font["glyf"][form]
    drawn.coordinates.translate((-left, 0))
    drawn.recalcBounds(font["glyf"])
    _add_empty(font, tail, left)
    font["hmtx"][form] = (width - left, drawn.xMin)
    for name in (form, tail):
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1
    return tail


def _single(mapping: dict[str, str]) -> Any:
    return _lookup(1, [buildSingleSubstSubtable(mapping)])


def _context(glyphs: list[str], first_lookup: int) -> Any:
    """Each of `glyphs`, standing together, is replaced by the lookup of its place."""
    context = otTables.ChainContextSubst()
    context.Format = 3
    context.BacktrackCoverage, context.LookAheadCoverage, context.InputCoverage = [], [], []
    context.BacktrackGlyphCount = context.LookAheadGlyphCount = 0
    context.InputGlyphCount = context.SubstCount = len(glyphs)
    context.SubstLookupRecord = []
    for place, glyph in enumerate(glyphs):
        coverage = otTables.Coverage()
        coverage.glyphs = [glyph]
        context.InputCoverage.append(coverage)
        record = otTables.SubstLookupRecord()
        record.SequenceIndex, record.LookupListIndex = place, first_lookup + place
        context.SubstLookupRecord.append(record)
    return context


def _lookup(kind: int, subtables: list[Any]) -> Any:
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = kind, _RIGHT_TO_LEFT_IGNORING_MARKS
    lookup.SubTable, lookup.SubTableCount = subtables, len(subtables)
    return lookup


if __name__ == "__main__":
    make(REPORT)
