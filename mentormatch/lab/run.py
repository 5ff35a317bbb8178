"""All worlds of a measurement, on as many processors as asked for, and what they say together."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from mentormatch.lab.bench import Instruments, Sizes, instruments, measure
from mentormatch.lab.chance import Purpose, generator
from mentormatch.lab.intervals import Figure, Tally, figures
from mentormatch.lab.regimes import Regime
from mentormatch.lab.worlds import make_world
from mentormatch.quiz import parse_bank
from mentormatch.scoring import parse_expert

ALL = "all"
Table = dict[str, dict[str, dict[str, Figure]]]
_tools: list[Instruments] = []


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure: `worlds` of each regime, on respondents for one purpose."""

    purpose: Purpose
    worlds: int
    sizes: Sizes = field(default_factory=Sizes)
    processes: int = 1

    @property
    def places(self) -> list[tuple[Regime, int]]:
        """Every world of the plan; regimes take turns, so that progress is even."""
        return [(regime, index) for index in range(self.worlds) for regime in Regime]


def run(tools: Instruments, plan: Plan, tick: Callable[[], None] = lambda: None) -> Table:
    """Figures by regime (and over all), row and metric; `tick` is called after every world."""
    tallies: dict[Regime, list[Tally]] = {regime: [] for regime in Regime}
    for (regime, _), tally in zip(plan.places, _tallies(tools, plan), strict=True):
        tallies[regime].append(tally)
        tick()
    strata: dict[str, Sequence[Sequence[Tally]]] = {regime.value: [tallies[regime]] for regime in Regime}
    strata[ALL] = [tallies[regime] for regime in Regime]
    return {
        name: figures(worlds, generator(plan.purpose, "interval", name)) for name, worlds in strata.items()
    }


def _tallies(tools: Instruments, plan: Plan) -> Iterator[Tally]:
    if plan.processes == 1:
        for regime, index in plan.places:
            yield measure(tools, make_world(plan.purpose, regime, index), plan.sizes)
        return
    model = json.dumps(dict(tools.model.document))
    with ProcessPoolExecutor(
        plan.processes, get_context("spawn"), _prepare, (tools.bank.document, model)
    ) as pool:
        yield from pool.map(_measure, [(plan.purpose, *place, plan.sizes) for place in plan.places])


def _prepare(bank: bytes, model: str) -> None:
    """What a helping process does once: documents travel, arrays are made on arrival."""
    _tools[:] = [instruments(parse_bank(bank), parse_expert(model))]


def _measure(task: tuple[Purpose, Regime, int, Sizes]) -> Tally:
    purpose, regime, index, sizes = task
    return measure(_tools[0], make_world(purpose, regime, index), sizes)
