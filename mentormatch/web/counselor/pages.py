"""What each counselors' page shows: plain values in the reader's language."""

from dataclasses import field

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link, Option
from mentormatch.web.visitor.counsel_page import WordPart
from mentormatch.web.visitor.pages import Bar, ReadinessPart, TraitRow


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the queue; `kind` is empty where the counselor judges before seeing it."""

    href: str
    kind: str
    title: str
    facts: tuple[str, ...]
    due: str
    overdue: bool
    holder: str
    mine: bool
    claim: FormView | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name in the address, its label, what can be chosen."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue; `states` are links with their counts, `saved` views worth coming back to."""

    frame: Frame
    notice: str
    action: str
    states: tuple[Link, ...]
    saved: tuple[Link, ...]
    filters: tuple[Filter, ...]
    state: str
    since: str
    until: str
    filtered: bool
    clear_href: str
    total: str
    mine: tuple[CaseRow, ...]
    rows: tuple[CaseRow, ...]
    first_href: str
    next_href: str
    error: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer; `weight` is empty where the matcher's view is hidden or it did not count."""

    prompt: str
    answer: str
    seconds: str
    weight: str
    share: float
    toward: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio of a form."""

    value: str
    words: str
    checked: bool
    mark: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A text to begin a note from, in the visitor's language."""

    name: str
    text: str
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class JudgePart:
    """The form of a judgement, or of what is said; `says` has the texts as well.

    `hidden` fields carry the form's own key and the case's revision.
    """

    form: FormView
    case_key: str
    revision: int
    kinds: tuple[Choice, ...]
    focuses: tuple[Choice, ...]
    confidences: tuple[Choice, ...]
    says: bool
    locked: bool
    private: bool
    templates: tuple[Template, ...] = ()
    note_lang: str = ""
    note_dir: str = ""
    note_language: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button that does something to the case as it is shown."""

    form: FormView
    case_key: str
    revision: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened."""

    when: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the visitor asked, in the visitor's language; `message` empty once it was deleted."""

    message: str
    lang: str
    dir: str
    email: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case, in the order in which it is worked through."""

    frame: Frame
    notice: str
    title: str
    facts: tuple[str, ...]
    due: str
    holder: str
    mine: bool
    claim: FormView | None
    let_go: FormView | None
    hidden: bool
    closed: str
    question: Question | None
    careless: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    shows_weights: bool
    weighed_for: str
    headline: str
    kind: str
    bars: tuple[Bar, ...]
    focus_bars: tuple[Bar, ...]
    traits: tuple[TraitRow, ...]
    readiness: ReadinessPart | None
    thought: str
    judge: JudgePart | None
    preview: WordPart | None
    private_note: str
    reason: str
    release: Deed | None
    undo: Deed | None
    history: tuple[Moment, ...]
    queue_href: str


@dataclass(frozen=True, slots=True)
class MovedPage:
    """What stands in the way of a deed; `kept` is what was written, to be copied."""

    frame: Frame
    title: str
    sentences: tuple[str, ...]
    kept: tuple[tuple[str, str], ...] = field(default=())
    case_href: str = ""
    queue_href: str = ""
