"""What the pages of statistics show; every string is in the reader's language already."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure; `bar` is its length from 0 to 1, None without one; `more` stands small below."""

    words: str
    bar: float | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its name, where it leads, and its figures."""

    name: str
    href: str
    cells: tuple[Cell, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A table whose figures have bars."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """All questions, or one; `measure` is None when another measurement would tell of too few."""

    frame: Frame
    title: str
    back: Link | None
    versions: tuple[Link, ...]
    state: tuple[str, ...]
    measure: FormView | None
    csv_href: str
    charts: tuple[Chart, ...]
    notes: tuple[str, ...]
