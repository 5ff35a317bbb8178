"""Learning from simulated counselors, measured, kept and quoted, as `usecases.evaluate` does scoring."""

from collections.abc import Callable
from functools import partial
from typing import Any

from mentormatch.lab import Purpose
from mentormatch.lab.bench import instruments
from mentormatch.lab.intervals import at_most
from mentormatch.lab.learning import LearningSizes, measure_learning, measure_null
from mentormatch.lab.run import Plan, run
from mentormatch.quiz import Bank
from mentormatch.scoring import ExpertModel
from mentormatch.usecases.evaluate import rounded

WORLDS = 12
NULL_WORLDS = 200
_DIGITS = 4
_NULL = LearningSizes(labels=(), judged=0, people=1)
_TRACE = LearningSizes(labels=(60,), null_labels=(60,), judged=60, people=60, repeats=1)


def evaluate_learning(
    bank: Bank,
    model: ExpertModel,
    plan: Plan,
    tick: Callable[[], None] = lambda: None,
    sizes: LearningSizes | None = None,
) -> dict[str, Any]:
    """The document of figures, in the form of `usecases.evaluate.evaluate`."""
    sizes = sizes or LearningSizes()
    found = run(instruments(bank, model), plan, tick, partial(measure_learning, sizes=sizes))
    return {
        "schema": 1,
        "respondents": "simulated",
        "purpose": plan.purpose.value,
        "worlds": plan.worlds,
        "people": sizes.people,
        "repeats": sizes.repeats,
        "bank": bank.content_hash,
        "model": model.content_hash,
        "regimes": rounded(found),
    }


def evaluate_null(
    bank: Bank,
    model: ExpertModel,
    plan: Plan,
    tick: Callable[[], None] = lambda: None,
) -> dict[str, Any]:
    """How often noise is promoted, in many null worlds: `evaluate_learning`'s rows on promotion only.

    `most` → row is the exact upper end of a one-sided 95 % interval of what the rule promotes there,
    over all regimes.
    """
    found = run(instruments(bank, model), plan, tick, partial(measure_null, sizes=_NULL))
    count = len(plan.places)
    return {
        "schema": 1,
        "respondents": "simulated",
        "purpose": plan.purpose.value,
        "worlds": plan.worlds,
        "repeats": _NULL.repeats,
        "bank": bank.content_hash,
        "model": model.content_hash,
        "regimes": rounded(found),
        "most": {
            row: round(at_most(round(figures["promoted"].value * count), count), _DIGITS)
            for row, figures in found["all"].items()
            if row.startswith("null")
        },
    }


def learning_trace(bank: Bank, model: ExpertModel) -> dict[str, dict[str, float]]:
    """What very few people of three worlds come to: row → metric → value, over all regimes."""
    plan = Plan(Purpose.HELD_OUT, 1)
    table = run(instruments(bank, model), plan, measured=partial(measure_learning, sizes=_TRACE))
    return {
        row: {name: round(figure.value, _DIGITS) for name, figure in found.items()}
        for row, found in table["all"].items()
    }
