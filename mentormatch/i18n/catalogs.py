"""The interface words: gettext catalogues, read from `.po` files when the program starts."""

from collections.abc import Mapping
from pathlib import Path

import polib
from babel import Locale as CldrLocale
from babel.plural import PluralRule

from mentormatch.errors import ConfigurationError
from mentormatch.i18n.locale import Locale

_PLURAL_FORMS: dict[Locale, tuple[str, ...]] = {
    Locale.FR: ("one", "other"),
    Locale.EN: ("one", "other"),
    Locale.AR: ("zero", "one", "two", "few", "many", "other"),
}


class Catalog:
    """The interface words of one language; English messages are their own translation."""

    def __init__(
        self, locale: Locale, single: Mapping[str, str], plural: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.locale = locale
        self._single = dict(single)
        self._plural = dict(plural)
        self._rule: PluralRule = CldrLocale(locale.value).plural_form

    def gettext(self, message: str, /) -> str:
        """The message in this language, its placeholders still to be filled."""
        return self._single.get(message, message)

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        """The form of a counted message that this language uses for `number`."""
        forms = self._plural.get(one)
        if forms is None:
            return one if number == 1 else many
        return forms[self.plural_index(number)]

    def plural_index(self, number: int) -> int:
        """The place of `number`'s plural form in this language's `msgstr[…]`."""
        names = _PLURAL_FORMS[self.locale]
        name = self._rule(abs(number))
        return names.index(name) if name in names else len(names) - 1


def load_catalogs(folder: Path) -> dict[Locale, Catalog]:
    """The catalogues of all languages in `folder` (`fr.po`, `ar.po`).

    Raises:
        ConfigurationError: when a file is missing, is not a catalogue, or lacks a plural form.
    """
    return {locale: _load(locale, folder / f"{locale}.po") for locale in Locale}


def _load(locale: Locale, path: Path) -> Catalog:
    if locale is Locale.EN:
        return Catalog(locale, {}, {})
    try:
        entries = polib.pofile(str(path), encoding="utf-8")
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise ConfigurationError("catalogue", f"{path.name}: {error}") from error
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for entry in entries.translated_entries():
        if entry.msgid_plural:
            forms = tuple(entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural))
            if len(forms) != len(_PLURAL_FORMS[locale]):
                raise ConfigurationError("catalogue", f"{path.name}: plurals of {entry.msgid!r}")
            plural[entry.msgid] = forms
        else:
            single[entry.msgid] = entry.msgstr
    return Catalog(locale, single, plural)
