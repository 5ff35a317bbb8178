"""Which language a reader is answered in, and sentences that are there in all three."""

import pytest

from mentormatch.errors import InvalidInputError
from mentormatch.i18n import DEFAULT_LOCALE, Locale, Text, choose_locale, parse_locale


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", Locale.FR),
        ("fr-CA", Locale.FR),
        ("EN_us", Locale.EN),
        ("ar-Arab-MA", Locale.AR),
        (" ar ", Locale.AR),
        ("french", None),
        ("frr", None),
        ("arn", None),
        ("", None),
        (None, None),
        ("*", None),
        ("-fr", None),
        ("\x00", None),
    ],
)
def test_a_tag_is_read_by_its_language_alone(tag: str | None, expected: Locale | None) -> None:
    assert parse_locale(tag) is expected


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (["de", "ar-EG", "en"], Locale.AR),
        (["en", "fr"], Locale.EN),
        (["fr", "en"], Locale.FR),
        (["de", "*"], Locale.FR),
        ([], Locale.FR),
    ],
)
def test_the_first_wish_that_we_speak_is_granted_else_french(wishes: list[str], expected: Locale) -> None:
    assert choose_locale(wishes) is expected
    assert choose_locale(iter(wishes)) is expected
    assert DEFAULT_LOCALE is Locale.FR


def test_arabic_is_written_from_right_to_left_and_each_language_names_itself() -> None:
    assert [locale.direction for locale in Locale] == ["ltr", "ltr", "rtl"]
    assert [locale.own_name for locale in Locale] == ["Français", "English", "العربية"]


def test_a_text_reads_in_every_language_and_comes_back_whole() -> None:
    text = Text.from_mapping({"fr": "un", "en": "one", "ar": "واحد"})
    assert [text[locale] for locale in Locale] == ["un", "one", "واحد"]
    assert Text.from_mapping(text.to_mapping()) == text


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"fr": "un", "en": "one"},
        {"fr": "un", "en": "one", "ar": ""},
        {"fr": "un", "en": " \n", "ar": "واحد"},
        {"fr": "un", "en": "one", "ar": "واحد", "de": "eins"},
    ],
)
def test_a_text_that_is_not_complete_does_not_exist(mapping: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError, match="incomplete-text"):
        Text.from_mapping(mapping)
