"""The report's fonts: made from the pages' own by a script, with every letter that is written."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.house.report_fonts import REPORT, make
from tests.house.test_static_files import sentences

_VOWEL_SIGNS = {*range(0x064B, 0x0653), 0x0670}


def test_the_fonts_are_what_the_script_makes_of_the_pages_fonts(tmp_path: Path) -> None:
    make(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {path.name for path in REPORT.iterdir()} == made.keys()
    assert [name for name, content in made.items() if (REPORT / name).read_bytes() != content] == []


def test_the_manifest_names_what_is_there_and_the_licence_lies_beside() -> None:
    manifest = json.loads((REPORT / "manifest.json").read_text(encoding="utf-8"))
    files = {path for path in REPORT.iterdir() if path.name != "manifest.json"}
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in files} == manifest["sha256"]
    assert "SIL Open Font License" in (REPORT / "LICENSE").read_text(encoding="utf-8")


def test_the_fonts_are_light() -> None:
    assert sum(path.stat().st_size for path in REPORT.glob("*.ttf")) <= 150_000


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_fonts_have_every_letter_that_the_product_writes(language: str, weight: int) -> None:
    known = _VOWEL_SIGNS | set(map(ord, "\n\t"))
    for script in ("latin", "arabic"):
        known |= set(TTFont(REPORT / f"{script}-{weight}.ttf").getBestCmap())
    assert {letter for letter in sentences(language) if ord(letter) not in known} == set()
