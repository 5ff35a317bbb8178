"""How good the recommendation is on simulated respondents: measured, kept and quoted.

The figures of the shipped bank and model are kept in `data/model/figures.json` and quoted by
`docs/science.md` and the public page on the method. With them is kept a *trace*: the unrounded
outcome of a small run, by which a test knows that they no longer belong to the program.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from mentormatch.lab import Purpose
from mentormatch.lab.bench import Sizes, instruments
from mentormatch.lab.metrics import METRICS
from mentormatch.lab.run import Plan, Table, run
from mentormatch.matcher.residual import Residual
from mentormatch.quiz import Bank
from mentormatch.scoring import ExpertModel

WORLDS = 40
_TRACE = Plan(Purpose.HELD_OUT, 1, Sizes(people=40, labelled=60, again=10, careless=20, draws=200))
_DIGITS = 4


def evaluate(
    bank: Bank,
    model: ExpertModel,
    plan: Plan,
    tick: Callable[[], None] = lambda: None,
    residual: Residual | None = None,
) -> dict[str, Any]:
    """The document of figures: what was measured, on what, and every value with its interval.

    With a `residual`, the model is what was learnt, over the expert.

    `regimes` → regime or "all" → row → metric → [value, low, high], the interval 95 % over worlds.
    """
    tools = instruments(bank, model, residual)
    return {
        "schema": 1,
        "respondents": "simulated",
        "purpose": plan.purpose.value,
        "worlds": plan.worlds,
        "sizes": asdict(plan.sizes),
        "bank": bank.content_hash,
        "model": residual.content_hash if residual else model.content_hash,
        "regimes": rounded(run(tools, plan, tick)),
    }


def trace(bank: Bank, model: ExpertModel) -> dict[str, dict[str, float]]:
    """What a few respondents of three worlds come to: row → metric → value, over all regimes."""
    table = run(instruments(bank, model), _TRACE)
    return {
        row: {name: round(figure.value, _DIGITS) for name, figure in found.items()}
        for row, found in table["all"].items()
    }


def figures_text(document: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """The kept file: the figures with their trace."""
    return json.dumps({**document, "trace": found}, indent=1) + "\n"


def words_of(metric: str) -> str:
    """What a metric is called in a table, in English."""
    return METRICS[metric].words


def rounded(table: Table) -> dict[str, dict[str, dict[str, list[float]]]]:
    """Regime → row → metric → [value, low, high], to four digits."""
    return {
        regime: {
            row: {
                name: [round(f.value, _DIGITS), round(f.low, _DIGITS), round(f.high, _DIGITS)]
                for name, f in found.items()
            }
            for row, found in rows.items()
        }
        for regime, rows in table.items()
    }
