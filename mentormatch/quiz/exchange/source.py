"""What was read of a file, and where in it everything stood."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.i18n import Locale
from mentormatch.values import dataclass

MAX_ROWS = 10_000
_STEP = re.compile(r"(\.[^.\[\]]+|\[\d+\])$")


@dataclass(frozen=True, slots=True)
class Source:
    """The JSON of a bank document, and what is wrong with the file that it came from.

    `places` says where in the file a path of the document stands, such as `row 12, column fr`.
    A catalogue has a `language`, and in `translated` the texts it brings: question, place in it.
    """

    raw: bytes
    places: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    language: Locale | None = None
    translated: frozenset[tuple[str, str]] = frozenset()

    def in_file(self, path: str) -> str:
        """The place in the file of a path, or of the nearest thing around it; else the path."""
        around = path
        while around:
            if around in self.places:
                return self.places[around]
            around = _STEP.sub("", around) if _STEP.search(around) else ""
        return path


def refuse(place: str, message: str) -> InvalidDocumentError:
    """The refusal of a file of which nothing more can be said."""
    return InvalidDocumentError([Problem(place, message)])


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises:
        InvalidDocumentError: with the line where it is something else.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse("", "not UTF-8 but UTF-16: save it as “CSV UTF-8”")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(f"line {line}", "not UTF-8: save it as “CSV UTF-8”") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refuse(f"line {line}", "a NUL character, which no text has")
    return text
