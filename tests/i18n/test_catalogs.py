"""Catalogues: counted as CLDR counts, damaged ones refused when the program starts."""

from pathlib import Path

import polib
import pytest
from babel import Locale as CldrLocale

from mentormatch.bundled import data_path
from mentormatch.errors import ConfigurationError
from mentormatch.i18n import Catalog, Locale, load_catalogs

_COUNTS = (0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 1000, 1002)
_ARABIC = ("zero", "one", "two", "few", "many", "other")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped catalogues, to be damaged."""
    for path in data_path("catalogs").glob("*.po"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def counted(locale: Locale, *forms: str) -> Catalog:
    return Catalog(locale, {}, {"one": forms})


@pytest.mark.parametrize("count", _COUNTS)
def test_arabic_counts_in_six_ways_as_cldr_does(count: int) -> None:
    said = counted(Locale.AR, *_ARABIC).ngettext("one", "many", count)
    assert said == CldrLocale("ar").plural_form(count)


def test_the_six_ways_are_all_used() -> None:
    arabic = counted(Locale.AR, *_ARABIC)
    said = [arabic.ngettext("one", "many", count) for count in (0, 1, 2, 3, 11, 100)]
    assert said == list(_ARABIC)


@pytest.mark.parametrize("count", _COUNTS)
def test_the_header_of_the_arabic_catalogue_counts_as_the_program_does(count: int) -> None:
    header = polib.pofile(str(data_path("catalogs", "ar.po"))).metadata["Plural-Forms"]
    assert "nplurals=6" in header
    index = counted(Locale.AR, *_ARABIC).plural_index(count)
    assert index == _c_expression(header.partition("plural=")[2], count)


def _c_expression(source: str, count: int) -> int:
    """The value of a catalogue's `plural=` expression, chained conditions of C."""
    rest = source.strip().rstrip(";").strip("()")
    while "?" in rest:
        condition, _, branches = rest.partition("?")
        value, _, rest = branches.partition(":")
        if eval(condition.replace("&&", " and ").replace("||", " or "), {"n": count}):
            return int(value)
    return int(rest)


def test_french_counts_nothing_as_one_and_english_as_many() -> None:
    french, english = counted(Locale.FR, "un", "des"), counted(Locale.EN, "one", "many")
    assert [french.ngettext("one", "many", count) for count in (0, 1, 2, 100)] == ["un", "un", "des", "des"]
    assert [english.ngettext("one", "many", count) for count in (0, 1, 2)] == ["many", "one", "many"]
    assert french.ngettext("one", "many", 1_000_000) == "des"
    assert french.ngettext("one", "many", -1) == "un"


def test_a_message_that_no_catalogue_has_is_said_in_english() -> None:
    for catalog in load_catalogs(data_path("catalogs")).values():
        assert catalog.gettext("No such message") == "No such message"
        assert catalog.ngettext("%(num)d no", "%(num)d nos", 1) == "%(num)d no"
        assert catalog.ngettext("%(num)d no", "%(num)d nos", 2) == "%(num)d nos"


def test_the_shipped_catalogues_speak() -> None:
    catalogs = load_catalogs(data_path("catalogs"))
    assert set(catalogs) == set(Locale)
    said = {catalog.gettext("Erase my data") for catalog in catalogs.values()}
    assert len(said) == 3
    assert "Erase my data" in said


@pytest.mark.parametrize("name", ["fr.po", "ar.po"])
def test_a_missing_catalogue_is_said_so(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ConfigurationError, match=name):
        load_catalogs(folder)


@pytest.mark.parametrize(
    "damage",
    [b"", b"\x00" * 4096, b"\xff\xfe broken", b"not a catalogue at all", b'msgid "a"\nmsgstr "b', b"msgstr"],
)
def test_a_damaged_catalogue_is_said_so(folder: Path, damage: bytes) -> None:
    (folder / "ar.po").write_bytes(damage)
    with pytest.raises(ConfigurationError, match=r"ar\.po"):
        load_catalogs(folder)


def test_a_catalogue_that_was_cut_off_is_said_so_wherever_it_was(folder: Path) -> None:
    whole = (folder / "ar.po").read_bytes()
    within_a_name = whole.index(b'msgid "', len(whole) // 2) + len(b'msgid "N')
    for end in [*range(100, len(whole), 4001), within_a_name, whole.rindex(b"\n\n")]:
        (folder / "ar.po").write_bytes(whole[:end])
        with pytest.raises(ConfigurationError, match=r"ar\.po"):
            load_catalogs(folder)


@pytest.mark.parametrize("forms", [1, 2, 5, 7])
def test_a_counted_message_without_all_its_forms_is_said_so(folder: Path, forms: int) -> None:
    catalogue = polib.pofile(str(folder / "ar.po"))
    catalogue.append(
        polib.POEntry(msgid="one", msgid_plural="many", msgstr_plural=dict.fromkeys(range(forms), "صيغة"))
    )
    catalogue.save()
    with pytest.raises(ConfigurationError, match="plurals of 'one'"):
        load_catalogs(folder)


@pytest.mark.parametrize(
    "translation", ["%(nom)s", "%(name)", "%(name)d", "100 % de %(name)s", "%s %(name)s"]
)
def test_a_translation_that_could_not_be_filled_is_said_so(folder: Path, translation: str) -> None:
    catalogue = polib.pofile(str(folder / "fr.po"))
    catalogue.append(polib.POEntry(msgid="Hello %(name)s", msgstr=translation))
    catalogue.save()
    with pytest.raises(ConfigurationError, match=r"fr\.po"):
        load_catalogs(folder)


def test_a_translation_that_is_in_doubt_or_of_old_is_not_used(folder: Path) -> None:
    catalogue = polib.pofile(str(folder / "fr.po"))
    catalogue.append(polib.POEntry(msgid="Doubt", msgstr="Doute", flags=["fuzzy"]))
    catalogue.append(polib.POEntry(msgid="Old", msgstr="Ancien", obsolete=True))
    catalogue.append(polib.POEntry(msgid="Empty", msgstr=""))
    catalogue.save()
    french = load_catalogs(folder)[Locale.FR]
    assert [french.gettext(message) for message in ("Doubt", "Old", "Empty")] == ["Doubt", "Old", "Empty"]
