"""Numbers, shares and dates as each language writes them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mentormatch.i18n import Locale, day_and_time, long_date, number, percent
from mentormatch.i18n.formats import minutes


@pytest.mark.parametrize(
    ("share", "fr", "en", "ar", "arab"),
    [
        (0.625, "62\u00a0%", "62%", "62%", "٦٢٪"),
        (0.0, "0\u00a0%", "0%", "0%", "٠٪"),
        (0.004, "0\u00a0%", "0%", "0%", "٠٪"),
        (1.0, "100\u00a0%", "100%", "100%", "١٠٠٪"),
    ],
)
def test_a_share_is_a_whole_percentage(share: float, fr: str, en: str, ar: str, arab: str) -> None:
    said = [percent(share, locale).replace("\u202f", "\u00a0") for locale in Locale]
    assert said == [fr, en, ar]
    assert percent(share, Locale.AR, digits="arab") == arab


def test_a_number_has_its_languages_grouping_and_decimal_sign() -> None:
    assert [number(1234.567, locale) for locale in Locale] == ["1\u202f234,57", "1,234.57", "1,234.57"]
    assert number(1234.5, Locale.AR, digits="arab") == "١٬٢٣٤٫٥"
    assert [number(-0.5, locale) for locale in Locale][:2] == ["-0,5", "-0.5"]
    assert number(3.0, Locale.FR) == "3"


@pytest.mark.parametrize("locale", [Locale.FR, Locale.EN])
def test_only_arabic_is_written_with_arabic_digits(locale: Locale) -> None:
    assert percent(0.5, locale, digits="arab") == percent(0.5, locale)
    assert number(12.5, locale, digits="arab") == number(12.5, locale)


def test_a_day_is_written_out() -> None:
    moment = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    assert [long_date(moment, locale) for locale in Locale] == ["2 mars 2026", "2 March 2026", "2 مارس 2026"]


def test_french_has_a_first_of_the_month_and_no_other() -> None:
    days = [long_date(datetime(2026, 5, day, tzinfo=UTC), Locale.FR) for day in (1, 2, 11, 21, 31)]
    assert days == ["1er mai 2026", "2 mai 2026", "11 mai 2026", "21 mai 2026", "31 mai 2026"]
    first = datetime(2026, 5, 1, tzinfo=UTC)
    assert [long_date(first, locale) for locale in (Locale.EN, Locale.AR)] == ["1 May 2026", "1 مايو 2026"]


def test_the_clock_is_read_as_in_the_country_of_the_date() -> None:
    afternoon = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    assert [day_and_time(afternoon, locale).split()[-1] for locale in (Locale.FR, Locale.EN)] == ["14:05"] * 2


def test_a_time_is_said_in_utc_whatever_clock_it_was_read_from() -> None:
    utc = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    elsewhere = utc.astimezone(timezone(timedelta(hours=5)))
    for locale in Locale:
        assert day_and_time(elsewhere, locale) == day_and_time(utc, locale)
        assert long_date(utc, locale) in day_and_time(utc, locale)
        assert "30" in day_and_time(utc, locale)


def test_minutes_are_counted_in_words() -> None:
    said = [minutes(30, locale) for locale in Locale]
    assert said == ["30 minutes", "30 minutes", "30 دقيقة"]
    assert minutes(30, Locale.AR, digits="arab") == "٣٠ دقيقة"
