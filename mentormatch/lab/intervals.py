"""Figures over many worlds, with intervals from drawing the worlds again."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.special import betaincinv

from mentormatch.lab.metrics import METRICS
from mentormatch.lab.worlds import Floats
from mentormatch.values import dataclass

Tally = Mapping[tuple[str, str], Floats]

_DRAWS = 1000
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and the 95 % interval of a percentile bootstrap over worlds (Efron 1979).

    The interval is the value itself when there is one world only.
    """

    value: float
    low: float
    high: float


def figures(strata: Sequence[Sequence[Tally]], rng: np.random.Generator) -> dict[str, dict[str, Figure]]:
    """Every row's metrics from the tallies of worlds, worlds being redrawn within each stratum."""
    counts = [rng.multinomial(len(s), np.full(len(s), 1.0 / len(s)), _DRAWS) for s in strata]
    drawn = np.hstack(counts).astype(np.float64)
    tallies = [tally for stratum in strata for tally in stratum]
    table: dict[str, dict[str, Figure]] = {}
    for row, name in _names(tallies):
        parts = np.stack([tally[row, name] for tally in tallies])
        figure = _figure(name, parts, drawn)
        if figure is not None:
            table.setdefault(row, {})[name] = figure
    return table


def at_most(happened: int, of: int) -> float:
    """The exact upper end of a one-sided 95 % interval for a share (Clopper & Pearson 1934).

    Unlike a bootstrap it says something where nothing happened at all: about 3 / of.
    """
    return 1.0 if happened == of else float(betaincinv(happened + 1, of - happened, _LEVEL))


def _names(tallies: Iterable[Tally]) -> list[tuple[str, str]]:
    """What every world was measured on, in the order of the first."""
    first, *rest = tallies
    return [key for key in first if all(key in tally for tally in rest)]


def _figure(name: str, parts: Floats, drawn: Floats) -> Figure | None:
    """None where nobody was concerned, such as an accuracy among no people."""
    value = METRICS[name].value
    whole = float(value(parts.sum(axis=0)))
    if np.isnan(whole):
        return None
    again = value(drawn @ parts)
    edge = (1.0 - _LEVEL) / 2.0
    low, high = np.nanquantile(again, [edge, 1.0 - edge])
    return Figure(whole, float(low), float(high))
