"""A sentence in all three languages: complete, or still being written."""

from collections.abc import Mapping
from types import MappingProxyType

from mentormatch.errors import InvalidInputError
from mentormatch.i18n.locale import Locale
from mentormatch.values import dataclass

Words = Mapping[Locale, str]
NO_WORDS: Words = MappingProxyType(dict.fromkeys(Locale, ""))


def words_of(source: Mapping[str, str]) -> Words:
    """The words of a text in each language, "" where there are none."""
    return {locale: source.get(locale.value, "") for locale in Locale}


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in French, English and Arabic; `text[locale]` reads it."""

    fr: str
    en: str
    ar: str

    def __getitem__(self, locale: Locale) -> str:
        match locale:
            case Locale.FR:
                return self.fr
            case Locale.EN:
                return self.en
            case Locale.AR:
                return self.ar

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, str]) -> "Text":
        """A Text from `{"fr", "en", "ar"}`.

        Raises:
            InvalidInputError: `incomplete-text` when a language is missing, empty or unknown.
        """
        if set(mapping) != {"fr", "en", "ar"} or not all(map(str.strip, mapping.values())):
            raise InvalidInputError("incomplete-text", repr(dict(mapping))[:200])
        return cls(fr=mapping["fr"], en=mapping["en"], ar=mapping["ar"])

    def to_mapping(self) -> dict[str, str]:
        """The Text as `{"fr", "en", "ar"}`, for documents."""
        return {"fr": self.fr, "en": self.en, "ar": self.ar}
