"""Where the laboratory's chance comes from: separate worlds of seeds, and a name for every draw.

What is chosen by looking (weights, thresholds, constants) is chosen on *tuning* respondents; what
is quoted is measured on *held-out* respondents; a demonstration is filled with *demo* respondents.
The purpose is part of every seed, so no index can lead from one to the other.

Each draw is seeded by what it is for (`"item", question key`), not by its turn. So an edit to one
question leaves every other question's answers as they were, and two banks can be compared on the
same people.
"""

import hashlib
from enum import StrEnum

import numpy as np


class Purpose(StrEnum):
    """What simulated respondents may be used for."""

    TUNING = "tuning"
    HELD_OUT = "held-out"
    DEMO = "demo"


def generator(purpose: Purpose, *names: str | int) -> np.random.Generator:
    """A generator of its own for one named draw; the same names give the same numbers everywhere."""
    spelled = "\x1f".join(["mentormatch-lab-1", purpose.value, *map(str, names)])
    digest = hashlib.sha256(spelled.encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
