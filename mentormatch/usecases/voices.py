"""The languages as they can be spoken: whole in words and guide, or answered in the next one."""

from collections.abc import Mapping
from pathlib import Path

from mentormatch.bundled import data_path
from mentormatch.errors import ConfigurationError
from mentormatch.guide import Content, read_content
from mentormatch.i18n import Catalog, Locale, read_catalogs
from mentormatch.values import dataclass

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Voices:
    """What is said in each language; `silent` has the languages whose files are damaged, and why.

    A silent language is spoken nowhere: its addresses are answered in `stand_in` of it. What
    `catalogs` and `content` have under its name is another language's where its own is lost.
    """

    catalogs: Mapping[Locale, Catalog]
    content: Content
    silent: Mapping[Locale, str]

    @property
    def spoken(self) -> tuple[Locale, ...]:
        """The languages that are whole."""
        return tuple(locale for locale in Locale if locale not in self.silent)

    def stand_in(self, locale: Locale) -> Locale:
        """The language that a reader of this one is answered in: itself while it is whole."""
        return next(other for other in (locale, *locale.next_best) if other not in self.silent)

    def problems(self) -> tuple[str, ...]:
        """A sentence for each silent language: in which one it is answered, and why."""
        return tuple(
            f"{locale} is answered in {self.stand_in(locale)}: {why}" for locale, why in self.silent.items()
        )


def load_voices(catalogs: Path | None = None, guide: Path | None = None) -> Voices:
    """Read the interface words and the guide, the shipped ones by default.

    Raises:
        ConfigurationError: `languages` when none is whole.
    """
    words, lost = read_catalogs(catalogs or data_path("catalogs"))
    content, lacking = read_content(guide or data_path("guide"))
    why: dict[Locale, list[str]] = {}
    for locale in Locale:
        if locale in lost:
            why.setdefault(locale, []).append(lost[locale].detail)
        if locale in lacking:
            named = "; ".join(map(str, lacking[locale][:_NAMED]))
            why.setdefault(locale, []).append(f"{len(lacking[locale])} problem(s) of the guide: {named}")
    silent = {locale: "; ".join(found) for locale, found in why.items()}
    if len(silent) == len(Locale):
        raise ConfigurationError("languages", "; ".join(f"{lo}: {text}" for lo, text in silent.items()))
    spoken = {
        locale: next(words[one] for one in (locale, *locale.next_best) if one not in silent)
        for locale in Locale
    }
    return Voices(spoken, content, silent)
