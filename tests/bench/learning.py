"""What learning costs: a model heard beside each result, a learned one scoring, and training."""

import time
from collections.abc import Callable
from pathlib import Path

from mentormatch import matcher, storage
from mentormatch.guide import Role
from mentormatch.matcher.residual import Residual
from mentormatch.storage.models import challenge
from mentormatch.usecases.judged import judgements
from mentormatch.usecases.train import train
from tests.banks import random_answers
from tests.bench.ratios import Figure, paired
from tests.bench.sizes import Sizes
from tests.taught import HOUR, START, Installation

_JUDGED = 200
_RESULTS = 10
_SCORED = 200


def measure_learning(folder: Path, sizes: Sizes) -> list[Figure]:
    """Two installations with the same visitors; in one of them a challenger is heard."""
    quiet, heard = (_installation(folder / f"{name}.sqlite3") for name in ("quiet", "heard"))
    seconds = [
        _cpu(lambda: train(heard.database, heard.instruments, judgements, seed=1, now=_LATER))
        for _ in range(min(3, sizes.repetitions))
    ]
    with heard.database.transaction() as tx:
        (stored,) = storage.models.newest(tx, 1)
        challenge(tx, stored.content_hash)
        model = heard.instruments.serving(tx).challenger
        assert model is not None
    with_one, without = [], []
    for _ in range(sizes.repetitions):
        without.append(_cpu(lambda: quiet.visit(_RESULTS, judged=False)))
        with_one.append(_cpu(lambda: heard.visit(_RESULTS, judged=False)))
    learned, expert = _scored(heard, model.residual, sizes)
    for place in (quiet, heard):
        place.database.close()
    beside, scored = paired(with_one, without), paired(learned, expert)
    about = "the last step of a quiz only: result, case and what the challenger says, on SQLite"
    return [
        Figure("result with a challenger beside it ÷ without, CPU", beside, "×", 1.5, 1.25, about),
        Figure("recommendation of a learned model ÷ of the expert, CPU", scored, "×", 1.5, 1.2),
        Figure("training, CPU", tuple(seconds), "s", about=f"from {_JUDGED} judgements"),
    ]


_LATER = START + 1000 * HOUR


def _installation(path: Path) -> Installation:
    database = storage.connect(f"sqlite:///{path}")
    storage.migrate(database)
    place = Installation(database)
    place.visit(_JUDGED)
    return place


def _scored(place: Installation, residual: Residual, sizes: Sizes) -> tuple[list[float], list[float]]:
    """Seconds for the same answers, scored one by one with a residual over the expert and without."""
    with place.database.reading() as tx:
        instrument = place.instruments.current(tx)
    rows = [row.tobytes() for row in random_answers(instrument.bank, 1, people=_SCORED, answered=1.0)]

    def score(over: Residual | None) -> Callable[[], None]:
        def each() -> None:
            for answers in rows:
                matcher.recommend(
                    instrument.model, instrument.arrays, instrument.bank, answers, Role.FIND, over
                )

        return each

    learned, expert = [], []
    for _ in range(sizes.repetitions):
        learned.append(_cpu(score(residual)))
        expert.append(_cpu(score(None)))
    return learned, expert


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
