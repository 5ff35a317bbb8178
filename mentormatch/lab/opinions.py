"""Simulated counselors for a demonstration: what they think of a visitor, and when they come to it.

They see what truly fits more often than not, and lean toward a recommendation that they were shown:
so the figures of the demonstration look like figures, and say nothing about real counselors.
"""

from mentormatch.guide import Leaf, leaves_for
from mentormatch.lab.chance import Purpose, generator
from mentormatch.lab.visits import Visit
from mentormatch.values import dataclass

_SEES = 0.55
_LEANS = 0.55
_CONFIDENCES = (0.2, 0.5, 0.3)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a counselor thinks would fit, and how surely: 1 unsure, 2 fairly, 3 sure.

    `chances` are numbers from 0 to 1 for what is still to be decided about this reading: whether
    somebody comes to it, when, how far they get, and whether the visitor looks.
    """

    leaf: Leaf
    confidence: int
    chances: tuple[float, ...]


def opinion(seed: int, visit: Visit, reading: int, shown: Leaf | None) -> Opinion:
    """What the counselor of one reading (1 or 2) thinks; `shown` is None where they judge blind."""
    rng = generator(Purpose.DEMO, "opinion", seed, visit.number, reading)
    sees, leans = rng.random(2)
    confidence = 1 + int(rng.choice(len(_CONFIDENCES), p=_CONFIDENCES))
    others = [leaf for leaf in leaves_for(visit.role) if leaf is not visit.leaf]
    own = visit.leaf if sees < _SEES else others[int(rng.integers(len(others)))]
    leaf = shown if shown is not None and leans < _LEANS else own
    return Opinion(leaf, confidence, tuple(float(chance) for chance in rng.random(8)))
