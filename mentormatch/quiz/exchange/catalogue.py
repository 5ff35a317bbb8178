"""A bank's texts in one language as a gettext catalogue (PO), out to translators and back.

Each text is an entry: its place in the bank is the context, its source text the msgid, the
translation the msgstr. When a source text is no longer the one that was translated, the
translation is not taken. A translation that has fallen behind goes out marked as fuzzy, and holds
again when it comes back without the mark.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import polib

from mentormatch.errors import Problem
from mentormatch.i18n import Locale, parse_locale
from mentormatch.quiz.document import BankDocument
from mentormatch.quiz.exchange.source import MAX_ROWS, Source, decoded, refuse
from mentormatch.quiz.stale import TITLE, TITLE_KEY, AllMarks

_LINE = re.compile(r"line (\d+)")
_SOURCE = "X-Source-Language"


def source_of(language: Locale) -> Locale:
    """The language from which one is translated: French, and French itself from English."""
    return Locale.EN if language is Locale.FR else Locale.FR


def write_catalogue(
    document: BankDocument, language: Locale, marks: AllMarks = MappingProxyType({})
) -> bytes:
    """The texts of one language, UTF-8, beside those of the language they are translated from.

    A text that has no words yet to be translated from is left out.
    """
    source = source_of(language)
    content = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Project-Id-Version": document.key,
        "Language": language.value,
        _SOURCE: source.value,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for place, _, text in _texts(content):
        if text[source.value].strip():
            question, inside = _question_and_place(place)
            stale = language in marks.get(question, {}).get(inside, frozenset())
            flags = ["fuzzy"] if stale else []
            words = {"msgid": text[source.value], "msgstr": text[language.value]}
            catalogue.append(polib.POEntry(msgctxt=place, flags=flags, **words))
    return f"{catalogue}\n".encode()


def read_catalogue(raw: bytes, base: bytes) -> Source:
    """The document `base` with the translations of a catalogue; an empty one leaves what is there.

    Raises:
        InvalidDocumentError: when it is no catalogue of a bank's texts.
    """
    catalogue = _parsed(decoded(raw))
    language, source = (parse_locale(catalogue.metadata.get(name)) for name in ("Language", _SOURCE))
    if language is None or source is None or language is source:
        raise refuse("line 1", f"the header must name two different languages: Language and {_SOURCE}")
    content = json.loads(base)
    texts = {place: (path, text) for place, path, text in _texts(content)}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    translated = set()
    for entry in catalogue:
        if entry.obsolete:
            continue
        found = texts.get(entry.msgctxt or "")
        message = _wrong(entry, found[1] if found else None, source)
        if found and found[0] in places:
            message = "this place is there twice"
        if found is None or message:
            problems.append(Problem(f"line {entry.linenum}", message))
            continue
        places[found[0]] = places[f"{found[0]}.{language}"] = f"line {entry.linenum}"
        places.setdefault(found[0].removesuffix(".label"), f"line {entry.linenum}")
        found[1][language.value] = entry.msgstr or found[1][language.value]
        if entry.msgstr:
            translated.add(_question_and_place(entry.msgctxt))
    written = json.dumps(content, ensure_ascii=False).encode()
    return Source(written, places, problems, language, frozenset(translated))


def _question_and_place(place: str) -> tuple[str, str]:
    """A place of a catalogue as the marks name it: the question, and the place in it."""
    if place == TITLE:
        return TITLE_KEY, TITLE
    question, _, inside = place.partition(":")
    return question, inside.replace("option:", "option ", 1)


def _wrong(entry: polib.POEntry, text: dict[str, str] | None, source: Locale) -> str:
    """What keeps a translation from being taken; empty when nothing does."""
    if text is None:
        return f"the bank has no such place: {entry.msgctxt!r:.80}"
    if text[source.value] != entry.msgid:
        return f"the source text has changed since; it is now: {text[source.value]:.120}"
    if entry.fuzzy:
        return "marked as fuzzy: check the translation, and remove the mark"
    return ""


def _parsed(text: str) -> polib.POFile:
    if text.count("\nmsgid") > MAX_ROWS:
        raise refuse("", f"more than {MAX_ROWS} texts")
    # Handed over as text, lines would also end at characters that may stand in one.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".po", newline="\n") as file:
        file.write(text)
        file.flush()
        try:
            return polib.pofile(file.name, encoding="utf-8")
        except (OSError, ValueError, UnicodeError) as error:
            line = _LINE.search(str(error))
            raise refuse(f"line {line[1]}" if line else "", "not a PO file from here on") from error


def _texts(content: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every text of a document with its place in words that stay, and its path."""
    yield "title", "title", content["title"]
    for index, question in enumerate(content["questions"]):
        key, path = question["key"], f"questions[{index}]"
        yield f"{key}:prompt", f"{path}.prompt", question["prompt"]
        if question.get("help"):
            yield f"{key}:help", f"{path}.help", question["help"]
        for place, option in enumerate(question.get("options", ())):
            yield f"{key}:option:{option['key']}", f"{path}.options[{place}].label", option["label"]
