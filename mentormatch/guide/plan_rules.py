"""Which sentence of the plan goes with which result: the rules, as tables.

Expert judgement from the guide's own words, like the profiles of the kinds.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from mentormatch.guide.kinds import Kind, Leaf, Role
from mentormatch.guide.traits import Trait
from mentormatch.values import dataclass


class Mistake(StrEnum):
    """One of the guide's five mistakes."""

    EXPECTATIONS = "expectations"
    COMMITMENT = "commitment"
    PREPARATION = "preparation"
    FOLLOW_UP = "follow-up"
    GRATITUDE = "gratitude"


@dataclass(frozen=True, slots=True)
class Dates:
    """When things happen, in days from the first Monday; `minutes` are those of a first meeting.

    Every day is a Monday to Thursday: a working day wherever the weekend falls.
    """

    steps: tuple[int, int, int, int]
    review: int
    end: int
    late_end: int
    minutes: tuple[int, int, int, int]


DATES: Mapping[tuple[Kind, Role], Dates] = {
    (Kind.FORMAL, Role.FIND): Dates((0, 9, 16, 44), 108, 184, 366, (10, 25, 15, 10)),
    (Kind.FORMAL, Role.BECOME): Dates((0, 9, 37, 108), 65, 184, 366, (10, 25, 15, 10)),
    (Kind.INFORMAL, Role.FIND): Dates((0, 2, 23, 65), 128, 184, 366, (5, 15, 5, 5)),
    (Kind.INFORMAL, Role.BECOME): Dates((0, 3, 24, 51), 107, 184, 366, (5, 15, 5, 5)),
    (Kind.REVERSE, Role.FIND): Dates((0, 8, 22, 36), 65, 100, 184, (10, 30, 10, 10)),
    (Kind.REVERSE, Role.BECOME): Dates((0, 8, 23, 30), 65, 100, 184, (10, 30, 10, 10)),
    (Kind.COACHING, Role.FIND): Dates((0, 9, 22, 37), 51, 87, 128, (10, 30, 10, 10)),
}
TRIAL_DAYS = (0, 8)
COMPARE_DAYS = 15
BEGIN_DAYS = 21

OTHER_NEEDS = ("training", "hardship")
WAIT_DAYS = 28

WHERE = (Trait.NATURALNESS, Trait.NETWORK)
CHOOSE = (Trait.GUIDANCE, Trait.METHOD, Trait.HORIZON, Trait.RECIPROCITY)

# What someone may say of themselves in a message about each kind, when their answers say it too.
SAYABLE: Mapping[Kind, tuple[tuple[Trait, bool], ...]] = {
    Kind.FORMAL: (
        (Trait.STRUCTURE, True),
        (Trait.GOALS, True),
        (Trait.GUIDANCE, True),
        (Trait.NETWORK, True),
    ),
    Kind.INFORMAL: (
        (Trait.STRUCTURE, False),
        (Trait.HORIZON, True),
        (Trait.GUIDANCE, True),
        (Trait.NATURALNESS, True),
    ),
    Kind.REVERSE: ((Trait.RECIPROCITY, True), (Trait.STRUCTURE, False), (Trait.NATURALNESS, True)),
    Kind.COACHING: (
        (Trait.METHOD, True),
        (Trait.GOALS, True),
        (Trait.HORIZON, False),
        (Trait.GUIDANCE, False),
        (Trait.STRUCTURE, True),
    ),
}

# Which mistake the sentence `plan.<leaf>.<role>.mistake` is about.
LEAF_MISTAKES: Mapping[tuple[Leaf, Role], Mistake] = {
    (Leaf.FORMAL, Role.FIND): Mistake.COMMITMENT,
    (Leaf.FORMAL, Role.BECOME): Mistake.EXPECTATIONS,
    (Leaf.INFORMAL, Role.FIND): Mistake.FOLLOW_UP,
    (Leaf.INFORMAL, Role.BECOME): Mistake.COMMITMENT,
    (Leaf.REVERSE, Role.FIND): Mistake.GRATITUDE,
    (Leaf.REVERSE, Role.BECOME): Mistake.PREPARATION,
    (Leaf.COACHING_CAREER, Role.FIND): Mistake.EXPECTATIONS,
    (Leaf.COACHING_PERFORMANCE, Role.FIND): Mistake.FOLLOW_UP,
    (Leaf.COACHING_LEADERSHIP, Role.FIND): Mistake.PREPARATION,
}

# Which mistakes go with which preference: (mistake, trait, at its high pole).
PRONE: tuple[tuple[Mistake, Trait, bool], ...] = (
    (Mistake.EXPECTATIONS, Trait.NETWORK, True),
    (Mistake.EXPECTATIONS, Trait.GOALS, True),
    (Mistake.COMMITMENT, Trait.STRUCTURE, False),
    (Mistake.PREPARATION, Trait.GOALS, False),
    (Mistake.PREPARATION, Trait.METHOD, False),
    (Mistake.FOLLOW_UP, Trait.HORIZON, True),
    (Mistake.FOLLOW_UP, Trait.RECIPROCITY, True),
    (Mistake.GRATITUDE, Trait.HORIZON, False),
    (Mistake.GRATITUDE, Trait.RECIPROCITY, False),
)
MOST_MISTAKES = 3
NOTICEABLE = 0.25


@dataclass(frozen=True, slots=True)
class Profile:
    """Trait estimates in z units, and the questions that the plan asks of them."""

    traits: Mapping[Trait, float]

    def z(self, trait: Trait) -> float:
        """Where the person stands; 0 when nothing is known."""
        return self.traits.get(trait, 0.0)

    def is_high(self, trait: Trait) -> bool:
        """Whether the person leans to the high pole; the middle counts as high."""
        return self.z(trait) >= 0

    def is_noticeable(self, trait: Trait) -> bool:
        """Whether the person is far enough from the middle to be told so."""
        return abs(self.z(trait)) >= NOTICEABLE

    def clearest(self, among: Iterable[Trait]) -> Trait:
        """The trait on which the person stands farthest from the middle; the first among equals."""
        return max(among, key=lambda trait: abs(self.z(trait)))

    def _toward(self, trait: Trait, high: bool) -> float:
        return self.z(trait) if high else -self.z(trait)

    def strongest(self, among: Iterable[tuple[Trait, bool]]) -> str:
        """The pole that fits best, as `trait.high` or `trait.low`; "" when none is noticeable."""
        trait, high = max(among, key=lambda it: self._toward(*it))
        if self._toward(trait, high) < NOTICEABLE:
            return ""
        return f"{trait}.{'high' if high else 'low'}"

    def ranked(self, among: Iterable[tuple[Mistake, Trait, bool]]) -> Iterator[tuple[Mistake, Trait, bool]]:
        """The rows whose pole is noticeable, clearest first."""
        found = [row for row in among if self._toward(row[1], row[2]) >= NOTICEABLE]
        yield from sorted(found, key=lambda row: -self._toward(row[1], row[2]))
