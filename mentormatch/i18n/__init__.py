"""Languages: which there are, complete sentences, catalogues, plurals and numbers."""

from mentormatch.i18n.catalogs import Catalog, load_catalogs, read_catalogs
from mentormatch.i18n.formats import day_and_time, long_date, minutes, number, percent
from mentormatch.i18n.locale import DEFAULT_LOCALE, Locale, choose_locale, parse_locale
from mentormatch.i18n.text import NO_WORDS, Text, Words, words_of

__all__ = [
    "DEFAULT_LOCALE",
    "NO_WORDS",
    "Catalog",
    "Locale",
    "Text",
    "Words",
    "choose_locale",
    "day_and_time",
    "load_catalogs",
    "long_date",
    "minutes",
    "number",
    "parse_locale",
    "percent",
    "read_catalogs",
    "words_of",
]
