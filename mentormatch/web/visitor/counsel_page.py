"""What the result page shows of asking a counselor: plain values in the reader's language."""

from collections.abc import Mapping
from dataclasses import field

from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class WordPart:
    """A counselor's word: what it comes to and when, in the language of `lang`; the note in its own."""

    lang: str
    dir: str
    note_lang: str
    note_dir: str
    kind: str
    title: str
    sentence: str
    note: tuple[str, ...]
    dated: str


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """What was asked and by when the answer is promised; `email` is empty when none was left."""

    message: str
    sentence: str
    reached: str
    email: str
    withdraw_action: str


@dataclass(frozen=True, slots=True)
class AskingPart:
    """The form; `values` what was typed, `errors` what is wrong, by field in their order."""

    action: str
    promise: str
    consent: str
    privacy_href: str
    notice: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CounselPart:
    """Asking a counselor, in the state it is in: at most a word (or how to open it), and one of
    a question that waits, the form that asks one, and that nothing can be asked (`closed`)."""

    word: WordPart | None = None
    open_action: str = ""
    waiting: WaitingPart | None = None
    asking: AskingPart | None = None
    closed: bool = False
