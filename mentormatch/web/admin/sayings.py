"""What checks have found, in the reader's words.

Checks speak English, for the command line. A table of sayings knows the messages that people meet on
pages, each as a pattern and the sentence that says the same in the reader's language.
"""

import re
from collections.abc import Callable, Mapping

from mentormatch.i18n import Locale
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import FindingView
from mentormatch.web.visitor.speech import Speech

Values = Mapping[str, str]
Say = Callable[[Speech, Values], str]
Sayings = tuple[tuple[re.Pattern[str], Say], ...]


def sayings(*pairs: tuple[str, Say]) -> Sayings:
    """A table: the first pattern that is the whole of a message says it."""
    return tuple((re.compile(pattern, re.DOTALL), say) for pattern, say in pairs)


def in_words(speech: Speech, message: str, *tables: Sayings) -> str | None:
    """A message in the reader's language, None where it is known in English only."""
    for table in tables:
        for pattern, say in table:
            if match := pattern.fullmatch(message):
                return say(speech, match.groupdict())
    return None


def view(speech: Speech, message: str, *tables: Sayings, place: str, href: str = "") -> FindingView:
    """A message at its place; marked as English where there are no other words for it."""
    words = in_words(speech, message, *tables)
    if words is None:
        return FindingView(place, message, href, lang=Locale.EN.value)
    return FindingView(place, words, href)


def plain(message: Callable[[Speech], str]) -> Say:
    """A sentence without values."""
    return lambda speech, _values: message(speech)


def figure(speech: Speech, text: str) -> str:
    """A figure of a message as the reader writes it."""
    if text.endswith("%"):
        return speech.percent(int(text[:-1]) / 100)
    return spelled(float(text), speech.locale)
