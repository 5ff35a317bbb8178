"""What the page on models shows: plain values in the reader's language."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a small table: what is measured, and what was found."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A model's card: `title` says its part now, `name` which it is.

    `same_cases` are its figures on the cases on which the card beside it was measured.
    """

    title: str
    name: str
    sentences: tuple[str, ...]
    quality: tuple[Row, ...]
    same_cases: tuple[Row, ...]
    kinds: tuple[Row, ...]
    languages: tuple[Row, ...]
    limits: tuple[str, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: a condition, a stored model, a change of what recommends; `met` stands out."""

    words: str
    about: str
    state: str
    met: bool = False


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A chart: its name, the latest value and limits, a line and a band to draw, weeks outside."""

    words: str
    value: str
    limits: str
    line: str
    band: str
    outside: str
    alarming: bool


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """The page."""

    frame: Frame
    notice: str
    problem: str
    cards: tuple[Card, ...]
    tests: tuple[Entry, ...]
    verdict: str
    promote: FormView | None
    challenger_hash: str
    back: FormView | None
    back_to: str
    turn: int
    models: tuple[Entry, ...]
    turns: tuple[Entry, ...]
    charts: tuple[ChartRow, ...]
    drift_note: str
