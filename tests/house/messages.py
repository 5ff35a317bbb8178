"""The interface's messages: found in the code and templates, merged into the catalogues, judged.

`./dev messages` merges; the tests and `./dev check` judge. English is the language of the messages
themselves and has no catalogue.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from tests.house.tree import ROOT

CATALOGUES = ROOT / "data" / "catalogs"

# The plural rules as CLDR has them; Babel's own header for Arabic has "many" and "other" swapped.
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
}
_FORMS = {"fr": 2, "ar": 6}
# Only web speaks to readers; elsewhere a method named count may be anyone's.
_METHODS = [("mentormatch/web/**.py", "python"), ("templates/**", "jinja2")]
# Speech says and counts messages where a page's values are made.
_KEYWORDS = {**DEFAULT_KEYWORDS, "say": None, "count": (1, 2)}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_UNTYPOGRAPHIC = {
    # A missing or breaking space before ; : ? ! or inside « », and the typewriter's apostrophe.
    "fr": re.compile(
        r"'|[ \t][;:?!»]|[^\s\u00a0\u202f?!][;?!]|[^\s\u00a0\u202f/\d]:(?![/\d])"
        r"|«[^\u00a0\u202f]|[^\u00a0\u202f]»"
    ),
    # A Latin comma, semicolon or question mark, and digits other than the Latin ones.
    "ar": re.compile(r"(?<=[\u0600-\u06ff]) ?[,;?]|[\u0660-\u0669\u06f0-\u06f9]"),
}


@dataclass
class Message:
    """A message as the program asks for it, and where."""

    one: str
    many: str = ""
    places: set[str] = field(default_factory=set)


def find_messages(root: Path = ROOT) -> list[Message]:
    """Every message in the code and templates under `root`, in the order of the files."""
    found: dict[tuple[str, str], Message] = {}
    options = {"templates/**": {"silent": "false"}}
    found_in = extract_from_dir(root, method_map=_METHODS, options_map=options, keywords=_KEYWORDS)
    for place, _, words, _, _ in found_in:
        one, many = (words[0], words[1]) if isinstance(words, tuple) else (words, "")
        message = found.setdefault((one, many), Message(one, many))
        message.places.add(Path(place).as_posix())
    return sorted(found.values(), key=lambda message: (min(message.places), message.one))


def merge(language: str, messages: list[Message]) -> tuple[polib.POFile, list[str]]:
    """The catalogue of `language` with exactly `messages`, and the messages it no longer has."""
    path = CATALOGUES / f"{language}.po"
    old = polib.pofile(str(path), encoding="utf-8", wrapwidth=100) if path.exists() else polib.POFile()
    new = polib.POFile(wrapwidth=100)
    new.header = f"The words of mentormatch's pages ({language})."
    new.metadata = {
        "Project-Id-Version": "mentormatch",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    known = {(entry.msgid, entry.msgid_plural): entry for entry in old if not entry.obsolete}
    for message in messages:
        new.append(_entry(message, known.pop((message.one, message.many), None), _FORMS[language]))
    return new, [one for one, _ in known]


def _entry(message: Message, old: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.one,
        msgid_plural=message.many,
        occurrences=[(place, "") for place in sorted(message.places)],
        tcomment=old.tcomment if old else "",
        flags=["python-format"] if _PLACEHOLDER.search(message.one + message.many) else [],
    )
    if message.many:
        entry.msgstr_plural = {n: old.msgstr_plural.get(n, "") if old else "" for n in range(forms)}
    else:
        entry.msgstr = old.msgstr if old else ""
    return entry


def problems(language: str, messages: list[Message], catalogue: polib.POFile) -> Iterator[str]:
    """What is wrong with a catalogue, a sentence each: missing, left over, unsound, untypographic."""
    if catalogue.metadata.get("Plural-Forms") != PLURAL_FORMS[language]:
        yield f"{language}: Plural-Forms must be {PLURAL_FORMS[language]}"
    entries = {(entry.msgid, entry.msgid_plural): entry for entry in catalogue if not entry.obsolete}
    wanted = {(message.one, message.many) for message in messages}
    for one, _ in sorted(wanted - entries.keys()):
        yield f"{language}: missing: {one!r}"
    for one, _ in sorted(entries.keys() - wanted):
        yield f"{language}: no longer used: {one!r}"
    for entry in catalogue:
        for problem in _entry_problems(language, entry):
            yield f"{language}: {problem}: {entry.msgid!r}"


def _entry_problems(language: str, entry: polib.POEntry) -> Iterator[str]:
    if entry.obsolete or "fuzzy" in entry.flags:
        yield "obsolete or fuzzy"
    sentences = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if len(sentences) != (_FORMS[language] if entry.msgid_plural else 1) or not all(sentences):
        yield "not translated"
    for sentence in filter(None, sentences):
        yield from _sentence_problems(language, entry, sentence)


def _sentence_problems(language: str, entry: polib.POEntry, sentence: str) -> Iterator[str]:
    wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    found = set(_PLACEHOLDER.findall(sentence))
    # One, two and none may be words, in which case the number itself is not shown.
    if found != wanted and not (entry.msgid_plural and found == wanted - {"num"}):
        yield f"placeholders {sorted(found)} instead of {sorted(wanted)}"
    if (wanted or entry.msgid_plural) and not _can_be_filled(sentence):
        yield "a stray % (write %%)"
    if sentence.strip() != sentence and entry.msgid.strip() == entry.msgid:
        yield "space at an end"
    if untypographic := _UNTYPOGRAPHIC[language].search(sentence):
        yield f"typography at {untypographic[0]!r}"


class _Anything(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return 1


def _can_be_filled(sentence: str) -> bool:
    try:
        sentence % _Anything()
    except (ValueError, TypeError, KeyError):
        return False
    return True


def main() -> int:
    """Merge every catalogue and say what is left to translate."""
    messages = find_messages()
    CATALOGUES.mkdir(exist_ok=True)
    for language in PLURAL_FORMS:
        catalogue, gone = merge(language, messages)
        catalogue.save(str(CATALOGUES / f"{language}.po"))
        for message in gone:
            print(f"{language}: taken out: {message!r}")
        for problem in problems(language, messages, catalogue):
            print(problem)
        print(f"{language}: {len(messages)} messages, {len(catalogue.untranslated_entries())} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
