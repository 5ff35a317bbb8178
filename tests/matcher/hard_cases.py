"""People who answered everything and lean one way, more or less: the smallest change is sought longest."""

import numpy as np

from mentormatch.guide import Kind
from mentormatch.quiz import Bank
from tests.banks import random_answers, stereotype

_KINDS = tuple(Kind)
_MOST_SWAYED = 0.65


def leaning(bank: Bank, people: int) -> list[bytes]:
    """Packed answers of each kind in turn, of which a growing share is replaced by chance."""
    chance = np.random.default_rng(12)
    rows = random_answers(bank, 12, people=people, answered=1.0)
    found = []
    for person, row in enumerate(rows):
        typical = np.frombuffer(stereotype(bank, _KINDS[person % len(_KINDS)]), dtype=np.uint8)
        replaced = chance.random(len(row)) < _MOST_SWAYED * person / people
        found.append(np.where(replaced, row, typical).astype(np.uint8).tobytes())
    return found
