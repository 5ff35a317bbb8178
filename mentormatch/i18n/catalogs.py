"""The interface words: gettext catalogues, read from `.po` files when the program starts."""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from babel import Locale as CldrLocale
from babel.plural import PluralRule

from mentormatch.errors import ConfigurationError
from mentormatch.i18n.entries import Entry, translated
from mentormatch.i18n.locale import Locale

_PLURAL_FORMS: dict[Locale, tuple[str, ...]] = {
    Locale.FR: ("one", "other"),
    Locale.EN: ("one", "other"),
    Locale.AR: ("zero", "one", "two", "few", "many", "other"),
}


_PLACE = re.compile(r"%\((\w+)\)([a-z])")


class Catalog:
    """The interface words of one language; English messages are their own translation."""

    def __init__(
        self, locale: Locale, single: Mapping[str, str], plural: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.locale = locale
        self._single = dict(single)
        self._plural = dict(plural)

    @cached_property
    def _rule(self) -> PluralRule:
        # Asked for late: CLDR's data of a language takes longer to read than its catalogue.
        return CldrLocale(self.locale.value).plural_form

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

    @property
    def messages(self) -> frozenset[str]:
        """The messages that are translated."""
        return frozenset({*self._single, *self._plural})


def load_catalogs(folder: Path) -> dict[Locale, Catalog]:
    """The catalogues of all languages in `folder` (`fr.po`, `ar.po`).

    Raises:
        ConfigurationError: when a file is missing, is not a catalogue, lacks a plural form or a
            message that another language has, or translates one so that it cannot be filled.
    """
    found, lost = read_catalogs(folder)
    for error in lost.values():
        raise error
    return found


def read_catalogs(folder: Path) -> tuple[dict[Locale, Catalog], dict[Locale, ConfigurationError]]:
    """The catalogues of `folder` that are whole, and what is wrong with the others."""
    found: dict[Locale, Catalog] = {}
    lost: dict[Locale, ConfigurationError] = {}
    for locale in Locale:
        try:
            found[locale] = _load(locale, folder / f"{locale}.po")
        except ConfigurationError as error:
            lost[locale] = error
    every = frozenset().union(*(catalog.messages for catalog in found.values()))
    for locale, catalog in found.items():
        missing = sorted(every - catalog.messages)
        # A file that was cut off still reads well, as far as it goes.
        if locale is not Locale.EN and (missing or not every):
            lost[locale] = _damaged(f"{locale}.po", f"{len(missing)} message(s) missing: {missing[:3]}")
    return {locale: catalog for locale, catalog in found.items() if locale not in lost}, lost


def _load(locale: Locale, path: Path) -> Catalog:
    if locale is Locale.EN:
        return Catalog(locale, {}, {})
    try:
        return _read(locale, path.name, path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path.name, str(error)) from error


@lru_cache(maxsize=len(Locale))
def _read(locale: Locale, name: str, source: str) -> Catalog:
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for entry in translated(source):
        if entry.many:
            if len(entry.forms) != len(_PLURAL_FORMS[locale]):
                raise _damaged(name, f"plurals of {entry.message!r}")
            plural[entry.message] = entry.forms
        else:
            single[entry.message] = entry.forms[0]
        if not _can_be_filled(entry):
            raise _damaged(name, f"places to fill of {entry.message!r}")
    return Catalog(locale, single, plural)


def _can_be_filled(entry: Entry) -> bool:
    """Whether the values that fill the message fill its translation too."""
    given = set(_PLACE.findall(entry.message + entry.many))
    if not given:
        # Never filled: a percent sign is one.
        return not any(_PLACE.search(form) for form in entry.forms)
    return all(
        set(_PLACE.findall(form)) <= given and "%" not in _PLACE.sub("", form).replace("%%", "")
        for form in entry.forms
    )


def _damaged(name: str, what: str) -> ConfigurationError:
    return ConfigurationError("catalogue", f"{name}: {what}")
