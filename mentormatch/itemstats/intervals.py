"""Shares with their uncertainty."""

import math

from mentormatch.values import dataclass

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the bounds of a 95 % interval; all three are from 0 to 1."""

    value: float
    low: float
    high: float


def wilson(part: int, whole: int) -> Share:
    """The share with its score interval, which is sound for small shares too.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.

    Raises:
        ValueError: when `part` is not within `whole`, or `whole` is not positive.
    """
    if not 0 <= part <= whole or whole <= 0:
        raise ValueError(f"{part} of {whole} is no share")
    share, z2 = part / whole, _Z95**2
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = _Z95 / (1 + z2 / whole) * math.sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    return Share(share, max(0.0, middle - half), min(1.0, middle + half))


def tail_of_chi_square(value: float) -> float:
    """The chance that a χ² variable of one degree of freedom exceeds `value`."""
    return math.erfc(math.sqrt(max(0.0, value) / 2))


def tail_of_normal(value: float) -> float:
    """The chance that a standard normal variable exceeds `value`."""
    return 0.5 * math.erfc(value / math.sqrt(2))
