"""Figures that can be trusted on a noisy machine: medians of pairs measured side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

REPETITIONS_THAT_COUNT = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number, each repetition of it, and the goals it has; smaller is better.

    With `least` the goals are lower bounds. `about` says what was divided by what.
    """

    name: str
    values: tuple[float, ...]
    unit: str = ""
    must: float | None = None
    aim: float | None = None
    about: str = ""
    least: bool = False

    @property
    def middle(self) -> float:
        """The median of the repetitions."""
        return median(self.values)

    @property
    def verdict(self) -> str:
        """`aim`, `must` or `missed`; empty when there is no goal."""
        if self.must is None:
            return ""
        sign = -1.0 if self.least else 1.0
        if self.aim is not None and sign * self.middle <= sign * self.aim:
            return "aim"
        return "must" if sign * self.middle <= sign * self.must else "missed"

    def as_document(self) -> dict[str, object]:
        """The figure as JSON can hold it."""
        return {
            "name": self.name,
            "median": self.middle,
            "least": min(self.values),
            "most": max(self.values),
            "repetitions": len(self.values),
            "unit": self.unit,
            "must": self.must,
            "aim": self.aim,
            "verdict": self.verdict,
            "about": self.about,
        }


def paired(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, ...]:
    """The ratio of every pair of neighbours in time."""
    return tuple(our / their for our, their in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of the others do not exceed; the nearest one, nothing between."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
