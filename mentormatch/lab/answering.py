"""What people answer: packed codes for every question of a bank, and the seconds they took."""

from dataclasses import field

import numpy as np
import numpy.typing as npt

from mentormatch.lab.people import Manner, People
from mentormatch.lab.questions import behaviour, chances
from mentormatch.lab.worlds import Floats, World
from mentormatch.quiz import SKIPPED, Bank, Format, Part, Question
from mentormatch.values import dataclass

Codes = npt.NDArray[np.uint8]

_SECONDS = {Format.AGREE: 6.0, Format.PAIR: 11.0, Format.CHOOSE: 18.0}
_SECONDS_SPREAD = 0.45
_CARELESS_PACE = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """What n people would answer to every question of a bank that their door asks.

    `codes` (n, n_questions) as `quiz.attempt` packs them, 0 where the door does not ask;
    `seconds` (n, n_questions), 0 likewise.
    """

    codes: Codes
    seconds: Floats = field(repr=False)


def respond(world: World, bank: Bank, people: People, occasion: int = 1) -> Responses:
    """The answers of people to a whole bank.

    An answer depends on the person, the question and the occasion, not on what was asked before,
    so that an adaptive run and a full form can be compared on the same answers.
    """
    codes = np.zeros((len(people), len(bank.questions)), dtype=np.uint8)
    seconds = np.zeros(codes.shape)
    for question in bank.questions:
        if people.role not in question.roles:
            continue
        rng = world.chance("answers", people.role.value, question.key, occasion)
        codes[:, question.index] = _codes(world, question, people, rng)
        seconds[:, question.index] = _seconds(question, people, rng)
    return Responses(codes, seconds)


def _codes(world: World, question: Question, people: People, rng: np.random.Generator) -> Codes:
    chosen = chances(behaviour(world, question), people)
    drawn = rng.random(len(people))[:, np.newaxis] > np.cumsum(chosen, axis=1)[:, :-1]
    codes: Codes = (1 + drawn.sum(axis=1)).astype(np.uint8)
    if question.part is Part.TRAITS:
        left_out = rng.random(len(people)) < 1.0 / (1.0 + np.exp(-people.skipping))
        codes[left_out] = SKIPPED
    return codes


def _seconds(question: Question, people: People, rng: np.random.Generator) -> Floats:
    usual = _SECONDS[question.format] * np.exp(rng.normal(0.0, _SECONDS_SPREAD, len(people)))
    careless = (people.manner == Manner.RANDOM) | (people.manner == Manner.STRAIGHT)
    return np.where(careless, _CARELESS_PACE * usual, usual)
