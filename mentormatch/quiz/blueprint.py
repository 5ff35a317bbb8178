"""The blueprint of a good bank: which questions it takes for a fair and informative quiz.

A document can be acceptable and still be a poor bank: one that never asks about a trait, or asks
in one direction only so that people who agree with everything seem to have it. The numbers are
those of docs/science.md; what would make results wrong is an error, what is merely outside the
plan is a warning.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mentormatch.guide import CONTENT_TRAITS, FOCUS_TRAITS, Readiness, Role, Trait
from mentormatch.quiz.bank import GATE_KEY
from mentormatch.quiz.document import QuestionDocument
from mentormatch.quiz.findings import Finding, Placed, error, warning
from mentormatch.values import dataclass

LEAST_TRAIT_QUESTIONS = 48
LEAST_SITUATION_OPTIONS = 4
# A weaker load hardly moves a trait: it does not count as keying a question on it.
LEAST_KEY = 0.5
_PLANNED: Mapping[str, tuple[int, int]] = {
    "agreement": (18, 26),
    "pair": (14, 18),
    "situation": (12, 16),
    "focus": (3, 5),
}
_FOCUS = frozenset(FOCUS_TRAITS)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the coverage table: a trait, the sign of its weight, a door and a format.

    The format is agreement, pair, situation or focus.
    """

    trait: Trait
    sign: str
    role: Role
    format: str


Coverage = Mapping[Cell, int]


def coverage(questions: Sequence[Placed]) -> Coverage:
    """How many answers speak of each trait in each direction: statements, or options to choose."""
    counts: Counter[Cell] = Counter()
    for question in _on_traits(questions):
        every = [question.loads, *(option.loads for option in question.options)]
        for role in doors(question):
            for loads in every:
                for trait, weight in loads.items():
                    if weight:
                        sign = "+" if weight > 0 else "-"
                        counts[Cell(trait, sign, role, planned_format(question))] += 1
    return counts


def formats(questions: Sequence[Placed]) -> Mapping[str, int]:
    """How many questions on traits the bank has of each planned format."""
    return Counter(planned_format(question) for question in _on_traits(questions))


def planned_format(question: QuestionDocument) -> str:
    """What the blueprint calls a question on traits: agreement, pair, situation or focus."""
    match question.format:
        case "agree":
            return "agreement"
        case "pair":
            return "pair"
        case "choose":
            return "focus" if _is_about_focus(question) else "situation"


def doors(question: QuestionDocument) -> tuple[Role, ...]:
    """The doors that ask a question."""
    return tuple(Role) if question.role == "both" else (Role(question.role),)


def blueprint_findings(questions: Sequence[Placed]) -> list[Finding]:
    """Everything in which a whole bank departs from the blueprint."""
    return [
        *_counts(questions),
        *_keys(questions),
        *_options(questions),
        *_readiness(questions),
        *_gate(questions),
    ]


def _counts(questions: Sequence[Placed]) -> Iterator[Finding]:
    found = formats(questions)
    total = sum(found.values())
    if total < LEAST_TRAIT_QUESTIONS:
        yield error("", f"{total} questions on traits; a bank needs at least {LEAST_TRAIT_QUESTIONS}")
    for name, (least, most) in _PLANNED.items():
        number = found.get(name, 0)
        if not least <= number <= most:
            yield warning("", f"{number} questions of format {name}; planned are {least} to {most}")


def _keys(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Each trait must be stated both ways, or agreeing with everything would look like a trait."""
    for role in Role:
        stated = _stated(questions, role)
        needed = (*CONTENT_TRAITS, *FOCUS_TRAITS) if role is Role.FIND else CONTENT_TRAITS
        for trait in needed:
            for sign, pole in ((1, "more"), (-1, "less")):
                if (trait, sign) not in stated:
                    yield error("", f"at the door {role}, no agreement question is keyed on {pole} {trait}")
    for place in questions:
        question = place.question
        if question.part == "traits" and Role.BECOME in doors(question) and _speaks_of_focus(question):
            yield error(f"{place.path}.role", "the door become cannot recommend a coaching focus")


def _stated(questions: Sequence[Placed], role: Role) -> set[tuple[Trait, int]]:
    return {
        (trait, 1 if weight > 0 else -1)
        for question in _on_traits(questions)
        if question.format == "agree" and role in doors(question)
        for trait, weight in question.loads.items()
        if abs(weight) >= LEAST_KEY
    }


def _options(questions: Sequence[Placed]) -> Iterator[Finding]:
    for place in questions:
        question = place.question
        if question.part != "traits" or question.format == "agree":
            continue
        number = len(question.options)
        wanted = len(FOCUS_TRAITS) if _is_about_focus(question) else LEAST_SITUATION_OPTIONS
        if question.format == "choose" and number != wanted:
            yield warning(f"{place.path}.options", f"{number} options; its like have {wanted}")
        for at, option in enumerate(question.options):
            if not any(option.loads.values()):
                yield error(f"{place.path}.options[{at}].loads", "an option that speaks for nothing")


def _readiness(questions: Sequence[Placed]) -> Iterator[Finding]:
    wanted = {condition.question_key for condition in Readiness}
    there = set()
    for place in questions:
        question = place.question
        if question.part == "readiness":
            there.add(question.key)
            if question.key not in wanted:
                yield error(f"{place.path}.key", "names none of the nine conditions of readiness")
            if doors(question) != (Role.BECOME,):
                yield error(f"{place.path}.role", "readiness is asked at the door become")
        elif question.key in wanted:
            yield error(f"{place.path}.part", "a question of this key belongs to readiness")
    for key in sorted(wanted - there):
        yield error("", f"no question {key}")


def _gate(questions: Sequence[Placed]) -> Iterator[Finding]:
    gates = [place for place in questions if place.question.part == "gate"]
    for place in gates:
        if place.question.key != GATE_KEY:
            yield error(f"{place.path}.key", f"the gate has the key {GATE_KEY}")
    if not gates:
        yield error("", f"no question {GATE_KEY}")
    if len(gates) > 1:
        yield error("", f"{len(gates)} questions of the part gate; there is one")


def _on_traits(questions: Sequence[Placed]) -> Iterator[QuestionDocument]:
    return (place.question for place in questions if place.question.part == "traits")


def _is_about_focus(question: QuestionDocument) -> bool:
    """Whether every option speaks about what coaching would work on."""
    return all(_FOCUS & set(option.loads) for option in question.options)


def _speaks_of_focus(question: QuestionDocument) -> bool:
    every = [question.loads, *(option.loads for option in question.options)]
    return any(_FOCUS & set(loads) for loads in every)
