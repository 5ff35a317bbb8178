"""catsim doing its nearest to our step and our batch: `python catsim_peer.py next|batch`.

A process of its own, so that neither program's imports weigh on the other. Prints as JSON the mean
processor seconds: of `next`, estimating one trait and choosing the next of 60 items, over the
steps of one visit; of `batch`, estimating one trait of a person from 24 answers (catsim takes one
person at a time).
"""

import json
import sys
import time

import numpy as np
from catsim import ItemBank
from catsim.estimation import NumericalSearchEstimator
from catsim.selection import MaxInfoSelector

_ITEMS = 60
_ANSWERS = 24
_STEPS = 16
_PEOPLE = 200


def _bank(chance: np.random.Generator) -> ItemBank:
    """Two-parameter items: discrimination and difficulty differ, nobody guesses."""
    items = np.column_stack([chance.lognormal(0, 0.3, _ITEMS), chance.normal(0, 1, _ITEMS)])
    return ItemBank(np.column_stack([items, np.zeros(_ITEMS), np.ones(_ITEMS)]))


def a_step(chance: np.random.Generator) -> float:
    """The mean of the steps of one visit, each after one answer more."""
    bank, estimator, selector = _bank(chance), NumericalSearchEstimator(), MaxInfoSelector()
    asked: list[int] = [0]
    answers = [bool(answer) for answer in chance.integers(0, 2, _STEPS)]
    used = 0.0
    for step in range(1, _STEPS + 1):
        began = time.process_time()
        trait = estimator.estimate(
            item_bank=bank, administered_items=asked, response_vector=answers[:step], est_theta=0.0
        )
        chosen = selector.select(item_bank=bank, administered_items=asked, est_theta=trait)
        used += time.process_time() - began
        assert chosen is not None
        asked.append(int(chosen))
    return used / _STEPS


def a_person(chance: np.random.Generator) -> float:
    """The mean of many people with as many answers each, to questions that differ."""
    bank, estimator = _bank(chance), NumericalSearchEstimator()
    asked = [[int(item) for item in chance.permutation(_ITEMS)[:_ANSWERS]] for _ in range(_PEOPLE)]
    answers = [[bool(answer) for answer in row] for row in chance.integers(0, 2, (_PEOPLE, _ANSWERS))]
    began = time.process_time()
    for items, given in zip(asked, answers, strict=True):
        estimator.estimate(item_bank=bank, administered_items=items, response_vector=given, est_theta=0.0)
    return (time.process_time() - began) / _PEOPLE


if __name__ == "__main__":
    work = {"next": a_step, "batch": a_person}[sys.argv[1]]
    sys.stdout.write(json.dumps({"seconds": work(np.random.default_rng(1))}))
