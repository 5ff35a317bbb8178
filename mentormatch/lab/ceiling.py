"""The best that anyone could do who knew the world: the Bayes ceiling.

P(leaf | answers) under the world's own profiles, response functions, styles and careless shares,
by Monte Carlo: for each leaf and language, people are imagined from the world itself and a
respondent's answers are weighed under all of them. With finitely many the ceiling is found a
little too low, never too high.
"""

import numpy as np

from mentormatch.guide import leaves_for
from mentormatch.lab.answering import Codes
from mentormatch.lab.people import Bools, People, draw_individuals
from mentormatch.lab.questions import Behaviour, behaviour, chances
from mentormatch.lab.worlds import LANGUAGES, LEAVES, Floats, World
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank, Part

DRAWS = 8000
_LEAST_CHANCE = 1e-12


def ceiling(world: World, bank: Bank, people: People, codes: Codes, draws: int = DRAWS) -> Floats:
    """P(leaf | answers, world), (n, leaf), from the trait answers among `codes` (n, n_questions)."""
    traits = [q for q in bank.asked_of(people.role, Part.TRAITS) if codes[:, q.index].any()]
    how = [behaviour(world, question) for question in traits]
    possible = np.array([LEAVES.index(leaf) for leaf in leaves_for(people.role)])
    probabilities = np.zeros((len(people), len(LEAVES)))
    for language in range(len(LANGUAGES)):
        ours = np.flatnonzero(people.language == language)
        if len(ours):
            leaves = np.repeat(possible, draws)
            rng = world.chance("ceiling", people.role.value, language)
            spoken = np.full(len(leaves), language)
            imagined = draw_individuals(world, people.role, leaves, spoken, rng)
            evidence = _evidence(how, codes[ours], imagined, draws)
            probabilities[np.ix_(ours, possible)] = evidence * world.shares[possible]
    result: Floats = probabilities / probabilities.sum(axis=1, keepdims=True)
    return result


def _evidence(how: list[Behaviour], codes: Codes, imagined: People, draws: int) -> Floats:
    """Mean likelihood of each row of codes over the imagined people of each leaf, (n, leaf), scaled."""
    picked, logs = [], []
    for each in how:
        given = codes[:, each.question.index]
        options = np.arange(1, len(each.question.options) + 1)
        picked.append((given[:, np.newaxis] == options) & _answered(given)[:, np.newaxis])
        logs.append(np.log(np.maximum(chances(each, imagined), _LEAST_CHANCE)))
    likelihood = np.hstack(picked).astype(np.float64) @ np.hstack(logs).T
    likelihood = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    means: Floats = likelihood.reshape(len(codes), -1, draws).mean(axis=2)
    return means


def _answered(given: Codes) -> Bools:
    answered: Bools = (given != UNANSWERED) & (given != SKIPPED)
    return answered
