"""What a person is told when something cannot be done.

The core refuses by raising one of these, once; the edge (`web.errors`, `cli`) turns it into a
page or a line in the person's language. `code` names the case for the edge's wording; `detail`
is for logs and operators and never shown to visitors.
"""

from collections.abc import Sequence

from mentormatch.values import dataclass


class MentormatchError(Exception):
    """Base of every refusal; `code` is stable and chosen from a small vocabulary."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NotFoundError(MentormatchError):
    """There is nothing at this address, or it is not yours to see."""


class ConflictError(MentormatchError):
    """The thing has moved on since the person last looked at it."""


class InvalidInputError(MentormatchError):
    """What was sent cannot be understood or accepted."""


class TooManyTriesError(MentormatchError):
    """Too many wrong tries: nothing was looked at, and `seconds` from now it may be tried again."""

    def __init__(self, code: str, seconds: int) -> None:
        super().__init__(code, f"{seconds} s")
        self.seconds = seconds


class UnavailableError(MentormatchError):
    """The service cannot do this now; nothing was changed and a retry may succeed."""


class ConfigurationError(MentormatchError):
    """A setting is missing, malformed or unsafe: the program refuses to start."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a document: `path` says where, `message` what, both in English."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidDocumentError(InvalidInputError):
    """A document was refused; `problems` lists everything wrong with it at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("invalid-document", f"{len(problems)} problem(s)")
        self.problems = tuple(problems)
