"""Texts that the people of an installation have worded themselves, over those that ship.

Only what differs from the shipped sentence is there, so that a better sentence of a later release
reaches every text that nobody has touched. A text that no longer fits (its places for names and
dates are others now, or its id is gone) gives way to the shipped one.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from types import MappingProxyType

from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.guide.content import Content
from mentormatch.i18n import Locale, Text, Words, words_of
from mentormatch.values import dataclass

SCHEMA = 1
_NAME = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class OwnTexts:
    """Own words by text id, complete or not while they are a draft."""

    texts: Mapping[str, Words] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def key(self) -> str:
        """What their versions are kept under."""
        return "texts"

    @cached_property
    def document(self) -> bytes:
        """The bytes that are kept and hashed; equal for equal texts."""
        texts = {
            text_id: {locale.value: words[locale] for locale in Locale}
            for text_id, words in self.texts.items()
        }
        content = {"schema": SCHEMA, "texts": texts}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the document, in hexadecimal."""
        return hashlib.sha256(self.document).hexdigest()

    def with_text(self, text_id: str, words: Words, shipped: Text) -> "OwnTexts":
        """With one text as someone words it; the shipped words are no own ones."""
        texts = {known: own for known, own in self.texts.items() if known != text_id}
        if any(words[locale] != shipped[locale] for locale in Locale):
            texts[text_id] = words
        return OwnTexts(texts)


def parse_own_texts(raw: bytes) -> OwnTexts:
    """The texts of a kept document.

    Raises:
        InvalidDocumentError: when it is not one.
    """
    try:
        content = json.loads(raw)
        texts = {text_id: words_of(words) for text_id, words in content["texts"].items()}
        whole = content["schema"] == SCHEMA
        whole = whole and all(isinstance(word, str) for words in texts.values() for word in words.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidDocumentError([Problem("texts", f"not a document of texts: {error}")]) from error
    if not whole:
        raise InvalidDocumentError([Problem("texts", "not a document of texts")])
    return OwnTexts(texts)


def names_in(sentence: str) -> frozenset[str]:
    """The names of the places that are filled: `%(by)s` has the name `by`."""
    return frozenset(_NAME.findall(sentence))


def can_be_filled(sentence: str, names: frozenset[str]) -> bool:
    """Whether a sentence has exactly these places, and nothing else that filling would trip over."""
    if not names:
        return "%(" not in sentence
    try:
        filled = sentence % dict.fromkeys(names, "")
    except (KeyError, ValueError, TypeError):
        return False
    return names_in(sentence) == names and isinstance(filled, str)


def fits(words: Words, shipped: Text) -> bool:
    """Whether own words can stand in the place of a shipped text."""
    return all(
        words[locale].strip() and can_be_filled(words[locale], names_in(shipped[locale])) for locale in Locale
    )


def worded(shipped: Content, own: OwnTexts) -> Content:
    """The content that is read: own words where they fit, the shipped ones everywhere else."""
    return shipped.with_texts(
        {
            text_id: Text(**{locale.value: words[locale] for locale in Locale})
            for text_id, words in own.texts.items()
            if text_id in shipped and fits(words, shipped[text_id])
        }
    )
