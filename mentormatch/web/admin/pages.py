"""What each page of the question bank shows: plain values, made by the views, read by the templates.

Every string is in the reader's language, but for texts of the bank, which say their own.
"""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link, Option
from mentormatch.web.visitor.pages import Bar, Choice


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the bank in one language."""

    words: str
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A word about something; `tone` is "", "quiet" or "danger"."""

    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in the list."""

    key: str
    number: str
    prompt: Said
    href: str
    tags: tuple[Tag, ...]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many answers speak of a trait, in each direction at each door."""

    trait: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure about the bank, with a word when it asks for attention."""

    name: str
    words: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class BankPage:
    """The bank as a list, with its health."""

    frame: Frame
    notice: str
    state: str
    facts: tuple[Fact, ...]
    coverage: tuple[CoverageRow, ...]
    links: tuple[Link, ...]
    query: str
    found: str
    rows: tuple[QuestionRow, ...]
    retired: tuple[QuestionRow, ...]
    order: FormView
    add: FormView
    formats: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class LanguageField:
    """A text in one language, to be written; `theirs` is what someone else has made of it meanwhile."""

    name: str
    lang: str
    dir: str
    language: str
    value: str
    most: int
    stale: bool
    holds: str
    error: str
    theirs: str | None


@dataclass(frozen=True, slots=True)
class TextFields:
    """A text in all languages."""

    legend: str
    fields: tuple[LanguageField, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The editor of the bank's title; `conflict` says that someone else has saved it meanwhile."""

    frame: Frame
    notice: str
    conflict: str
    form: FormView
    fields: TextFields
    seen: str
    opened: str
    back: Link
    here: str


@dataclass(frozen=True, slots=True)
class OptionFields:
    """An option, to be written; the deeds are what its buttons send."""

    index: int
    key: str
    name: str
    label: TextFields
    up: str
    down: str
    remove: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A weight, to be written."""

    name: str
    label: str
    value: str
    error: str
    theirs: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """The weights of a trait; `poles` says what less and more of it are."""

    trait: str
    poles: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ArgumentView:
    """What an option argues for."""

    option: str
    toward: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The question as a visitor sees it in one language."""

    lang: str
    dir: str
    language: str
    prompt: str
    choices: tuple[Choice, ...]
    why: str
    why_title: str
    scale: bool


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The editor of one question; `conflict` says that someone else has saved it meanwhile."""

    frame: Frame
    notice: str
    conflict: str
    form: FormView
    deeds: FormView
    key: str
    heading: str
    about: str
    format: str
    renames: bool
    parts: tuple[Option, ...]
    roles: tuple[Option, ...]
    prompt: TextFields
    help: TextFields
    options: tuple[OptionFields, ...]
    may_add: bool
    columns: tuple[str, ...]
    grid: tuple[GridRow, ...]
    arguments: tuple[ArgumentView, ...]
    previews: tuple[Preview, ...]
    seen: str
    opened: str
    place: int
    total: int
    previous: Link | None
    following: Link | None
    back_href: str
    history_href: str
    here: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that differs: what it is called, and what it was and is; "" where there was none."""

    name: str
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A question that differs."""

    title: str
    prompt: Said
    href: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A state in which a question was not as before."""

    title: str
    about: str
    difference: DifferenceView


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What became of a question."""

    frame: Frame
    key: str
    prompt: Said
    steps: tuple[HistoryStep, ...]
    back_href: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something that the gate has found; `lang` is set where there are no words in the reader's language."""

    place: str
    words: str
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ImpactAsk:
    """What asks for a measurement, where one can be made, and where the last one is."""

    ask: FormView | None
    last: Link | None


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What would change, what stands in the way, and the note.

    `empty` is said without a draft, `clear` when nothing stands in the way.
    """

    frame: Frame
    notice: str
    form: FormView
    discard: FormView
    back: Link
    empty: str
    clear: str
    impact: ImpactAsk | None
    summary: str
    blocks: tuple[FindingView, ...]
    warns: tuple[FindingView, ...]
    differences: tuple[DifferenceView, ...]
    revision: int
    has_draft: bool


@dataclass(frozen=True, slots=True)
class PublishNowPage:
    """The last step: what will be published, as what."""

    frame: Frame
    form: FormView
    lead: str
    note: str
    summary: str
    revision: int
    version: int
    ready: bool
    back_href: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version."""

    number: str
    name: str
    about: str
    note: str
    hash: str
    current: bool
    compare_href: str
    restore: FormView | None


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All versions, and the form that compares two; `before` is empty while there is nothing to compare."""

    frame: Frame
    notice: str
    back: Link
    title: str
    rows: tuple[VersionRow, ...]
    has_draft: bool
    action: str
    before: tuple[Option, ...]
    after: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two states of the bank."""

    frame: Frame
    title: str
    summary: str
    differences: tuple[DifferenceView, ...]
    back_href: str
