"""The languages of the program, and how one is chosen for a reader."""

from collections.abc import Iterable
from enum import StrEnum


class Locale(StrEnum):
    """A language the program speaks in full; the order is the order of language switches."""

    FR = "fr"
    EN = "en"
    AR = "ar"

    @property
    def direction(self) -> str:
        """The writing direction, as HTML's `dir` wants it."""
        return "rtl" if self is Locale.AR else "ltr"

    @property
    def own_name(self) -> str:
        """The language's name in the language itself."""
        return _OWN_NAMES[self]

    @property
    def next_best(self) -> tuple["Locale", ...]:
        """The languages that may stand in for this one, the best first."""
        return tuple(other for other in Locale if other is not self)

    @property
    def own_absence(self) -> str:
        """That the language cannot be read at the moment, in itself: its catalogue may be lost."""
        return _OWN_ABSENCES[self]


DEFAULT_LOCALE = Locale.FR

_OWN_NAMES = {Locale.FR: "Français", Locale.EN: "English", Locale.AR: "العربية"}
_OWN_ABSENCES = {
    Locale.FR: "Ce site n’est pas disponible en français pour le moment.",
    Locale.EN: "This site is not available in English at the moment.",
    Locale.AR: "هذا الموقع غير متاح بالعربية في الوقت الحالي.",
}


def parse_locale(tag: str | None) -> Locale | None:
    """The language of a tag such as `ar`, `fr-CA` or `EN_us`; None when we do not speak it."""
    if not tag:
        return None
    primary = tag.replace("_", "-").split("-", 1)[0].strip().lower()
    return Locale(primary) if primary in tuple(Locale) else None


def choose_locale(preferred: Iterable[str]) -> Locale:
    """The first language of `preferred` (best first) that we speak, else French."""
    for tag in preferred:
        locale = parse_locale(tag)
        if locale is not None:
            return locale
    return DEFAULT_LOCALE
