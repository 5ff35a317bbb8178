"""What the pages of measurements show: what a draft would do, in the reader's language."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link


@dataclass(frozen=True, slots=True)
class MoveRow:
    """From what to what, and how many."""

    before: str
    after: str
    before_kind: str
    after_kind: str
    number: str
    percent: str
    share: float


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """How many results of a language would change."""

    language: str
    results: str
    changed: str
    percent: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of quality with the old bank, with the new one, and the difference, with intervals."""

    name: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class ImpactPart:
    """What would change among past results, or among simulated people."""

    summary: str
    notes: tuple[str, ...]
    moves: tuple[MoveRow, ...]
    languages: tuple[LanguageRow, ...]
    examples: tuple[str, ...] = ()
    figures: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """A measurement in the list."""

    href: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class ImpactsPage:
    """The measurements of what drafts would do, latest first; `ask` is None where none can be made."""

    frame: Frame
    back: Link
    ask: FormView | None
    rows: tuple[ImpactRow, ...]


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """A measurement: waiting, running, done, stopped or failed."""

    frame: Frame
    state: str
    words: str
    share: float
    percent: str
    reload_href: str
    cancel: FormView | None
    again: FormView | None
    outdated: str
    past: ImpactPart | None
    simulated: ImpactPart | None
    back_href: str
