"""A language whose files are damaged is not spoken: the next one stands in, and it is said which and why."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mentormatch.bundled import data_path
from mentormatch.errors import ConfigurationError
from mentormatch.i18n import Locale
from mentormatch.usecases.voices import Voices, load_voices

_DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "empty": lambda raw: b"",
    "cut off": lambda raw: raw[: len(raw) // 2],
    "missing": lambda raw: None,
    "foreign bytes": lambda raw: random.Random(1).randbytes(4096),
    "another document": lambda raw: b'{"schema": 1}',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What ships in words, to be damaged."""
    for name in ("catalogs", "guide"):
        shutil.copytree(data_path(name), tmp_path / name)
    return tmp_path


def load(folder: Path) -> Voices:
    return load_voices(folder / "catalogs", folder / "guide")


def damage(path: Path, how: str) -> None:
    damaged = _DAMAGES[how](path.read_bytes())
    if damaged is None:
        path.unlink()
    else:
        path.write_bytes(damaged)


def test_all_that_ships_is_whole() -> None:
    voices = load_voices()
    assert (voices.silent, voices.problems(), voices.spoken) == ({}, (), tuple(Locale))
    assert [voices.stand_in(locale) for locale in Locale] == list(Locale)


@pytest.mark.parametrize("how", _DAMAGES)
@pytest.mark.parametrize(
    ("name", "silent", "instead"),
    [
        ("catalogs/ar.po", Locale.AR, Locale.FR),
        ("catalogs/fr.po", Locale.FR, Locale.EN),
        ("guide/en/plan.json", Locale.EN, Locale.FR),
        ("guide/ar/words.json", Locale.AR, Locale.FR),
    ],
)
def test_a_damaged_file_silences_its_language_and_no_other(
    folder: Path, how: str, name: str, silent: Locale, instead: Locale
) -> None:
    damage(folder / name, how)
    voices = load(folder)
    assert list(voices.silent) == [silent]
    assert voices.stand_in(silent) is instead
    (problem,) = voices.problems()
    assert problem.startswith(f"{silent} is answered in {instead}: ")
    assert Path(name).name in problem, "the file is named"
    assert voices.catalogs[instead].locale is instead
    whole = load_voices()
    assert set(voices.content) == set(whole.content)
    for text_id in whole.content:
        assert voices.content[text_id][instead] == whole.content[text_id][instead]


def test_a_whole_folder_that_is_gone_silences_its_language(folder: Path) -> None:
    shutil.rmtree(folder / "guide" / "ar")
    voices = load(folder)
    assert list(voices.silent) == [Locale.AR]
    assert voices.content["home.lead"][Locale.AR] == voices.content["home.lead"][Locale.FR]


@pytest.mark.parametrize("how", _DAMAGES)
def test_the_last_language_serves_alone(folder: Path, how: str) -> None:
    damage(folder / "guide" / "fr" / "plan.json", how)
    damage(folder / "guide" / "ar" / "plan.json", how)
    voices = load(folder)
    assert voices.spoken == (Locale.EN,)
    assert {voices.stand_in(locale) for locale in Locale} == {Locale.EN}
    assert set(voices.content) == set(load_voices().content)


def test_without_any_whole_language_it_is_refused(folder: Path) -> None:
    for path in (folder / "catalogs").iterdir():
        path.unlink()
    damage(folder / "guide" / "en" / "plan.json", "cut off")
    with pytest.raises(ConfigurationError, match=r"fr\.po.*en/plan\.json.*ar\.po"):
        load(folder)


def test_a_name_that_one_language_spells_otherwise_silences_only_that_one(folder: Path) -> None:
    path = folder / "guide" / "fr" / "words.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    first = next(iter(content))
    content[first + "!"] = content.pop(first)
    path.write_text(json.dumps(content), encoding="utf-8")
    voices = load(folder)
    assert list(voices.silent) == [Locale.FR]
    assert f"fr/{first}: missing" in voices.silent[Locale.FR]


def test_a_flipped_bit_is_never_worse_than_a_letter(folder: Path) -> None:
    """Wherever it falls, what is spoken has every message: nothing is left to be said in English."""
    shorten(folder)
    whole = load(folder)
    chance = random.Random(7)
    path = folder / "catalogs" / "ar.po"
    sound, silenced = path.read_bytes(), 0
    for _ in range(150):
        flipped = bytearray(sound)
        flipped[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        voices = load(folder)
        silenced += Locale.AR in voices.silent
        for locale in voices.spoken:
            assert whole.catalogs[locale].messages <= voices.catalogs[locale].messages
    assert silenced > 10


def shorten(folder: Path) -> None:
    """Leave the catalogues their first messages and the guide a file, to read them often."""
    for path in (folder / "catalogs").iterdir():
        entries = path.read_text(encoding="utf-8").split("\n\n")
        path.write_text("\n\n".join(entries[:40]) + "\n", encoding="utf-8")
    for path in (folder / "guide").glob("*/*.json"):
        if path.name != "counsel.json":
            path.unlink()
