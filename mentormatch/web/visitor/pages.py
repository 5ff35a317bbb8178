"""What each visitor page shows: plain values, made by the views, read by the templates.

Every string here is already in the reader's language. Numbers that are shown as words or
percentages come with their text; `share` values (0 to 1) are for the length of bars only.
"""

from mentormatch.values import dataclass
from mentormatch.web.visitor.counsel_page import CounselPart
from mentormatch.web.visitor.plan_page import GuideLink, PlanPart


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind on the home page and at the end of guide pages; `kind` chooses mark and hue."""

    kind: str
    name: str
    tagline: str
    href: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the table of kinds (or focuses): `kind` chooses mark and hue."""

    kind: str
    name: str
    percent: str
    share: float
    leads: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page; `sample` is a real, small, fictitious result for show."""

    kinds: tuple[KindCard, ...]
    sample: tuple[Bar, ...]
    sample_sentence: str
    start_href: str
    guide_href: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class StartPage:
    """Choose a door; `role` and `form` are what was chosen before an error ("" when nothing)."""

    action: str
    start_key: str
    role: str
    form: str
    error: str
    privacy_href: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio card."""

    key: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """How to come back to an attempt, and how to erase it; `resume_qr` is an SVG image's address."""

    resume_url: str
    resume_qr: str
    erase_href: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question. `number` counts from 1, `left` is what we expect to ask after this one.

    `scale` marks the five-point agreement format. `notice` is a kind word above the question
    (empty when there is none); `error` the message of an incomplete post.
    """

    number: int
    left: int
    progress: float
    prompt: str
    why: str
    choices: tuple[Choice, ...]
    scale: bool
    action: str
    back_href: str
    skipped: bool
    notice: str
    error: str
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One answer on the check-your-answers page; `answer` is empty when it was skipped."""

    number: int
    prompt: str
    answer: str
    change_href: str
    weighty: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All answers before the result; `notice` says what a change just did."""

    rows: tuple[CheckRow, ...]
    skipped: int
    action: str
    back_href: str
    notice: str
    keeping: Keeping


@dataclass(frozen=True, slots=True)
class TraitRow:
    """One trait as a point with an interval between two named poles; places are 0 to 1."""

    trait: str
    name: str
    low: str
    high: str
    place: float
    from_place: float
    to_place: float
    words: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One answer that weighed: what was asked, what was answered, which kind it spoke for."""

    prompt: str
    answer: str
    kind: str
    kind_name: str
    words: str
    share: float


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One answer of the smallest change: what was answered and what would have to be."""

    prompt: str
    given: str
    instead: str


@dataclass(frozen=True, slots=True)
class SmallestChange:
    """The fewest other answers that would make another kind lead."""

    rows: tuple[ChangeRow, ...]
    kind: str
    kind_name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """One condition for becoming a mentor; `level` 1 to 4, 0 when it was not answered."""

    name: str
    level: int
    words: str
    next_step: str
    weakest: bool


@dataclass(frozen=True, slots=True)
class ReadinessPart:
    """Readiness of someone who wants to become a mentor, as a sentence and two groups."""

    sentence: str
    competences: tuple[ReadinessRow, ...]
    commitments: tuple[ReadinessRow, ...]
    competence_percent: str
    commitment_percent: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result, in the order in which it is read.

    `kind` and `rival` choose marks; `rival` is empty unless the call is close. `show_ranking`
    is false when the answers all look alike: then traits are shown and the ranking is not.
    """

    kind: str
    rival: str
    close_call: bool
    show_ranking: bool
    headline: str
    summary: str
    sureness: str
    notices: tuple[str, ...]
    extra_action: str
    extra_count: int
    bars: tuple[Bar, ...]
    focus_bars: tuple[Bar, ...]
    traits: tuple[TraitRow, ...]
    reasons_for: tuple[ReasonRow, ...]
    reason_against: tuple[ReasonRow, ...]
    change: SmallestChange | None
    action_plan: PlanPart | None
    readiness: ReadinessPart | None
    made_on: str
    kept_until: str
    report_href: str
    calendar_href: str
    compare_action: str
    share_text: str
    data_href: str
    retake_href: str
    guide_href: str
    keeping: Keeping
    about_model: str
    counsel: CounselPart
    team_notice: str = ""


@dataclass(frozen=True, slots=True)
class ErasePage:
    """Are you sure? One button erases, one link goes back."""

    action: str
    back_href: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page with one message: an error, an erased attempt, an address that leads nowhere.

    `reference` is the number under which the operator finds a failure; empty where nothing failed.
    """

    title: str
    sentences: tuple[str, ...]
    action_href: str
    action_label: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A named group of points in a section; `key` chooses the mark, none when empty."""

    key: str
    name: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page of prose: paragraphs, then points, then named groups of points."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    parts: tuple[SectionPart, ...] = ()


@dataclass(frozen=True, slots=True)
class ProsePage:
    """A page of prose: guide, privacy, accessibility, method; `kind` is empty when none."""

    title: str
    lead: str
    kind: str
    sections: tuple[Section, ...]
    kinds: tuple[KindCard, ...]
    start_href: str
    more: tuple[GuideLink, ...] = ()
