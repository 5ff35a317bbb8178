"""Our step and our batch beside catsim doing its nearest equivalent, in the same run.

catsim estimates one trait by searching for the greatest likelihood and takes the most informative
item; we weigh eleven traits and six leaves. It is the nearest that exists, not the same work.
"""

import json
import time
from pathlib import Path

from mentormatch.bundled import data_path
from mentormatch.guide import Role
from mentormatch.quiz import parse_bank
from mentormatch.scoring import arrays_for, load_expert, score
from tests.bench.processes import run
from tests.bench.ratios import Figure, paired
from tests.bench.serving import environment
from tests.bench.sizes import Sizes
from tests.bench.stored import ANSWERS, attempts

_PEER = Path(__file__).with_name("catsim_peer.py")
_PEOPLE = 4096


def their_seconds(folder: Path, work: str) -> float:
    """What catsim takes for `next` (a step of a visit) or `batch` (a person), in processor seconds."""
    seconds: float = json.loads(run((str(_PEER), work), environment(folder)))["seconds"]
    return seconds


def step_figure(ours: tuple[float, ...], theirs: tuple[float, ...]) -> Figure:
    """The ratio of steps that were measured by turns."""
    about = f"catsim: {1e3 * sorted(theirs)[len(theirs) // 2]:.2g} ms to estimate 1 trait and choose of 60"
    return Figure("adaptive step ÷ catsim's", paired(ours, theirs), "×", about=about)


def batch_figure(folder: Path, sizes: Sizes) -> Figure:
    """An attempt of 24 answers in a batch, beside catsim's estimate from 24 answers, by turns."""
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    arrays, codes = arrays_for(bank, load_expert()), attempts(bank, _PEOPLE)
    ours, theirs = [], []
    for _ in range(sizes.repetitions):
        began = time.process_time()
        score(arrays, codes, (Role.FIND,) * _PEOPLE)
        ours.append((time.process_time() - began) / _PEOPLE)
        theirs.append(their_seconds(folder, "batch"))
    middle = 1e6 * sorted(theirs)[len(theirs) // 2]
    about = f"catsim: {middle:,.0f} µs to estimate 1 trait from {ANSWERS} answers, a person at a time"
    return Figure("an attempt in a batch ÷ catsim's", paired(ours, theirs), "×", about=about)
