"""What the pages on how reviews go show: plain values in the reader's language."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import AgainView, FormView, Frame, Link


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """Open cases of one origin, by age in the order of the columns; `share` of the longest row."""

    name: str
    by_age: tuple[str, ...]
    overdue: str
    total: str
    share: float


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its interval, in words and as places from 0 to 1.

    `kind` names the mark beside it, "" for none. `figure` is "" where nothing is shown; `words`
    then say why.
    """

    name: str
    kind: str
    counted: str
    figure: str
    words: str
    place: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Rows of figures under one heading; `about` says how to read them."""

    key: str
    title: str
    about: str
    first: str
    rows: tuple[FigureRow, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class DashboardPage:
    """How the reviews go."""

    frame: Frame
    periods: tuple[Link, ...]
    until: str
    ages: tuple[str, ...]
    waiting: tuple[WaitingRow, ...]
    tables: tuple[FigureTable, ...]
    export_href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to choose, with what it means."""

    value: str
    words: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ExportPage:
    """Taking cases away: what, since when, why."""

    frame: Frame
    form: FormView
    formats: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    texts: bool
    again: AgainView | None
    back_href: str
