"""The gate before texts are published: what keeps them from it, and what asks for a look."""

import re
from collections.abc import Iterator

from mentormatch.guide.own_texts import can_be_filled, names_in
from mentormatch.i18n import Locale, Text, Words
from mentormatch.quiz.characters import hidden_characters
from mentormatch.quiz.findings import Finding, Sentence, Severity, error, warning
from mentormatch.quiz.resemblance import normal
from mentormatch.quiz.wording import wording_findings
from mentormatch.usecases.bank_gate import STALE
from mentormatch.usecases.edit_texts import TextsEditing
from mentormatch.values import dataclass

EMPTY = "is empty"
MARKUP = "has markup, which would be read as it is written"
BREAK = "has a line break, which its place does not show"
NO_PLACES = "must have no places to fill"
BRACKETS = "has a square bracket without its other half"
NOTES = "counsel.note."
_LONGEST_NOTE = 2000
_SHORT = 160
_MARKUP = re.compile(r"</?[a-zA-Z!]|&#?\w+;")


@dataclass(frozen=True, slots=True)
class TextsGate:
    """What was found in a draft; a finding's path is the text and the language."""

    findings: tuple[Finding, ...]

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What must be mended before publishing."""
        return tuple(found for found in self.findings if found.severity is Severity.ERROR)

    @property
    def warns(self) -> tuple[Finding, ...]:
        """What asks for a second look."""
        return tuple(found for found in self.findings if found.severity is Severity.WARNING)


def gate(editing: TextsEditing) -> TextsGate:
    """Everything there is to say of the own words of a draft, in the order of their names."""
    found: list[Finding] = []
    for text_id in sorted(editing.draft.texts):
        stale = editing.stale(text_id)
        found += (error(f"{text_id}.{locale}", STALE) for locale in Locale if locale in stale)
        found += text_findings(text_id, editing.draft.texts[text_id], editing.shipped[text_id])
    return TextsGate((*found, *_repeated(editing)))


def text_findings(text_id: str, words: Words, shipped: Text) -> tuple[Finding, ...]:
    """What there is to say of one text by itself."""
    found = [one for locale in Locale for one in _of_language(text_id, locale, words[locale], shipped)]
    if all(words[locale].strip() for locale in Locale):
        found += wording_findings([Sentence(text_id, "text", _text(words))])
    return tuple(found)


def longest(text_id: str, shipped: Text) -> int:
    """How many characters a text may have: its place, and the weight of the page, bear no more."""
    if text_id.startswith(NOTES):
        return _LONGEST_NOTE
    return max(_SHORT, 2 * max(len(shipped[locale]) for locale in Locale))


def _text(words: Words) -> Text:
    return Text(**{locale.value: words[locale] for locale in Locale})


def _of_language(text_id: str, locale: Locale, sentence: str, shipped: Text) -> Iterator[Finding]:
    path = f"{text_id}.{locale}"
    if not sentence.strip():
        yield error(path, EMPTY)
        return
    if found := hidden_characters(sentence):
        yield error(path, f"forbidden characters: {', '.join(found)}")
    if len(sentence) > (most := longest(text_id, shipped)):
        yield error(path, f"String should have at most {most} characters")
    if _MARKUP.search(sentence):
        yield error(path, MARKUP)
    if "\n" in sentence and not text_id.startswith(NOTES):
        yield error(path, BREAK)
    names = names_in(shipped[locale])
    if not can_be_filled(sentence, names):
        places = ", ".join(f"%({name})s" for name in sorted(names))
        yield error(path, f"needs these places, each as it is: {places}" if names else NO_PLACES)
    if not _pairs(sentence):
        yield warning(path, BRACKETS)


def _pairs(sentence: str) -> bool:
    """Whether square brackets, in which readers put their own words, open and close in turn."""
    return re.fullmatch(r"[^\[\]]*(\[[^\[\]]*\][^\[\]]*)*", sentence) is not None


def _repeated(editing: TextsEditing) -> Iterator[Finding]:
    """Own words that another text has as well."""
    content = editing.content
    for locale in Locale:
        met: dict[str, list[str]] = {}
        for text_id in content:
            met.setdefault(normal(content[text_id][locale]), []).append(text_id)
        for text_id in sorted(editing.draft.texts):
            others = [other for other in met[normal(content[text_id][locale])] if other != text_id]
            shipped = normal(editing.shipped[text_id][locale])
            if others and normal(content[text_id][locale]) != shipped:
                yield warning(f"{text_id}.{locale}", f"is the same as {others[0]}")
