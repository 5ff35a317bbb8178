"""Numbers and dates as each language writes them (CLDR)."""

from datetime import UTC, date, datetime
from functools import lru_cache

from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from mentormatch.i18n.locale import Locale

# Our English is spelt as in Britain, and so are its dates.
_DATES = {Locale.FR: "fr", Locale.EN: "en_GB", Locale.AR: "ar"}
_ARABIC = str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪")


def percent(share: float, locale: Locale, *, digits: str = "latn") -> str:
    """A share from 0 to 1 as a whole percentage; Arabic takes `digits` (latn or arab)."""
    return _with_digits(format_percent(share, locale=locale.value), locale, digits)


def number(value: float, locale: Locale, *, digits: str = "latn", places: int = 0) -> str:
    """A number with the language's grouping and decimal sign: `places` decimals at least, two at most."""
    pattern = f"#,##0.{'0' * places:#<2}"
    written = format_decimal(value, pattern, locale=locale.value, numbering_system=_system(locale, digits))
    return _with_digits(written, locale, digits)


@lru_cache(maxsize=256)
def minutes(value: int, locale: Locale, *, digits: str = "latn") -> str:
    """A number of minutes with its unit in words."""
    system = _system(locale, digits)
    written = format_unit(value, "duration-minute", "long", locale=locale.value, numbering_system=system)
    return _with_digits(written, locale, digits)


def long_date(moment: datetime, locale: Locale) -> str:
    """The day of `moment`, written out."""
    return _day(moment.date(), locale)


def day_and_time(moment: datetime, locale: Locale) -> str:
    """The day and time of `moment`, in UTC, as the language writes them."""
    in_utc = moment.astimezone(UTC)
    time = format_time(in_utc, format="short", locale=_DATES[locale])
    joined = str(get_datetime_format("medium", locale=locale.value))
    return joined.replace("{0}", time).replace("{1}", long_date(in_utc, locale))


# A plan names some thirty days, and they are those of every plan of that day.
@lru_cache(maxsize=1024)
def _day(day: date, locale: Locale) -> str:
    written = format_date(day, format="long", locale=_DATES[locale])
    # CLDR has no first of the month, but French has: "1er mai", and "2 mai".
    return f"1er{written[1:]}" if locale is Locale.FR and day.day == 1 else written


def _with_digits(written: str, locale: Locale, digits: str) -> str:
    """Babel knows a numbering system's signs, but writes its digits as 0 to 9."""
    return written.translate(_ARABIC) if locale is Locale.AR and digits == "arab" else written


def _system(locale: Locale, digits: str) -> str:
    return digits if locale is Locale.AR else "latn"
