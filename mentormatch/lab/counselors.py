"""Simulated counselors: how well they see what fits, what they lean to, and how far they go along.

Nothing here knows the matcher: a counselor sees a person of the laboratory, and is told a kind.
"""

from dataclasses import field, fields

import numpy as np

from mentormatch.lab.people import Bools, Ints, People
from mentormatch.lab.worlds import LANGUAGES, Floats, World
from mentormatch.values import dataclass

_KINDS = 4
_FOREIGN_LOSS = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Counselors:
    """k counselors.

    `accuracy` (k,) how often each sees what truly fits; `leaning` (k, kind) what each likes more
    when unsure, in log-odds; `anchoring` (k,) how often one who would disagree goes along with a
    recommendation in sight; `language` (k,) their own, in others they see a little less;
    `hostile` (k,) always name what fits least.
    """

    accuracy: Floats
    leaning: Floats = field(repr=False)
    anchoring: Floats
    language: Ints
    hostile: Bools

    def __len__(self) -> int:
        return len(self.accuracy)

    def first(self, count: int) -> "Counselors":
        """The first few of them."""
        return Counselors(**{each.name: getattr(self, each.name)[:count] for each in fields(self)})


def draw_counselors(
    world: World, size: int, *, accuracy: float = 0.9, anchoring: float = 0.0, hostile: int = 0
) -> Counselors:
    """`size` counselors around an accuracy, each with a bias of the own; the last ones hostile."""
    rng = world.chance("counselors")
    return Counselors(
        accuracy=np.clip(rng.normal(accuracy, 0.04, size), 0.0, 1.0),
        leaning=rng.normal(0.0, 0.7, (size, _KINDS)),
        anchoring=np.full(size, anchoring),
        language=rng.integers(0, len(LANGUAGES), size),
        hostile=np.arange(size) >= size - hostile,
    )


def judge(world: World, counselors: Counselors, who: Ints, people: People, shown: tuple[Bools, Ints]) -> Ints:
    """What counselor `who` (n,) says of each person, (n,), as places among the kinds.

    `shown` is for whom the recommendation was in sight (n,), and what it was (n,).
    """
    rng = world.chance("judging")
    opinion = _opinion(world, counselors, who, people, rng)
    in_sight, recommended = shown
    yields = rng.random(len(who)) < counselors.anchoring[who]
    judged: Ints = np.where(in_sight & yields & ~counselors.hostile[who], recommended, opinion)
    return judged


def _opinion(
    world: World, counselors: Counselors, who: Ints, people: People, rng: np.random.Generator
) -> Ints:
    """What each would say alone: the truth, or of the other kinds one that is near and liked."""
    nearness = _nearness(world, people)
    doubts = nearness + counselors.leaning[who] + rng.gumbel(size=nearness.shape)
    doubts[np.arange(len(who)), people.kind] = -np.inf
    foreign = counselors.language[who] != people.language
    sees = rng.random(len(who)) < counselors.accuracy[who] - _FOREIGN_LOSS * foreign
    honest = np.where(sees, people.kind, np.argmax(doubts, axis=1))
    result: Ints = np.where(counselors.hostile[who], np.argmin(nearness, axis=1), honest)
    return result


def _nearness(world: World, people: People) -> Floats:
    """Minus half the squared distance to the middle of each kind there, (n, kind)."""
    middles = np.vstack([world.means[:3], world.means[3:].mean(axis=0, keepdims=True)])[:, :8]
    apart = people.traits[:, np.newaxis, :8] - middles
    result: Floats = -0.5 * (apart**2).sum(axis=2) / world.conditions.within**2
    return result
