"""The quiz over HTTP, against bare Flask on the same machine in the same run."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from mentormatch.bundled import data_path
from mentormatch.quiz import parse_bank
from tests.bench.processes import Server, server
from tests.bench.ratios import Figure, paired, percentile
from tests.bench.sizes import Sizes
from tests.bench.visitors import Connection, Crowd, Person, all_at_once, answer_all, begin, finish, people

VISITORS = 4
WRITERS = 8
_LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class Round:
    """One repetition: what our server and the bare one needed for the same number of steps.

    Processor seconds a quiz (`asking` without its beginning and end; `small` and `ready` with
    lesser pages), quizzes a second, seconds of the slowest pages.
    """

    questions: float
    page_bytes: int
    whole: float
    asking: float
    bare: float
    small: float
    ready: float
    speed: float
    bare_speed: float
    page_p99: float
    bare_page_p99: float


@dataclass(frozen=True, slots=True)
class Writes:
    """Seconds of writes by eight clients at once: usual and slowest, ours and bare."""

    usual: float
    slow: float
    bare_usual: float
    bare_slow: float


def environment(folder: Path) -> dict[str, str]:
    """What our commands are told: a data place of their own, and nothing of this shell's settings.

    All visitors of a measurement have one address, so none is limited.
    """
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "MENTORMATCH_DATA_DIR": str(folder), "MENTORMATCH_ADDRESS_LIMIT": "0"}


@contextmanager
def ours(folder: Path, *options: str) -> Iterator[Server]:
    """`mentormatch serve` as an operator starts it, on any free port."""
    command = ("-m", "mentormatch", "serve", "--host", "127.0.0.1", "--port", "0", *options)
    with server(command, environment(folder), folder / "serve.log") as running:
        yield running


@contextmanager
def bare(folder: Path, kind: str = "steps") -> Iterator[Server]:
    """The bare server with the same number of workers and threads."""
    command = ("-m", f"tests.bench.bare_{kind}", str(folder))
    with server(command, environment(folder), folder / "bare.log") as running:
        yield running


def measure_serving(folder: Path, sizes: Sizes, tick: Callable[[str], None]) -> list[Figure]:
    """Whole quizzes by four visitors at once, then nothing but writes by eight."""
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    everyone = people(bank, sizes.quizzes, _LANGUAGE)
    rounds, writes = [], []
    with ours(folder) as our, bare(folder) as their:
        _round(our, their, everyone[: 2 * VISITORS])
        for number in range(1, sizes.repetitions + 1):
            tick(f"quizzes over HTTP, {number} of {sizes.repetitions}")
            rounds.append(_round(our, their, everyone))
            writes.append(_writes(our, their, sizes.writes))
    return [*_quiz_figures(rounds), *_write_figures(writes)]


def _round(our: Server, their: Server, everyone: Sequence[Person]) -> Round:
    began = our.cpu()
    places = all_at_once(lambda visitor, person: begin(visitor, person.lang), our.port, everyone, VISITORS)
    pairs = list(zip(places.done, everyone, strict=True))
    asked = our.cpu()
    taken = all_at_once(lambda visitor, pair: answer_all(visitor, *pair), our.port, pairs, VISITORS)
    asking = our.cpu() - asked
    ended = all_at_once(lambda visitor, quiz: finish(visitor, quiz.check), our.port, taken.done, VISITORS)
    whole = our.cpu() - began
    counts = [quiz.questions for quiz in taken.done]
    size = sum(quiz.page_bytes for quiz in taken.done) // sum(counts)
    steps, bare_cpu = _bare_steps(their, counts, f"/page/{size}")
    _, small_cpu = _bare_steps(their, counts, f"/small/{size}")
    _, ready_cpu = _bare_steps(their, counts, f"/ready/{size}")
    return Round(
        questions=mean(counts),
        page_bytes=size,
        whole=whole / len(counts),
        asking=asking / len(counts),
        bare=bare_cpu / len(counts),
        small=small_cpu / len(counts),
        ready=ready_cpu / len(counts),
        speed=len(counts) / (places.took + taken.took + ended.took),
        bare_speed=len(counts) / steps.took,
        page_p99=percentile(taken.seconds["page"], 0.99),
        bare_page_p99=percentile(steps.seconds["page"], 0.99),
    )


def _bare_steps(their: Server, counts: Sequence[int], page: str) -> tuple[Crowd[None], float]:
    """As many bare steps as our quizzes had questions, and the processor seconds they took."""

    def visit(visitor: Connection, questions: int) -> None:
        for position in range(1, questions + 1):
            visitor.get(page, "page")
            visitor.post(f"/{position}", "action=answer&answer=1", "answer")

    before = their.cpu()
    done = all_at_once(visit, their.port, counts, VISITORS)
    return done, their.cpu() - before


def _writes(our: Server, their: Server, count: int) -> Writes:
    """Nothing but writes: our visitors skip every question they are sent to, unseen."""

    def skip_all(visitor: Connection, writes: int) -> None:
        place = "/check"
        for _ in range(writes):
            if place.endswith("/check"):
                place = begin(visitor, _LANGUAGE)
            place = visitor.post(place, "action=skip", "write").location

    def insert(visitor: Connection, writes: int) -> None:
        for position in range(writes):
            visitor.post(f"/{position}", "action=skip", "write")

    mine = all_at_once(skip_all, our.port, [count] * WRITERS, WRITERS).seconds["write"]
    bare_ones = all_at_once(insert, their.port, [count] * WRITERS, WRITERS).seconds["write"]
    return Writes(median(mine), percentile(mine, 0.99), median(bare_ones), percentile(bare_ones, 0.99))


def _quiz_figures(rounds: Sequence[Round]) -> list[Figure]:
    n = median(r.questions for r in rounds)
    size = median(r.page_bytes for r in rounds)
    steps = f"{n:.1f} × (bare SELECT + INSERT, bare page of {size:.0f} bytes)"
    whole, bare_cpu = [r.whole for r in rounds], [r.bare for r in rounds]
    return [
        Figure("whole quiz ÷ bare steps, CPU", paired(whole, bare_cpu), "×", 1.9, 1.4, steps),
        Figure("its questions only ÷ bare steps, CPU", paired([r.asking for r in rounds], bare_cpu), "×"),
        Figure("whole quiz ÷ steps with a small template", paired(whole, [r.small for r in rounds]), "×"),
        Figure("whole quiz ÷ steps with ready bytes", paired(whole, [r.ready for r in rounds]), "×"),
        Figure("CPU of a whole quiz", tuple(1e3 * r.whole for r in rounds), "ms"),
        Figure("CPU of its bare steps", tuple(1e3 * cpu for cpu in bare_cpu), "ms"),
        Figure("quizzes a second", tuple(r.speed for r in rounds), "/s", about="4 visitors, client included"),
        Figure("requests a second", tuple(r.speed * (2 * r.questions + 5) for r in rounds), "/s"),
        Figure("requests a second, bare", tuple(r.bare_speed * 2 * r.questions for r in rounds), "/s"),
        Figure("page p99, 4 visitors", tuple(1e3 * r.page_p99 for r in rounds), "ms"),
        Figure(
            "page p99 ÷ bare page p99",
            paired([r.page_p99 for r in rounds], [r.bare_page_p99 for r in rounds]),
            "×",
        ),
    ]


def _write_figures(writes: Sequence[Writes]) -> list[Figure]:
    slow, usual = [w.slow for w in writes], [w.usual for w in writes]
    return [
        Figure("write p99 ÷ p50, 8 clients", paired(slow, usual), "×", 4, 2, "WAL, synchronous=FULL"),
        Figure("the same, bare", paired([w.bare_slow for w in writes], [w.bare_usual for w in writes]), "×"),
        Figure("write p99, 8 clients", tuple(1e3 * value for value in slow), "ms"),
        Figure("the same, bare", tuple(1e3 * w.bare_slow for w in writes), "ms"),
    ]
