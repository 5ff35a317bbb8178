"""`./dev bench --load`: visitors as they come, bare Flask at the same rate beside, the ledger afterwards."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from mentormatch import storage
from tests.bench.load.beside import Beside, guess_passwords, import_banks, kill_workers
from tests.bench.load.open_loop import Bare, Crowd, Record, at_planned_moments
from tests.bench.load.visits import Visits
from tests.bench.load.wire import Wire
from tests.bench.processes import Server, server
from tests.bench.ratios import Figure, percentile
from tests.bench.serving import bare, environment
from tests.faults.oracle import violations
from tests.faults.servers import SECRET

_PAGE_BYTES = 6800
_WARMING = 2.0
_STEPS_OF_A_VISIT = 34
_NAMED = 5
_SEEN_OUT = 5


@dataclass(frozen=True, slots=True)
class Phase:
    """So many seconds at a rate; with workers killed some `kills` seconds apart, or with others at work."""

    name: str
    rate: int
    seconds: float
    kills: float = 0.0
    others: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """Phases one after the other, of visitors who think for some `thinking` seconds about each page."""

    phases: tuple[Phase, ...]
    thinking: float


FULL = Day(
    (
        Phase("150 a second with kills", 150, 300, kills=10),
        Phase("a step to 300", 300, 60),
        Phase("150 beside a login flood and imports", 150, 60, others=True),
    ),
    thinking=3,
)
QUICK = Day(
    (
        Phase("150 a second with kills", 150, 20, kills=4),
        Phase("a step to 300", 300, 6),
        Phase("150 beside a login flood and imports", 150, 12, others=True),
    ),
    thinking=0.5,
)
TINY = Day(
    (
        Phase("150 a second with kills", 50, 6, kills=1.5),
        Phase("a step to 300", 60, 1),
        Phase("150 beside a login flood and imports", 30, 4, others=True),
    ),
    thinking=0.05,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A phase: ours, the bare server's at the same moments, and what went on beside."""

    phase: Phase
    ours: Record
    bare: Record
    beside: Beside


def measure_load(folder: Path, day: Day, tick: Callable[[str], None]) -> dict[str, list[Figure]]:
    """The figures of every phase, all on the same servers; then what was acknowledged is looked for."""
    visits = Visits(SECRET)
    with _ours(folder) as our, bare(folder) as their:
        measured = asyncio.run(_all(folder, (our, their), visits, day, tick))
    tick(f"looking for {visits.ledger.acknowledged:,} acknowledged writes")
    database = storage.connect(f"sqlite:///{folder}/mentormatch.sqlite3")
    lost = violations(database, visits.ledger)
    database.close()
    for problem in [*lost[:_NAMED], *(error for one in measured for error in _errors(one)[:_NAMED])]:
        tick(f"!! {problem}")
    quizzes = sum(told.confirmed for told in visits.ledger.visitors)
    return {
        **{one.phase.name: _figures(one) for one in measured},
        "the ledger": [
            Figure("acknowledged writes", (visits.ledger.acknowledged,)),
            Figure("whole quizzes", (quizzes,)),
            Figure("lost, doubled or contradicted", (len(lost),), must=0),
        ],
    }


@contextmanager
def _ours(folder: Path) -> Iterator[Server]:
    """`mentormatch serve` as an operator starts it, with a secret that the ledger knows."""
    command = ("-m", "mentormatch", "serve", "--host", "127.0.0.1", "--port", "0")
    told = {**environment(folder), "MENTORMATCH_SECRET_KEY": SECRET}
    with server(command, told, folder / "serve.log") as running:
        yield running


async def _all(
    folder: Path, servers: tuple[Server, Server], visits: Visits, day: Day, tick: Callable[[str], None]
) -> list[Measured]:
    our, their = servers
    crowd = Crowd(Wire(our.port), visits, day.thinking)
    bare_steps = Bare(Wire(their.port), _PAGE_BYTES)
    tick("letting visitors come")
    await crowd.see_in(round(day.phases[0].rate * day.thinking), _STEPS_OF_A_VISIT)
    await _both(crowd, bare_steps, Phase("warming up", day.phases[0].rate, _WARMING))
    measured = []
    for phase in day.phases:
        tick(f"{phase.name}, {phase.seconds:.0f} s")
        found, flood = Beside(), Wire(our.port)
        running = []
        if phase.kills:
            running.append(kill_workers(servers, phase.kills, found))
        if phase.others:
            told = {**environment(folder), "MENTORMATCH_SECRET_KEY": SECRET}
            running += [guess_passwords(flood, found), import_banks(folder, told, found)]
        tasks = [asyncio.ensure_future(one) for one in running]
        ours, theirs = await _both(crowd, bare_steps, phase)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        flood.close()
        measured.append(Measured(phase, ours, theirs, found))
    await crowd.see_out(_SEEN_OUT)
    crowd.wire.close()
    bare_steps.wire.close()
    return measured


async def _both(crowd: Crowd, bare_steps: Bare, phase: Phase) -> tuple[Record, Record]:
    """Ours and the bare server at the same rate in the same seconds: one's noise is the other's."""
    ours, theirs = Record(), Record()
    await asyncio.gather(
        at_planned_moments(crowd.act, phase.rate, phase.seconds, ours),
        at_planned_moments(bare_steps.act, phase.rate, phase.seconds, theirs),
    )
    return ours, theirs


def _errors(one: Measured) -> list[str]:
    return [*one.ours.errors, *one.beside.errors]


def _figures(one: Measured) -> list[Figure]:
    ours, theirs = sorted(one.ours.seconds), sorted(one.bare.seconds)
    must, aim = (3.0, 2.0) if one.phase.kills else (None, None)
    mix = ", ".join(f"{count} {kind}" for kind, count in sorted(one.ours.kinds.items()))
    slow, bare_slow = percentile(ours, 0.99), percentile(theirs, 0.99)
    late = f"some sent late, by {1e3 * percentile(one.ours.late, 0.99):.1f} ms at p99: counted in"
    figures = [
        Figure("p99 ÷ bare Flask's", (slow / bare_slow,), "×", must, aim, late),
        Figure("p99", (1e3 * slow,), "ms"),
        Figure("p99, bare", (1e3 * bare_slow,), "ms"),
        Figure("p50", (1e3 * percentile(ours, 0.5),), "ms"),
        Figure("p50, bare", (1e3 * percentile(theirs, 0.5),), "ms"),
        Figure("slowest", (1e3 * ours[-1],), "ms"),
        Figure("slowest, bare", (1e3 * theirs[-1],), "ms"),
        Figure("requests", (len(ours),), about=mix),
        Figure("errors", (len(_errors(one)),), must=0),
        Figure("told to try again (503)", (one.ours.busy,)),
        Figure("cut off and sent again", (one.ours.cut,)),
    ]
    if one.phase.kills:
        figures.append(Figure("workers killed", (one.beside.kills,)))
    if one.phase.others:
        figures.append(Figure("passwords guessed", (one.beside.tries,)))
        figures.append(Figure("banks imported", (one.beside.imports,)))
    return figures
