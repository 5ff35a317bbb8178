"""One world's measurements: every way of asking and scoring, on the same people."""

from dataclasses import replace

import numpy as np

from mentormatch.guide import Role
from mentormatch.lab import baselines, metrics
from mentormatch.lab.answering import Codes, respond
from mentormatch.lab.ceiling import ceiling
from mentormatch.lab.forms import balanced_form, only, walk, with_gaps
from mentormatch.lab.intervals import Tally
from mentormatch.lab.people import Ints, Manner, People, draw_people
from mentormatch.lab.sharp_form import sharp_form
from mentormatch.lab.worlds import LANGUAGES, Floats, World
from mentormatch.matcher.residual import Residual
from mentormatch.matcher.verdicts import Verdicts, verdicts
from mentormatch.quiz import Bank
from mentormatch.scoring import ExpertModel, ScoringArrays, arrays_for
from mentormatch.values import dataclass

_COACHING = 3


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people a world has: `people` to measure on, `labelled` to teach the learner.

    `again` of the people come back for a second occasion, `careless` is the number of random
    clickers and as many straight-liners, `draws` what the ceiling imagines per leaf and language.
    """

    people: int = 100
    labelled: int = 240
    again: int = 50
    careless: int = 40
    draws: int = 8000


@dataclass(frozen=True, slots=True, eq=False)
class Instruments:
    """What is put to the test."""

    bank: Bank
    model: ExpertModel
    arrays: ScoringArrays
    residual: Residual | None = None


def instruments(bank: Bank, model: ExpertModel, residual: Residual | None = None) -> Instruments:
    """A bank under a model, with what was learnt where there is something."""
    return Instruments(bank, model, arrays_for(bank, model), residual)


def measure(tools: Instruments, world: World, sizes: Sizes) -> Tally:
    """Every row and metric of one world."""
    tally: dict[tuple[str, str], Floats] = {}
    for row, parts in (
        *_find(tools, world, sizes),
        *_become(tools, world, sizes),
        *_careless(tools, world, sizes),
    ):
        for name, part in parts.items():
            tally[row, name] = part
    return tally


Rows = list[tuple[str, dict[str, metrics.Part]]]


def _find(tools: Instruments, world: World, sizes: Sizes) -> Rows:
    everyone = draw_people(world, Role.FIND, sizes.labelled + sizes.people)
    every = respond(world, tools.bank, everyone).codes
    learnt, tested = np.arange(sizes.labelled), np.arange(sizes.labelled, len(everyone))
    people, codes = everyone.those(tested), every[tested]
    form = balanced_form(tools.bank, Role.FIND)
    fixed = only(codes, form)
    taught = (only(every[learnt], form), everyone.kind[learnt])
    whole = _verdict(tools, codes, Role.FIND)
    rows = _fixed(tools, people, fixed, whole)
    rows.append(("sharpest", _sharpest(tools, people, codes, whole)))
    rows.append(("whole bank", _judged(whole, people)))
    rows += _adaptive(tools, world, sizes, (people, codes, whole))
    rows += _compared(tools, world, sizes, (people, fixed, taught))
    return rows


def _verdict(tools: Instruments, codes: Codes, role: Role) -> Verdicts:
    return verdicts(tools.arrays, codes, (role,) * len(codes), tools.residual)


def _judged(verdict: Verdicts, people: People) -> dict[str, metrics.Part]:
    truth = people.kind
    coached = (verdict.lead == _COACHING) & (truth == _COACHING)
    return {
        **metrics.quality(verdict.kinds, truth),
        **metrics.decisions(verdict.close_call, verdict.lead, verdict.runner_up, truth),
        "focus_right": metrics.mean((verdict.focus + _COACHING == people.leaf)[coached]),
    }


def _fixed(tools: Instruments, people: People, fixed: Codes, whole: Verdicts) -> Rows:
    """The fixed form, over all and by language."""
    verdict = _verdict(tools, fixed, Role.FIND)
    rows = [("fixed", {**_judged(verdict, people), "agreement": metrics.mean(verdict.lead == whole.lead)})]
    for place, language in enumerate(LANGUAGES):
        ours = people.language == place
        rows.append((f"fixed, {language}", metrics.quality(verdict.kinds[ours], people.kind[ours])))
    return rows


def _sharpest(tools: Instruments, people: People, codes: Codes, whole: Verdicts) -> dict[str, metrics.Part]:
    """As many questions as the fixed form, chosen by the model."""
    form = sharp_form(tools.bank, tools.arrays, Role.FIND)
    verdict = _verdict(tools, only(codes, form), Role.FIND)
    return {**_judged(verdict, people), "agreement": metrics.mean(verdict.lead == whole.lead)}


def _adaptive(tools: Instruments, world: World, sizes: Sizes, first: tuple[People, Codes, Verdicts]) -> Rows:
    """The quiz as visitors take it, and again some weeks later."""
    people, codes, whole = first
    taken = walk(tools.bank, tools.model, tools.arrays, codes, Role.FIND)
    verdict = _verdict(tools, taken.codes, Role.FIND)
    parts = {
        **_judged(verdict, people),
        **metrics.items_used(taken.items),
        "agreement": metrics.mean(verdict.lead == whole.lead),
    }
    back = draw_people(world, Role.FIND, sizes.labelled + sizes.people, occasion=2)
    here = np.arange(sizes.labelled, len(back))
    later = respond(world, tools.bank, back, occasion=2).codes[here][: sizes.again]
    retaken = walk(tools.bank, tools.model, tools.arrays, later, Role.FIND)
    again = _verdict(tools, retaken.codes, Role.FIND).lead
    parts["kappa"] = metrics.confusion(verdict.lead[: sizes.again], again, len(baselines.KINDS))
    rows: Rows = [("adaptive", parts)]
    for place, language in enumerate(LANGUAGES):
        ours = people.language == place
        rows.append((f"adaptive, {language}", metrics.quality(verdict.kinds[ours], people.kind[ours])))
    return rows


def _compared(
    tools: Instruments,
    world: World,
    sizes: Sizes,
    people_fixed_taught: tuple[People, Codes, tuple[Codes, Ints]],
) -> Rows:
    """The baselines on the fixed form, and what half of the answers are worth."""
    people, fixed, taught = people_fixed_taught
    bank, truth = tools.bank, people.kind
    best = ceiling(world, bank, people, fixed, sizes.draws)
    kinds = np.column_stack([best[:, :_COACHING], best[:, _COACHING:].sum(axis=1)])
    points, calmed = baselines.points_quiz, baselines.CALIBRATED_SCALE
    half = with_gaps(fixed, 0.5, world.chance("gaps"))
    return [
        ("fixed, Bayes ceiling", metrics.quality(kinds, truth)),
        ("fixed, logistic", metrics.quality(baselines.logistic(bank, Role.FIND, taught, fixed), truth)),
        ("fixed, points quiz", metrics.quality(points(bank, Role.FIND, fixed), truth)),
        ("fixed, points, calibrated", metrics.quality(points(bank, Role.FIND, fixed, calmed), truth)),
        ("fixed, majority", metrics.quality(baselines.majority(taught[1], len(truth)), truth)),
        ("half missing", _judged(_verdict(tools, half, Role.FIND), people)),
        ("half missing, points quiz", metrics.quality(points(bank, Role.FIND, half), truth)),
    ]


def _become(tools: Instruments, world: World, sizes: Sizes) -> Rows:
    """The other door, adaptively."""
    people = draw_people(world, Role.BECOME, sizes.again)
    codes = respond(world, tools.bank, people).codes
    taken = walk(tools.bank, tools.model, tools.arrays, codes, Role.BECOME)
    verdict = _verdict(tools, taken.codes, Role.BECOME)
    whole = _verdict(tools, codes, Role.BECOME)
    parts = {**metrics.quality(verdict.kinds, people.kind), **metrics.items_used(taken.items)}
    parts["agreement"] = metrics.mean(verdict.lead == whole.lead)
    return [("adaptive, become", parts)]


def _careless(tools: Instruments, world: World, sizes: Sizes) -> Rows:
    """Random clickers and straight-liners beside honest people: on the fixed form, and adaptively."""
    form = balanced_form(tools.bank, Role.FIND)
    people = draw_people(world, Role.FIND, sizes.labelled + sizes.people)
    fixed, adaptive = [], []
    for manner in (Manner.ATTENTIVE, Manner.RANDOM, Manner.STRAIGHT):
        count = sizes.people if manner is Manner.ATTENTIVE else sizes.careless
        group = replace(people.those(np.arange(count)), manner=np.full(count, manner))
        codes = respond(world, tools.bank, group).codes
        fixed.append(_verdict(tools, only(codes, form), Role.FIND))
        taken = walk(tools.bank, tools.model, tools.arrays, codes[: sizes.careless], Role.FIND)
        adaptive.append(_verdict(tools, taken.codes, Role.FIND))
    return [("careless, fixed", _noticed(*fixed)), ("careless, adaptive", _noticed(*adaptive))]


def _noticed(honest: Verdicts, random: Verdicts, straight: Verdicts) -> dict[str, metrics.Part]:
    return {
        "random_auc": metrics.pairs_won(honest.predictability, random.predictability),
        "random_found": metrics.mean(random.random_like),
        "random_false": metrics.mean(honest.random_like),
        "straight_found": metrics.mean(straight.straight_line),
        "straight_false": metrics.mean(honest.straight_line),
        "straight_decided": metrics.mean(~straight.close_call),
    }
