"""The plan of action: what someone with this result does next, as text ids and days.

A pure function of values: no language, no clock, no database. Every id is one of the guide's
content (`data/guide/<lang>/plan.json` and `advice.json`); its sentence may hold the places
`%(pace)s`, `%(halfway)s` and `%(by)s`, which the plan fills by `pace_id`, `halfway_days` and
`by_days`. The rules that choose between sentences are in `plan_rules`.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from mentormatch.guide import plan_rules as rules
from mentormatch.guide.kinds import Leaf, Role
from mentormatch.guide.traits import Readiness, Trait
from mentormatch.values import dataclass


class Tone(StrEnum):
    """How a first message sounds."""

    SIMPLE = "simple"
    WARM = "warm"
    FORMAL = "formal"


class GoalField(StrEnum):
    """A line of the sheet of goals: the guide's five words for a good goal."""

    CLEAR = "clear"
    MEASURABLE = "measurable"
    REALISTIC = "realistic"
    RELEVANT = "relevant"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to do on one day: `days` after the day of the result."""

    days: int
    title_id: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the plan; `trait` is the preference that it follows from, if one does."""

    text_id: str
    trait: Trait | None = None
    high: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A first message in one tone: its subject, and its paragraphs as groups of sentences."""

    tone: Tone
    subject_id: str
    paragraphs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A part of the first meeting and how many minutes to give it."""

    minutes: int
    line: Line


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the sheet of goals, filled with what is known."""

    field: GoalField
    text_id: str


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A mistake that this result is prone to, and what it looks like here."""

    mistake: rules.Mistake
    line: Line


@dataclass(frozen=True, slots=True)
class Trial:
    """How to try a kind on a small scale, and how to tell that it suits."""

    try_id: str
    sign_id: str


@dataclass(frozen=True, slots=True)
class Side:
    """The advice for one leaf: everything that a plan says besides its dates."""

    leaf: Leaf
    steps: tuple[Milestone, ...]
    where: tuple[Line, ...]
    criteria: tuple[Line, ...]
    letters: tuple[Letter, ...]
    preference_id: str
    agenda: tuple[AgendaItem, ...]
    goals_lead: Line | None
    goals: tuple[Goal, ...]
    rhythm: tuple[Line, ...]
    pace_id: str
    mistakes: tuple[Pitfall, ...]
    trial: Trial
    halfway_days: int
    by_days: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of action: dated milestones in order, and one side, or two when the call is close."""

    role: Role
    milestones: tuple[Milestone, ...]
    sides: tuple[Side, ...]
    gate_id: str
    readiness: tuple[Readiness, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What a plan is made from.

    `traits` in z units (a trait that is not there counts as 0). `rival` is the other side of a
    close call. `need` is the answer to the gate question ("" when it was not asked). `levels`
    are shares of each condition's scale from 0 to 1, unanswered ones left out. `weekday` is that
    of the result, 0 for Monday: plans begin on a Monday.
    """

    leaf: Leaf
    role: Role
    traits: Mapping[Trait, float]
    rival: Leaf | None = None
    need: str = ""
    levels: Mapping[Readiness, float] = field(default_factory=dict)
    weekday: int = 0


def compose(case: Case) -> Plan:
    """The plan of a case; the same for the same case."""
    first = 7 - case.weekday + (rules.WAIT_DAYS if case.need in rules.OTHER_NEEDS else 0)
    leaves = (case.leaf,) if case.rival is None else (case.leaf, case.rival)
    sides = tuple(_side(leaf, case, first) for leaf in leaves)
    unfinished = (item for item, level in case.levels.items() if level < 1)
    readiness = tuple(sorted(unfinished, key=lambda item: case.levels[item]))
    return Plan(
        role=case.role,
        milestones=(
            _trial_milestones(sides, first)
            if case.rival
            else _milestones(sides[0], case.role, readiness, first)
        ),
        sides=sides,
        gate_id=f"advice.gate.{case.need}" if case.need in rules.OTHER_NEEDS else "",
        readiness=readiness,
    )


def _side(leaf: Leaf, case: Case, first: int) -> Side:
    pair, group = f"{leaf}.{case.role}", f"{leaf.kind}.{case.role}"
    dates = rules.DATES[leaf.kind, case.role]
    z = rules.Profile(case.traits)
    preference = z.strongest(rules.SAYABLE[leaf.kind])
    return Side(
        leaf=leaf,
        steps=tuple(
            Milestone(first + days, f"plan.{pair}.{number}.title", f"plan.{pair}.{number}.text")
            for number, days in enumerate(dates.steps, start=1)
        ),
        where=(*_lines(f"advice.{pair}.where", 3), _chosen("advice.where", z, rules.WHERE, case.role)),
        criteria=(*_lines(f"advice.{pair}.choose", 3), _chosen("advice.choose", z, rules.CHOOSE, case.role)),
        letters=tuple(_letter(tone, leaf, case.role, said=bool(preference)) for tone in Tone),
        preference_id=f"advice.letter.preference.{preference}" if preference else "",
        agenda=_agenda(leaf, case.role, z),
        goals_lead=_poled("advice.goals", z, Trait.GOALS) if z.is_noticeable(Trait.GOALS) else None,
        goals=tuple(Goal(it, f"advice.{group if it in _BY_KIND else pair}.goal.{it}") for it in GoalField),
        rhythm=(
            _poled(f"advice.{leaf.kind}.rhythm", z, Trait.STRUCTURE),
            _poled(f"advice.{leaf.kind}.span", z, Trait.HORIZON),
            Line(f"advice.{leaf}.format"),
        ),
        pace_id=_poled(f"advice.{leaf.kind}.pace", z, Trait.STRUCTURE).text_id,
        mistakes=_mistakes(leaf, case.role, z),
        trial=Trial(f"advice.{group}.trial.try", f"advice.{group}.trial.sign"),
        halfway_days=first + dates.review,
        by_days=first + (dates.late_end if z.is_high(Trait.HORIZON) else dates.end),
    )


_BY_KIND = (GoalField.REALISTIC, GoalField.DATED)


def _lines(prefix: str, count: int) -> tuple[Line, ...]:
    return tuple(Line(f"{prefix}.{number}") for number in range(1, count + 1))


def _poled(prefix: str, z: rules.Profile, trait: Trait) -> Line:
    high = z.is_high(trait)
    return Line(f"{prefix}.{'high' if high else 'low'}", trait, high)


def _chosen(prefix: str, z: rules.Profile, among: tuple[Trait, ...], role: Role) -> Line:
    line = _poled(f"{prefix}.{(trait := z.clearest(among))}", z, trait)
    return Line(f"{line.text_id}.{role}", line.trait, line.high)


def _letter(tone: Tone, leaf: Leaf, role: Role, *, said: bool) -> Letter:
    pair, group = f"advice.{leaf}.{role}.letter", f"advice.{leaf.kind}.{role}.letter"
    wish = (f"advice.letter.prefers.{role}",) if said else ()
    return Letter(
        tone,
        f"{pair}.subject",
        (
            (f"advice.letter.greeting.{tone}",),
            (f"{pair}.{tone}", f"{pair}.core", *wish),
            (f"{group}.ask.{tone}",),
            (f"advice.letter.closing.{tone}",),
            ("advice.letter.signature",),
        ),
    )


def _agenda(leaf: Leaf, role: Role, z: rules.Profile) -> tuple[AgendaItem, ...]:
    group = f"advice.{leaf.kind}.{role}.agenda"
    lines = (
        Line(f"{group}.1"),
        Line(f"advice.{leaf}.{role}.agenda"),
        Line(f"{group}.2"),
        _poled("advice.agenda.structure", z, Trait.STRUCTURE),
    )
    return tuple(map(AgendaItem, rules.DATES[leaf.kind, role].minutes, lines))


def _mistakes(leaf: Leaf, role: Role, z: rules.Profile) -> tuple[Pitfall, ...]:
    """The mistake of the leaf, then those that this profile is prone to: at most two others."""
    found = {rules.LEAF_MISTAKES[leaf, role]: Line(f"plan.{leaf}.{role}.mistake")}
    for mistake, trait, high in z.ranked(rules.PRONE):
        if mistake not in found and len(found) < rules.MOST_MISTAKES:
            pole = "high" if high else "low"
            found[mistake] = Line(f"advice.mistake.{trait}.{pole}.{role}", trait, high)
    return tuple(Pitfall(mistake, line) for mistake, line in found.items())


def _milestones(
    side: Side, role: Role, readiness: tuple[Readiness, ...], first: int
) -> tuple[Milestone, ...]:
    group = f"advice.{side.leaf.kind}.{role}"
    later = [
        Milestone(side.halfway_days, f"{group}.review.title", f"{group}.review.text"),
        Milestone(side.by_days, f"{group}.end.title", f"{group}.end.text"),
    ]
    weakest = [Milestone(first + 1, f"advice.ready.{it}", f"readiness.{it}.next") for it in readiness[:1]]
    return tuple(sorted([*side.steps, *weakest, *later], key=lambda it: it.days))


def _trial_milestones(sides: tuple[Side, ...], first: int) -> tuple[Milestone, ...]:
    tries = (
        Milestone(first + days, f"advice.{side.leaf.kind}.trial.title", side.trial.try_id)
        for side, days in zip(sides, rules.TRIAL_DAYS, strict=True)
    )
    compare = Milestone(first + rules.COMPARE_DAYS, "plan.close.2.title", "plan.close.2.text")
    begin = Milestone(first + rules.BEGIN_DAYS, "advice.close.begin.title", "advice.close.begin.text")
    return (*tries, compare, begin)
