"""The people of a world: what fits them, where they stand, and how they fill in a form."""

from dataclasses import field, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from mentormatch.guide import Leaf, Role, leaves_for
from mentormatch.lab.worlds import LANGUAGES, LEAVES, TRAITS, Floats, World
from mentormatch.values import dataclass

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_DEGREES_OF_FREEDOM = 5.0
_MOST_TORN = 0.5
_SAYING_YES_SPREAD = 0.35
_EXTREMES_SPREAD = 0.3
_STEADINESS_SPREAD = 0.2
_KEPT_BETWEEN_OCCASIONS = 0.93


class Manner(IntEnum):
    """How attentively someone answers."""

    ATTENTIVE = 0
    HURRIED = 1
    RANDOM = 2
    STRAIGHT = 3


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """n respondents of one door.

    `leaf` (n,) what truly fits, by its place in the standing order; `traits` (n, 11) in z units;
    `saying_yes` is added to every agreement, `extremes` the log by which the scale's ends come
    nearer, `steadiness` the log of how consistently answers follow from traits; `line` the
    agreement option that a straight-liner always takes; `readiness` (n, 2) competence and
    commitment; `skipping` the log-odds of leaving a question out.
    """

    role: Role
    leaf: Ints
    language: Ints
    manner: Ints
    traits: Floats = field(repr=False)
    saying_yes: Floats = field(repr=False)
    extremes: Floats = field(repr=False)
    steadiness: Floats = field(repr=False)
    line: Ints = field(repr=False)
    readiness: Floats = field(repr=False)
    skipping: Floats = field(repr=False)

    def __len__(self) -> int:
        return len(self.leaf)

    @property
    def kind(self) -> Ints:
        """The kind that truly fits, by its place in the standing order, (n,)."""
        return np.minimum(self.leaf, LEAVES.index(Leaf.COACHING_CAREER))

    def those(self, chosen: Bools | Ints) -> "People":
        """Some of them, by a mask or by places."""
        arrays = {f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name != "role"}
        return People(role=self.role, **arrays)


def draw_people(world: World, role: Role, size: int, occasion: int = 1) -> People:
    """`size` people who come through one door.

    The second occasion has the same people some weeks later: traits have moved a little towards
    the middle of their kind and elsewhere, everything else about them is the same.
    """
    rng = world.chance("people", role.value)
    leaf = _leaves(world, role, size, rng)
    language = rng.choice(len(LANGUAGES), size, p=world.language_shares)
    people = draw_individuals(world, role, leaf, language, rng)
    if occasion == 1:
        return people
    later = world.chance("people", role.value, "occasion", occasion)
    centre = world.means[leaf]
    moved = _deviations(world, leaf, later)
    kept = _KEPT_BETWEEN_OCCASIONS
    traits = centre + kept * (people.traits - centre) + np.sqrt(1.0 - kept**2) * moved
    arrays = {f.name: getattr(people, f.name) for f in fields(people)}
    return People(**{**arrays, "traits": traits})


def draw_individuals(
    world: World, role: Role, leaf: Ints, language: Ints, rng: np.random.Generator
) -> People:
    """People with the given true leaves and languages: their traits and ways of answering."""
    size = len(leaf)
    return People(
        role=role,
        leaf=leaf,
        language=language,
        manner=_manners(world, size, rng),
        traits=_centres(world, role, leaf, rng) + _deviations(world, leaf, rng),
        saying_yes=rng.normal(world.saying_yes[language], _SAYING_YES_SPREAD),
        extremes=rng.normal(world.extremes[language], _EXTREMES_SPREAD),
        steadiness=rng.normal(0.0, _STEADINESS_SPREAD, size),
        line=rng.choice(5, size, p=[0.05, 0.05, 0.25, 0.4, 0.25]),
        readiness=rng.multivariate_normal([0.2, 0.2], [[1.0, 0.4], [0.4, 1.0]], size),
        skipping=rng.normal(-4.0, 1.0, size),
    )


def _leaves(world: World, role: Role, size: int, rng: np.random.Generator) -> Ints:
    possible = np.array([leaf in leaves_for(role) for leaf in LEAVES])
    shares = np.where(possible, world.shares, 0.0)
    drawn: Ints = rng.choice(len(LEAVES), size, p=shares / shares.sum())
    return drawn


def _centres(world: World, role: Role, leaf: Ints, rng: np.random.Generator) -> Floats:
    """Around whom each person is scattered: their leaf, or for the torn a point towards another."""
    rival = _leaves(world, role, len(leaf), rng)
    way = np.where(rng.random(len(leaf)) < world.conditions.torn, rng.uniform(0, _MOST_TORN, len(leaf)), 0.0)
    share = way[:, np.newaxis]
    centres: Floats = (1.0 - share) * world.means[leaf] + share * world.means[rival]
    return centres


def _deviations(world: World, leaf: Ints, rng: np.random.Generator) -> Floats:
    """How people of one leaf differ: multivariate t, scaled so that the covariance is AAᵀ."""
    normal = rng.standard_normal((len(leaf), len(TRAITS)))
    scale = np.sqrt((_DEGREES_OF_FREEDOM - 2.0) / rng.chisquare(_DEGREES_OF_FREEDOM, len(leaf)))
    for place, root in enumerate(world.roots):
        normal[leaf == place] = normal[leaf == place] @ root.T
    deviations: Floats = scale[:, np.newaxis] * normal
    return deviations


def _manners(world: World, size: int, rng: np.random.Generator) -> Ints:
    c = world.conditions
    careful = 1.0 - c.hurried - c.random - c.straight
    drawn: Ints = rng.choice(len(Manner), size, p=[careful, c.hurried, c.random, c.straight])
    return drawn
