"""Simulated people of the laboratory in which nothing differs between languages but what a test says."""

from dataclasses import replace

import numpy as np

from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.itemstats.tally import Codes
from mentormatch.lab import Purpose, Regime, World, behaviour, chances, draw_people, make_world, respond
from mentormatch.lab.people import People
from mentormatch.quiz import LANGUAGE_CODES, Bank

ARABIC = 2


def alike_world(index: int = 0) -> World:
    """A realistic world in which no translation changes a question and no language says yes more."""
    world = make_world(Purpose.TUNING, Regime.REALISTIC, index)
    fair = replace(world.conditions, lost=0.0)
    none = np.zeros(3)
    return replace(
        world, conditions=fair, saying_yes=none, extremes=none, language_shares=np.array([0.5, 0.0, 0.5])
    )


def answered(world: World, bank: Bank, size: int) -> tuple[People, Codes, Codes]:
    """People of the door *find*, their answers to everything, and the languages of their answers."""
    people = draw_people(world, Role.FIND, size)
    codes = respond(world, bank, people).codes
    spoken = np.array([LANGUAGE_CODES[locale] for locale in Locale], dtype=np.uint8)[people.language]
    return people, codes, np.where(codes > 0, spoken[:, np.newaxis], 0).astype(np.uint8)


def pulled(world: World, bank: Bank, people: People, codes: Codes, key: str, pull: float) -> Codes:
    """The same answers, but one question is more attractive by `pull` logits or probits in Arabic.

    For a situation its first option, for a pair the first against the second.
    """
    question = bank.by_key[key]
    how = behaviour(world, question)
    appeal = how.appeal.copy()
    appeal[ARABIC, 0] += pull
    shares = chances(replace(how, appeal=appeal), people)
    rng = world.chance("pulled", key)
    drawn = rng.random(len(people))[:, np.newaxis] > np.cumsum(shares, axis=1)[:, :-1]
    changed = codes.copy()
    changed[:, question.index] = 1 + drawn.sum(axis=1)
    return changed
