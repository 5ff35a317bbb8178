"""What the page on the audit trail shows: plain values in the reader's language."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link, Option


@dataclass(frozen=True, slots=True)
class EventRow:
    """One deed; the links show nothing but this person's, and nothing but this subject's."""

    number: int
    spelled: str
    words: str
    when: str
    who: Link
    about: Link
    details: tuple[tuple[str, str], ...]
    broken: bool


@dataclass(frozen=True, slots=True)
class ChainPart:
    """Whether the chain holds: what was found last, or how far the look has come.

    `stop` is None when nothing is looked through at the moment, `check` while it is.
    """

    sentences: tuple[str, ...]
    broken: Link | None
    share: float
    percent: str
    check: FormView | None
    stop: FormView | None
    reload_href: str


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Choices that belong together, under their name."""

    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TrailPage:
    """The page; `around` says beside which event the rows lie, "" for the trail itself."""

    frame: Frame
    action: str
    chain: ChainPart
    around: str
    filtered: bool
    who: tuple[Option, ...]
    what: tuple[OptionGroup, ...]
    everything: str
    about: str
    since: str
    until: str
    error: str
    rows: tuple[EventRow, ...]
    all_href: str
    first_href: str
    next_href: str
