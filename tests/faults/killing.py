"""kill -9 at any moment while visitors answer, and what that did: also run shortly by every test run."""

import os
import secrets
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mentormatch import storage
from tests.faults import oracle
from tests.faults.servers import SECRET, Serving, free_port
from tests.faults.visitors import Crowd

_VISITORS = 4
_WHOLE_SERVER_EVERY = 20
_CHANCE = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Survived:
    """The figures of a run; `back` are the seconds from each start of the whole server to ready."""

    kills: int
    starts: int
    acknowledged: int
    quizzes: int
    repeated: int
    back: float
    violations: list[str]


def killed_under_load(url: str, folder: Path, kills: int, *, every: int = _WHOLE_SERVER_EVERY) -> Survived:
    """Kill workers, and each `every`th time the whole server, while visitors take the quiz."""
    serving = Serving(url, folder, free_port())
    serving.start()
    crowd = Crowd(serving.port, SECRET)
    crowd.come(_VISITORS)
    back = []
    try:
        for number in range(1, kills + 1):
            time.sleep(_CHANCE.uniform(0.05, 0.4))
            if number % every == 0:
                serving.kill()
                back.append(serving.start())
            else:
                _kill_a_worker(serving)
    finally:
        crowd.leave()
        serving.kill()
    database = storage.connect(url)
    found = oracle.violations(database, crowd.ledger)
    database.close()
    quizzes = sum(told.confirmed for told in crowd.ledger.visitors)
    return Survived(
        kills,
        len(back),
        crowd.ledger.acknowledged,
        quizzes,
        crowd.repeated,
        max(back, default=0.0),
        [*crowd.strange, *found],
    )


def _kill_a_worker(serving: Serving) -> None:
    while not (workers := serving.workers()):
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.kill(_CHANCE.choice(workers), signal.SIGKILL)
