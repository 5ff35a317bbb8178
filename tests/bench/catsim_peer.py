"""One item selection of catsim, for comparison; run by an interpreter that has it, without our code.

`python catsim_peer.py next` prints as JSON the mean processor seconds of estimating one trait and
choosing the next of 60 items.
"""

import json
import sys
import time

import numpy as np
from catsim import ItemBank
from catsim.estimation import NumericalSearchEstimator
from catsim.selection import MaxInfoSelector

_ITEMS = 60
_ASKED = 12
_TIMES = 40


def main() -> dict[str, float]:
    """The mean of forty steps after twelve answers."""
    chance = np.random.default_rng(1)
    items = np.column_stack([chance.lognormal(0, 0.3, _ITEMS), chance.normal(0, 1, _ITEMS)])
    bank = ItemBank(np.column_stack([items, np.zeros(_ITEMS), np.ones(_ITEMS)]))
    asked = list(range(_ASKED))
    answers = [bool(answer) for answer in chance.integers(0, 2, _ASKED)]
    estimator, selector = NumericalSearchEstimator(), MaxInfoSelector()
    began = time.process_time()
    for _ in range(_TIMES):
        trait = estimator.estimate(
            item_bank=bank, administered_items=asked, response_vector=answers, est_theta=0.0
        )
        selector.select(item_bank=bank, administered_items=asked, est_theta=trait)
    return {"seconds": (time.process_time() - began) / _TIMES}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
