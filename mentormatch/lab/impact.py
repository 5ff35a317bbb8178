"""What a new bank does to simulated people: the same people take the quiz with both banks.

People and their answers are drawn by name, so that a question which stays as it is gets the same
answer in both runs: what differs comes from what was edited.
"""

from collections.abc import Mapping
from dataclasses import field

import numpy as np

from mentormatch.guide import Role
from mentormatch.lab import metrics
from mentormatch.lab.answering import respond
from mentormatch.lab.bench import Instruments
from mentormatch.lab.chance import Purpose, generator
from mentormatch.lab.forms import walk
from mentormatch.lab.intervals import Figure, Tally, figures
from mentormatch.lab.people import People, draw_people
from mentormatch.lab.regimes import Regime
from mentormatch.lab.worlds import LANGUAGES, make_world
from mentormatch.matcher.verdicts import KINDS, Verdicts, verdicts
from mentormatch.values import dataclass

BEFORE, AFTER, CHANGE = "before", "after", "change"
Moves = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True, eq=False)
class WorldImpact:
    """One world: its tally for intervals, and how many people moved, by language, from and to."""

    regime: Regime
    tally: Tally = field(repr=False)
    moves: Moves


def compared(
    tools: tuple[Instruments, Instruments], regime: Regime, index: int, *, people: int
) -> WorldImpact:
    """`people` of one held-out world who take the quiz with the old bank and with the new one."""
    world = make_world(Purpose.HELD_OUT, regime, index)
    everyone = draw_people(world, Role.FIND, people)
    taken = []
    for tool in tools:
        codes = respond(world, tool.bank, everyone).codes
        taken.append(walk(tool.bank, tool.model, tool.arrays, codes, Role.FIND))
    found = [
        verdicts(tool.arrays, walked.codes, (Role.FIND,) * people)
        for tool, walked in zip(tools, taken, strict=True)
    ]
    tally: dict[tuple[str, str], metrics.Part] = {}
    for row, verdict, walked in zip((BEFORE, AFTER), found, taken, strict=True):
        tally[row, "top1"] = metrics.mean(verdict.lead == everyone.kind)
        tally[row, "items"] = metrics.mean(walked.items)
    for name in ("top1", "items"):
        # A mean of differences: the sum differs, the number of people does not.
        difference = tally[AFTER, name] - tally[BEFORE, name]
        tally[CHANGE, name] = np.array([difference[0], tally[BEFORE, name][1]])
    tally[CHANGE, "agreement"] = metrics.mean(found[0].lead == found[1].lead)
    return WorldImpact(regime, tally, _moves(everyone, *found))


def together(worlds: list[WorldImpact]) -> dict[str, dict[str, Figure]]:
    """The figures over all worlds, with 95 % intervals from drawing worlds again within regimes."""
    strata = [[world.tally for world in worlds if world.regime is regime] for regime in Regime]
    return figures([stratum for stratum in strata if stratum], generator(Purpose.HELD_OUT, "impact"))


def _moves(people: People, before: Verdicts, after: Verdicts) -> Moves:
    found: dict[tuple[str, str, str], int] = {}
    for language, old, new in zip(
        people.language.tolist(), before.lead.tolist(), after.lead.tolist(), strict=True
    ):
        key = (str(LANGUAGES[language]), str(KINDS[old]), str(KINDS[new]))
        found[key] = found.get(key, 0) + 1
    return found
