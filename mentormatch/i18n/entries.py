"""The entries of a `.po` file, as far as whoever reads words needs them.

Every start reads some 2,500; polib, which also keeps comments, places and all that writing a file takes,
needs several times as long.
"""

import re
from collections.abc import Iterator

from mentormatch.values import dataclass

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d\])?) )?"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A message, its other form when it is counted (else empty), and what is said for each."""

    message: str
    many: str
    forms: tuple[str, ...]


def translated(source: str) -> Iterator[Entry]:
    """The entries that are translated and not in doubt, without the header.

    Raises:
        ValueError: for a line that is none of such a file, or a message without words.
    """
    for number, parts in enumerate(_parts(source)):
        forms = tuple(parts[name] for name in sorted(parts) if name.startswith("msgstr"))
        if number == 0 and parts.get("msgid") == "":
            continue
        if not parts.get("msgid"):
            raise ValueError("a message without words")
        if forms and all(forms) and "doubt" not in parts:
            yield Entry(parts["msgid"], parts.get("msgid_plural", ""), forms)


def _parts(source: str) -> Iterator[dict[str, str]]:
    """The texts of each entry by keyword, and `doubt` when it is marked as fuzzy."""
    parts: dict[str, str] = {}
    keyword = ""
    for number, line in enumerate(source.split("\n"), 1):
        if not line or line[0] == "#":
            # What follows a translation is about the next entry.
            if keyword.startswith("msgstr"):
                yield parts
                parts, keyword = {}, ""
            if line.startswith("#,") and "fuzzy" in line:
                parts["doubt"] = line
            continue
        found = _LINE.fullmatch(line.rstrip())
        if found is None or not (found[1] or keyword):
            raise ValueError(f"line {number}: {line[:40]!r}")
        if found[1] == "msgid" and keyword:
            yield parts
            parts = {}
        keyword = found[1] or keyword
        said = found[2] if "\\" not in found[2] else _ESCAPED.sub(_meant, found[2])
        parts[keyword] = parts.get(keyword, "") + said
    if parts:
        yield parts


def _meant(found: re.Match[str]) -> str:
    return _MEANT.get(found[1], found[1])
