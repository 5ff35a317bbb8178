"""What the page of settings shows: plain values in the reader's language."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame


@dataclass(frozen=True, slots=True)
class NumberField:
    """A whole number: its name, label, what it is for and may be, and what is in force elsewhere."""

    name: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class Part:
    """Numbers that belong together, under a heading; `about` says what a change does."""

    key: str
    title: str
    about: str
    numbers: tuple[NumberField, ...]


@dataclass(frozen=True, slots=True)
class NoticeField:
    """The notice in one language."""

    name: str
    lang: str
    dir: str
    label: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The page; `moved` says that somebody else was faster, `losing` what a change would delete."""

    frame: Frame
    notice: str
    moved: str
    losing: str
    changed: str
    form: FormView
    revision: int
    asking_open: bool
    parts: tuple[Part, ...]
    notices: tuple[NoticeField, ...]
