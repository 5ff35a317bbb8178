"""Scoring many attempts in one process: `python -m tests.bench.stored PEOPLE plain|reasons`.

Prints, as JSON, seconds of processor time for the scores and for the same number of table look-ups
and sums, which is the least that any score can be, and the most memory that was held.
"""

import json
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from mentormatch import matcher
from mentormatch.bundled import data_path
from mentormatch.guide import Role
from mentormatch.quiz import UNANSWERED, Bank, Part, parse_bank
from mentormatch.scoring import arrays_for, load_expert, score

ANSWERS = 24
_BLOCK = 4096
_KINDS = 7
_Codes = npt.NDArray[np.uint8]


def attempts(bank: Bank, count: int, patterns: int = 500) -> _Codes:
    """Packed answers (count, questions) to 24 trait questions of the door *find*, at random.

    The questions differ from person to person, as an adaptive quiz asks them; `patterns` sets.
    """
    chance = np.random.default_rng(24)
    asked = [q.index for q in bank.asked_of(Role.FIND, Part.TRAITS)]
    limits = np.array([len(q.options) for q in bank.questions])
    codes = chance.integers(1, limits + 1, (count, len(limits)), dtype=np.uint8)
    masks = np.zeros((patterns, len(limits)), dtype=bool)
    for mask in masks:
        mask[chance.choice(asked, min(ANSWERS, len(asked)), replace=False)] = True
    codes[~masks[chance.integers(0, patterns, count)]] = UNANSWERED
    return codes


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _gather(codes: _Codes) -> None:
    table = np.random.default_rng(1).random((codes.shape[1] * 8, _KINDS))
    rows = np.arange(ANSWERS) * 8
    for at in range(0, len(codes), _BLOCK):
        table[rows + (codes[at : at + _BLOCK, :ANSWERS] & 7)].sum(axis=1)


def main(people: int, manner: str) -> dict[str, float]:
    """Score `people` attempts, without reasons (`plain`) or with them, as lines of JSON."""
    bank, model = parse_bank(data_path("banks", "mentoring.json").read_bytes()), load_expert()
    arrays = arrays_for(bank, model)
    codes = attempts(bank, people)

    def plain() -> None:
        for at in range(0, people, _BLOCK):
            block = codes[at : at + _BLOCK]
            score(arrays, block, (Role.FIND,) * len(block))

    def reasons() -> None:
        for at in range(0, people, _BLOCK):
            lines = [matcher.Line(at, Role.FIND, row.tobytes()) for row in codes[at : at + _BLOCK]]
            for _text in matcher.score_text(model, arrays, bank, lines):
                pass

    seconds = _timed(plain if manner == "plain" else reasons)
    bare = _timed(lambda: _gather(codes))
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "bare": bare, "megabytes": held}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), sys.argv[2])))
