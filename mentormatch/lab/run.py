"""All worlds of a measurement, on as many processors as asked for, and what they say together."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import field
from functools import partial
from multiprocessing import get_context

from mentormatch.lab.bench import Instruments, Sizes, instruments, measure
from mentormatch.lab.chance import Purpose, generator
from mentormatch.lab.intervals import Figure, Tally, figures
from mentormatch.lab.regimes import Regime
from mentormatch.lab.worlds import World, make_world
from mentormatch.matcher.residual import Residual
from mentormatch.quiz import parse_bank
from mentormatch.scoring import parse_expert
from mentormatch.values import dataclass

ALL = "all"
Measured = Callable[[Instruments, World], Tally]
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


def run(
    tools: Instruments,
    plan: Plan,
    tick: Callable[[], None] = lambda: None,
    measured: Measured | None = None,
) -> Table:
    """Figures by regime (and over all), row and metric; `tick` is called after every world.

    `measured` is what is done in a world, `bench.measure` of the plan's sizes unless told
    otherwise; it travels to other processes, so it must be a function of a module, or a partial.
    """
    tallies: dict[Regime, list[Tally]] = {regime: [] for regime in Regime}
    what = measured or partial(measure, sizes=plan.sizes)
    for (regime, _), tally in zip(plan.places, _tallies(tools, plan, what), strict=True):
        tallies[regime].append(tally)
        tick()
    strata: dict[str, Sequence[Sequence[Tally]]] = {regime.value: [tallies[regime]] for regime in Regime}
    strata[ALL] = [tallies[regime] for regime in Regime]
    return {
        name: figures(worlds, generator(plan.purpose, "interval", name)) for name, worlds in strata.items()
    }


def _tallies(tools: Instruments, plan: Plan, what: Measured) -> Iterator[Tally]:
    if plan.processes == 1:
        for regime, index in plan.places:
            yield what(tools, make_world(plan.purpose, regime, index))
        return
    model = json.dumps(dict(tools.model.document))
    with ProcessPoolExecutor(
        plan.processes, get_context("spawn"), _prepare, (tools.bank.document, model, tools.residual)
    ) as pool:
        yield from pool.map(_measure, [(plan.purpose, *place, what) for place in plan.places])


def _prepare(bank: bytes, model: str, residual: Residual | None) -> None:
    """What a helping process does once: documents travel, arrays are made on arrival."""
    _tools[:] = [instruments(parse_bank(bank), parse_expert(model), residual)]


def _measure(task: tuple[Purpose, Regime, int, Measured]) -> Tally:
    purpose, regime, index, what = task
    return what(_tools[0], make_world(purpose, regime, index))
