"""How the people of a world answer one question: a chance for each option.

Response functions are the laboratory's own: agreement is a noisy position on a personal scale
(normal noise, the person's own thresholds), a pair is a comparison with normal noise, a situation
a choice between utilities, each with an appeal that has nothing to do with traits. What the bank's
author wrote as `loads` is only where the true weights are scattered around.
"""

from collections.abc import Mapping
from dataclasses import field

import numpy as np
from scipy.special import ndtr

from mentormatch.guide import COMPETENCES, Trait
from mentormatch.lab.people import Manner, People
from mentormatch.lab.worlds import LANGUAGES, TRAITS, Floats, World
from mentormatch.quiz import Format, Part, Question
from mentormatch.values import dataclass

_THRESHOLDS = (-1.35, -0.5, 0.45, 1.3)
_DUD = 0.3
_GATE_NEEDS_HELP = 0.92
_HURRIED_ATTENTION = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """One question as it works in one world.

    `weights` (language, options, 11): utility per unit of trait (a single row for agreement, as
    for the first option of a pair against the second); `appeal` (language, options) and, for
    agreement, `thresholds` (4,).
    """

    question: Question = field(repr=False)
    weights: Floats = field(repr=False)
    appeal: Floats = field(repr=False)
    thresholds: Floats = field(repr=False)
    slips: float


def behaviour(world: World, question: Question) -> Behaviour:
    """How a question works in a world; drawn by its key, so other questions do not matter."""
    rng = world.chance("question", question.key)
    c = world.conditions
    slope = {Format.AGREE: c.agree, Format.PAIR: c.pair, Format.CHOOSE: c.choose}[question.format]
    slope *= float(np.exp(rng.normal(0.0, c.mistaken))) * (_DUD if rng.random() < c.dud else 1.0)
    claimed = np.array([_claimed(loads) for loads in _rows(question)])
    size = claimed.shape
    true = claimed * np.exp(rng.normal(0.0, c.mistaken, size)) + rng.normal(0.0, c.crossed, size)
    appeal: Floats = rng.normal(0.0, c.appeal, size[:1])
    steps = np.exp(rng.normal(0.0, 0.2, 2))
    weights, appeals = _translated(rng, c.lost, slope * true, appeal)
    return Behaviour(
        question=question,
        weights=weights,
        appeal=appeals,
        thresholds=np.array(_THRESHOLDS) * np.repeat(steps, 2),
        slips=c.slips,
    )


def chances(how: Behaviour, people: People) -> Floats:
    """The chance of each option for each person, (n, options); every row sums to 1."""
    options = len(how.question.options)
    meant = _meant(how, people)
    attention = np.select(
        [people.manner == Manner.ATTENTIVE, people.manner == Manner.HURRIED],
        [1.0 - how.slips, _HURRIED_ATTENTION],
        0.0,
    )[:, np.newaxis]
    given = attention * meant + (1.0 - attention) / options
    if how.question.format is Format.AGREE:
        line = np.eye(options)[people.line] * (1.0 - how.slips) + how.slips / options
        straight = (people.manner == Manner.STRAIGHT)[:, np.newaxis]
        given = np.where(straight, line, given)
    return given


def _rows(question: Question) -> list[Mapping[Trait, float]]:
    if question.format is Format.AGREE:
        return [question.loads]
    return [option.loads for option in question.options]


def _claimed(loads: Mapping[Trait, float]) -> Floats:
    return np.array([loads.get(trait, 0.0) for trait in TRAITS])


def _translated(
    rng: np.random.Generator, lost: float, weights: Floats, appeal: Floats
) -> tuple[Floats, Floats]:
    """The question in each language: mostly the same, sometimes weaker and pulled elsewhere."""
    changed = rng.random(len(LANGUAGES)) < lost
    weaker = np.where(changed, rng.uniform(0.5, 1.0, len(LANGUAGES)), 1.0)
    pulled = rng.normal(0.0, 0.4, (len(LANGUAGES), len(appeal))) * changed[:, np.newaxis]
    return weaker[:, np.newaxis, np.newaxis] * weights, appeal + pulled


def _meant(how: Behaviour, people: People) -> Floats:
    """What attentive people would choose, (n, options)."""
    match how.question.part:
        case Part.TRAITS:
            return _from_traits(how, people)
        case Part.READINESS:
            return _from_readiness(how, people)
        case Part.GATE | Part.ATTENTION:
            return _the_first(len(how.question.options), len(people))


def _from_traits(how: Behaviour, people: People) -> Floats:
    utility = np.exp(people.steadiness)[:, np.newaxis] * _pulls(how, people) + how.appeal[people.language]
    match how.question.format:
        case Format.AGREE:
            scale = how.thresholds * np.exp(-people.extremes)[:, np.newaxis]
            below = ndtr(scale - (utility + people.saying_yes[:, np.newaxis]))
            return _between(below)
        case Format.PAIR:
            first = ndtr(utility[:, 0] - utility[:, 1])
            return np.column_stack([first, 1.0 - first])
        case Format.CHOOSE:
            strength = np.exp(utility - utility.max(axis=1, keepdims=True))
            chosen: Floats = strength / strength.sum(axis=1, keepdims=True)
            return chosen


def _pulls(how: Behaviour, people: People) -> Floats:
    """What each person's traits make of each option, in the language that they read it in."""
    pulls = np.zeros((len(people), how.weights.shape[1]))
    for language, weights in enumerate(how.weights):
        ours = people.language == language
        pulls[ours] = people.traits[ours] @ weights.T
    return pulls


def _from_readiness(how: Behaviour, people: People) -> Floats:
    """Levels from the lowest to the highest, by competence or commitment."""
    condition = how.question.key.removeprefix("readiness-")
    part = 0 if condition in {c.value for c in COMPETENCES} else 1
    steps = np.linspace(-1.2, 1.0, len(how.question.options) - 1)
    return _between(ndtr(steps - how.appeal[0, 0] - people.readiness[:, part, np.newaxis]))


def _between(below: Floats) -> Floats:
    """Chances of the steps from the chances of staying below each threshold, (n, options)."""
    ones = np.ones((len(below), 1))
    return np.diff(np.hstack([0.0 * ones, below, ones]), axis=1)


def _the_first(options: int, size: int) -> Floats:
    """Most choose the first option (the gate's: this is the help I need)."""
    rest = (1.0 - _GATE_NEEDS_HELP) / max(1, options - 1)
    return np.tile([_GATE_NEEDS_HELP, *[rest] * (options - 1)], (size, 1))
