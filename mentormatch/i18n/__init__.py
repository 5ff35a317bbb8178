"""Languages: which there are, complete sentences, catalogues, plurals and numbers."""

from mentormatch.i18n.locale import DEFAULT_LOCALE, Locale, choose_locale, parse_locale
from mentormatch.i18n.text import Text

__all__ = ["DEFAULT_LOCALE", "Locale", "Text", "choose_locale", "parse_locale"]
