"""Words of one language for a page's values: content, interface words, numbers."""

from mentormatch.guide import Content, Kind
from mentormatch.i18n import Locale, percent
from mentormatch.quiz import Question
from mentormatch.web.services import services


class Speech:
    """One reader's language; every method answers in it, as plain text (templates escape).

    `content` are the texts, those that are read now unless others are given.
    """

    def __init__(self, locale: Locale, content: Content | None = None) -> None:
        self.locale = locale
        self._content = content or services().content
        self._catalog = services().catalogs[locale]
        self._digits = services().settings.digits

    def in_language(self, locale: Locale) -> "Speech":
        """The same texts in another language."""
        return Speech(locale, self._content)

    def text(self, text_id: str) -> str:
        """A sentence of the guide's content."""
        return self._content[text_id][self.locale]

    def has(self, text_id: str) -> bool:
        """Whether the guide's content has such a sentence."""
        return text_id in self._content

    def filled(self, text_id: str, **values: str) -> str:
        """A sentence of the guide's content with its `%(name)s` places filled."""
        return self.text(text_id) % values

    def say(self, message: str, /, **values: object) -> str:
        """An interface message, filled."""
        found = self._catalog.gettext(message)
        return found % values if values else found

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """A counted interface message, filled."""
        return self._catalog.ngettext(one, many, number) % {"num": number, **values}

    def percent(self, share: float) -> str:
        """A share from 0 to 1 as a percentage."""
        return percent(share, self.locale, digits=self._digits)

    def kind_name(self, kind: Kind) -> str:
        """The name of a kind."""
        return self.text(f"kind.{kind}.name")

    def kind_within(self, kind: Kind) -> str:
        """The name of a kind as it stands within a sentence."""
        return self.text(f"kind.{kind}.within")

    def option_label(self, question: Question, option_key: str) -> str:
        """What an option of a question says."""
        return next(o.label[self.locale] for o in question.options if o.key == option_key)
