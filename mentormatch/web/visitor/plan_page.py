"""What the plan on the result page shows: plain values in the reader's language.

First messages may be in another language than the page: each has its own `lang` and `dir`.
"""

from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class DatedStep:
    """A milestone with its day written out; the day is empty where a step has none."""

    date: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A sentence of advice; `because` names the preference that it follows from, or is empty."""

    text: str
    because: str


@dataclass(frozen=True, slots=True)
class LetterChoice:
    """A tone to choose; the chosen one is shown first."""

    key: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LetterLanguage:
    """A language that the messages are also there in, at `href`."""

    lang: str
    own_name: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class LetterText:
    """One first message; `mailto` opens it, or at least its subject, in the reader's mail program."""

    id: str
    tone: str
    lang: str
    dir: str
    name: str
    subject: str
    body: str
    mailto: str


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A part of the first meeting, with its length in words."""

    minutes: str
    text: str
    because: str


@dataclass(frozen=True, slots=True)
class PitfallRow:
    """A mistake to watch for."""

    name: str
    text: str
    because: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the sheet of goals."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PlanSide:
    """The advice for one kind or focus; `key` chooses mark and hue, `steps` only in a close call."""

    key: str
    name: str
    steps: tuple[DatedStep, ...]
    sign: str
    where: tuple[AdviceLine, ...]
    criteria: tuple[AdviceLine, ...]
    tones: tuple[LetterChoice, ...]
    letters: tuple[LetterText, ...]
    agenda: tuple[AgendaRow, ...]
    goals_lead: str
    goals: tuple[SheetRow, ...]
    rhythm: tuple[AdviceLine, ...]
    mistakes: tuple[PitfallRow, ...]


@dataclass(frozen=True, slots=True)
class GuideLink:
    """An article of the guide that says more."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The plan of action: its dates, and the advice for one side, or two when the call is close."""

    title: str
    gate: str
    milestones: tuple[DatedStep, ...]
    becoming: bool
    languages: tuple[LetterLanguage, ...]
    sides: tuple[PlanSide, ...]
    more: tuple[GuideLink, ...]
