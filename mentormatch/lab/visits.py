"""Simulated visits for a demonstration: who comes, when, what they would answer, what they do then."""

from dataclasses import field, replace

import numpy as np

from mentormatch.guide import Leaf, Role
from mentormatch.i18n import Locale
from mentormatch.lab.answering import Responses, respond
from mentormatch.lab.chance import Purpose
from mentormatch.lab.people import People, draw_people
from mentormatch.lab.regimes import Regime
from mentormatch.lab.worlds import LANGUAGES, LEAVES, World, make_world
from mentormatch.quiz import Bank, Form
from mentormatch.values import dataclass

_SHARES = {Role.FIND: 0.72, Role.BECOME: 0.28}
_FULL_FORM = 0.04
_GIVES_UP = 0.14
_FEWEST, _MOST = 2, 9
_GOES_ON = 0.3
_ASKS = 0.16
_LEAVES_ADDRESS = 0.55
_TAKES_BACK = 0.09
_GROWTH = 1.4


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor, in plain numbers.

    `ago` is when they come, as a share of the period before now; `codes` what they would answer to
    every question of the bank, as an attempt packs it, and `seconds` how long each would take.
    `gives_up` is after how many answers they leave (None: they finish). In a close call, `goes_on`
    says that they take two more questions. `asks` a counselor, `leaves_address`, `takes_back`: what
    they do with the result. `leaf` is what truly fits.
    """

    number: int
    role: Role
    locale: Locale
    form: Form
    seed: int
    ago: float
    codes: bytes = field(repr=False)
    seconds: tuple[float, ...] = field(repr=False)
    leaf: Leaf
    gives_up: int | None
    goes_on: bool
    asks: bool
    leaves_address: bool
    takes_back: bool


def draw_visits(bank: Bank, seed: int, size: int) -> tuple[Visit, ...]:
    """`size` visits through both doors and in all languages, the earliest first.

    The same seed and size give the same visits everywhere.
    """
    world = make_world(Purpose.DEMO, Regime.REALISTIC, seed)
    found = round(_SHARES[Role.FIND] * size)
    parts = {Role.FIND: found, Role.BECOME: size - found}
    visits: list[Visit] = []
    for role, count in parts.items():
        if count:
            people = draw_people(world, role, count)
            visits += _visits(world, people, respond(world, bank, people))
    visits.sort(key=lambda visit: -visit.ago)
    return tuple(replace(visit, number=number) for number, visit in enumerate(visits))


def _visits(world: World, people: People, responses: Responses) -> list[Visit]:
    rng = world.chance("visits", people.role.value)
    size = len(people)
    # More visitors come as time goes on; those who leave half-way came of late, for others are purged.
    ago = 1.0 - rng.random(size) ** (1.0 / _GROWTH)
    gives_up = rng.random(size) < _GIVES_UP
    ago = np.where(gives_up, 0.5 * ago, ago)
    after = rng.integers(_FEWEST, _MOST, size)
    full, goes_on, asks, address, back = rng.random((5, size))
    seeds = rng.integers(0, 1 << 63, size)
    return [
        Visit(
            number=0,
            role=people.role,
            locale=LANGUAGES[people.language[at]],
            form=Form.FULL if full[at] < _FULL_FORM else Form.ADAPTIVE,
            seed=int(seeds[at]),
            ago=float(ago[at]),
            codes=responses.codes[at].tobytes(),
            seconds=tuple(float(second) for second in responses.seconds[at]),
            leaf=LEAVES[people.leaf[at]],
            gives_up=int(after[at]) if gives_up[at] else None,
            goes_on=bool(goes_on[at] < _GOES_ON),
            asks=bool(asks[at] < _ASKS),
            leaves_address=bool(address[at] < _LEAVES_ADDRESS),
            takes_back=bool(back[at] < _TAKES_BACK),
        )
        for at in range(size)
    ]
