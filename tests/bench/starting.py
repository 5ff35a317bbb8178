"""How soon the first request is answered, and how much memory two workers take."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tests.bench.processes import NoMeasurementError, Server
from tests.bench.ratios import Figure, paired
from tests.bench.serving import bare, ours
from tests.bench.sizes import Sizes
from tests.bench.visitors import Connection, all_at_once

_REQUESTS = 80
_AT_ONCE = 8
_ROUNDS = 25
# Processor seconds of a worker that has answered something: one that only waits takes far less.
_ANSWERED = 0.01


def measure_starting(folder: Path, sizes: Sizes, tick: Callable[[str], None]) -> list[Figure]:
    """Our server, on a database that is there, and the libraries alone, started in turn."""
    first = _start(lambda: ours(folder))
    mine, theirs = [], []
    for number in range(1, sizes.starts + 1):
        tick(f"starting, {number} of {sizes.starts}")
        mine.append(_start(lambda: ours(folder)))
        theirs.append(_start(lambda: bare(folder, "frame")))
    waits, bare_waits = [start[0] for start in mine], [start[0] for start in theirs]
    sizes_in_mb, bare_sizes = [start[1] for start in mine], [start[1] for start in theirs]
    what = "÷ Flask + SQLAlchemy + Babel"
    return [
        Figure(f"first answer after a start {what}", paired(waits, bare_waits), "×", 1.4, 1.15),
        Figure("first answer after a start, as time", tuple(1e3 * wait for wait in waits), "ms"),
        Figure("first answer of all, with a new database", (1e3 * first[0],), "ms"),
        Figure(f"memory of two workers {what}", paired(sizes_in_mb, bare_sizes), "×", 1.4, 1.15),
        Figure("memory of two workers, as size", tuple(sizes_in_mb), "MB", about="proportional set size"),
    ]


def _start(started: Callable[[], AbstractContextManager[Server]]) -> tuple[float, float]:
    """Seconds until the first answer, and megabytes after every thread has answered some."""

    def visit(visitor: Connection, lang: str) -> None:
        visitor.get(f"/{lang}/quiz", "start")

    with started() as server:
        visitor = Connection(server.port)
        visit(visitor, "fr")
        waited = time.monotonic() - server.began
        visitor.close()
        _until_all_answered(server, visit)
        return waited, server.memory()


def _until_all_answered(server: Server, visit: Callable[[Connection, str], None]) -> None:
    """Whichever worker is quick takes what comes; one that never answered would weigh too little."""
    before = server.cpu_of_workers()
    for _round in range(_ROUNDS):
        all_at_once(visit, server.port, ["fr", "en", "ar", "fr"] * (_REQUESTS // 4), _AT_ONCE)
        spent = [cpu - before.get(pid, 0.0) for pid, cpu in server.cpu_of_workers().items()]
        if min(spent) > _ANSWERED:
            return
    raise NoMeasurementError(f"a worker answered nothing in {_ROUNDS} rounds")
