"""Where each text is read: the plans, the pages of the guide, the notes of counselors.

What stands in a plan is found by composing plans, so that nothing here repeats the rules. These are
the texts that can be worded otherwise; the vocabulary (names of kinds, traits, conditions) cannot.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from mentormatch.guide import plan_rules as rules
from mentormatch.guide.articles import ARTICLES
from mentormatch.guide.content import Content
from mentormatch.guide.kinds import Kind, Leaf, Role, leaves_for
from mentormatch.guide.plan import Case, Line, Plan, Side, Tone, compose
from mentormatch.guide.traits import CONTENT_TRAITS, Readiness
from mentormatch.values import dataclass

OVERVIEW = "guide"
HEAD, CARDS = "head", "cards"


class Section(StrEnum):
    """A part of a result that advice stands in, in the order of the page."""

    SUMMARY = "summary"
    NEED = "need"
    STEPS = "steps"
    CLOSE = "close"
    WHERE = "where"
    CHOOSE = "choose"
    LETTER = "letter"
    MEETING = "meeting"
    GOALS = "goals"
    RHYTHM = "rhythm"
    MISTAKES = "mistakes"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet: its name there, and its texts in the order in which they are read."""

    name: str
    text_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The plan of one outcome at one door; `samples` are cases in which a text is said in a section."""

    leaf: Leaf
    role: Role
    parts: tuple[Part, ...]
    samples: Mapping[tuple[str, str], Case]

    @property
    def key(self) -> str:
        """What the sheet is called in an address."""
        return f"plan.{self.leaf}.{self.role}"


@dataclass(frozen=True, slots=True)
class GuideSheet:
    """A page of the guide; `name` is "" for its overview. Parts are named by the start of their ids."""

    name: str
    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        """What the sheet is called in an address."""
        return f"{OVERVIEW}.{self.name}" if self.name else OVERVIEW


@dataclass(frozen=True, slots=True)
class NotesSheet:
    """What counselors may begin a note from; parts are named by the kind."""

    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        """What the sheet is called in an address."""
        return "notes"


Sheet = PlanSheet | GuideSheet | NotesSheet


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets by key; a text's places are those parts of sheets that it stands in."""

    by_key: Mapping[str, Sheet]
    places: Mapping[str, tuple[tuple[Sheet, Part], ...]]


def sheets_of(content: Content) -> Sheets:
    """Every sheet of the shipped content."""
    made: list[Sheet] = [*_plans(), *_guide(content), _notes()]
    places: dict[str, list[tuple[Sheet, Part]]] = {}
    for sheet in made:
        for part in sheet.parts:
            for text_id in part.text_ids:
                places.setdefault(text_id, []).append((sheet, part))
    return Sheets({sheet.key: sheet for sheet in made}, {it: tuple(found) for it, found in places.items()})


@lru_cache
def _plans() -> tuple[PlanSheet, ...]:
    return tuple(_plan_sheet(leaf, role) for role in Role for leaf in leaves_for(role))


def _plan_sheet(leaf: Leaf, role: Role) -> PlanSheet:
    samples: dict[tuple[str, str], Case] = {}
    for case in _cases(leaf, role):
        for section, text_id in _said(compose(case), case):
            samples.setdefault((section, text_id), case)
    parts = (Part(it, tuple(text_id for at, text_id in samples if at == it)) for it in Section)
    return PlanSheet(leaf, role, tuple(part for part in parts if part.text_ids), samples)


def _cases(leaf: Leaf, role: Role) -> Iterator[Case]:
    """Cases in which between them everything is said that a plan of this outcome may say."""
    yield Case(leaf, role, {})
    yield from (Case(leaf, role, {trait: pole}) for trait in CONTENT_TRAITS for pole in (1.0, -1.0))
    yield from (Case(leaf, role, {}, need=need) for need in rules.OTHER_NEEDS)
    rival = next(other for other in leaves_for(role) if other.kind is not leaf.kind)
    yield Case(leaf, role, {}, rival=rival)
    if role is Role.BECOME:
        yield from (Case(leaf, role, {}, levels={item: 0.0}) for item in Readiness)


def _said(plan: Plan, case: Case) -> Iterator[tuple[Section, str]]:
    side = plan.sides[0]
    leaf = case.leaf
    yield Section.SUMMARY, f"focus.{leaf.focus}.summary" if leaf.focus else f"kind.{leaf.kind}.summary"
    if plan.gate_id:
        yield Section.NEED, f"gate.{case.need}"
        yield Section.NEED, plan.gate_id
    alone = len(plan.sides) == 1
    others = () if alone else _tries(plan.sides[1])
    for milestone in plan.milestones:
        for text_id in (milestone.title_id, milestone.text_id):
            if text_id not in others:
                yield Section.STEPS if alone else Section.CLOSE, text_id
    if not alone:
        yield Section.CLOSE, side.trial.sign_id
    yield from _of_side(side, case)


def _tries(side: Side) -> tuple[str, str]:
    return f"advice.{side.leaf.kind}.trial.title", side.trial.try_id


def _of_side(side: Side, case: Case) -> Iterator[tuple[Section, str]]:
    for section, lines in (
        (Section.WHERE, side.where),
        (Section.CHOOSE, side.criteria),
        (Section.MEETING, tuple(item.line for item in side.agenda)),
        (Section.RHYTHM, side.rhythm),
    ):
        yield from _lines(section, lines, case)
    yield from ((Section.LETTER, text_id) for text_id in _letters(side))
    yield from ((Section.GOALS, text_id) for text_id in _goals(side))
    for pitfall in side.mistakes:
        yield Section.MISTAKES, f"guide.mistakes.{pitfall.mistake}.heading"
        yield from _lines(Section.MISTAKES, (pitfall.line,), case)


def _letters(side: Side) -> Iterator[str]:
    yield from (f"advice.letter.tone.{tone}" for tone in Tone)
    for letter in side.letters:
        yield letter.subject_id
        for sentences in letter.paragraphs:
            yield from sentences
    if side.preference_id:
        yield side.preference_id


def _goals(side: Side) -> Iterator[str]:
    if side.goals_lead:
        yield side.goals_lead.text_id
    for goal in side.goals:
        yield from (f"goal.{goal.field}.name", goal.text_id)
    yield side.pace_id


def _lines(section: Section, lines: tuple[Line, ...], case: Case) -> Iterator[tuple[Section, str]]:
    profile = rules.Profile(case.traits)
    for line in lines:
        yield section, line.text_id
        if line.trait is not None and profile.is_noticeable(line.trait):
            yield section, "part.because"


def _guide(content: Content) -> Iterator[GuideSheet]:
    cards = Part(CARDS, tuple(f"kind.{kind}.tagline" for kind in Kind))
    yield GuideSheet("", (*_prose(content, OVERVIEW), cards))
    for kind in Kind:
        yield GuideSheet(kind, tuple(_prose(content, f"{OVERVIEW}.{kind}")))
    for name in ARTICLES:
        yield GuideSheet(name, tuple(_article(content, name)))


def _prose(content: Content, prefix: str) -> Iterator[Part]:
    yield Part(HEAD, (f"{prefix}.title", f"{prefix}.lead"))
    number = 1
    while f"{prefix}.section.{number}.heading" in content:
        name = f"{prefix}.section.{number}"
        yield Part(name, _own(content, name))
        number += 1


def _article(content: Content, name: str) -> Iterator[Part]:
    prefix = f"{OVERVIEW}.{name}"
    yield Part(HEAD, (f"{prefix}.title", f"{prefix}.lead"))
    for section in ARTICLES[name]:
        groups = (
            text_id for part in section.parts for text_id in (*_group_name(part.name_id), *part.text_ids)
        )
        own = _own(content, f"{prefix}.{section.name}")
        yield Part(f"{prefix}.{section.name}", tuple(dict.fromkeys((*own, *section.text_ids, *groups))))


def _group_name(name_id: str) -> tuple[str, ...]:
    """The name of a group of sentences where the guide itself has it, and not the vocabulary."""
    return (name_id,) if name_id.startswith(OVERVIEW) else ()


def _own(content: Content, name: str) -> tuple[str, ...]:
    numbered = (f"{name}.{what}.{number}" for what in ("paragraph", "point") for number in range(1, 100))
    return (f"{name}.heading", *(text_id for text_id in numbered if text_id in content))


def _notes() -> NotesSheet:
    return NotesSheet(tuple(Part(kind, (f"counsel.note.{kind}",)) for kind in Kind))
