"""A sample of attempts, evenly spread over a stream of unknown length.

What needs a model or many passes is measured on some thousands of attempts: with them the
standard error of a correlation is below .01, and a million would only take longer.
"""

from dataclasses import field

import numpy as np
import numpy.typing as npt

from mentormatch.itemstats.tally import Codes
from mentormatch.values import dataclass


@dataclass(slots=True, eq=False)
class Sample:
    """Every `stride`-th of the attempts offered so far; `most` to twice as many of a long stream.

    When twice `most` are held, every second is let go and the stride doubled, so that those who
    stay are spread evenly from the first to the last, by no more chance than their order.
    """

    most: int
    stride: int = 1
    offered: int = 0
    parts: list[tuple[Codes, Codes, Codes]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many attempts are held."""
        return sum(len(part[0]) for part in self.parts)

    def rows(self) -> tuple[Codes, Codes, Codes]:
        """Answers (n, q), languages (n, q) and marks (n,) of the attempts that are held."""
        if not self.parts:
            nothing = np.zeros((0, 0), dtype=np.uint8)
            return nothing, nothing, np.zeros(0, dtype=np.uint8)
        answers, languages, marks = zip(*self.parts, strict=True)
        return np.concatenate(answers), np.concatenate(languages), np.concatenate(marks)


def offer(
    sample: Sample, answers: Codes, languages: Codes, marks: Codes, those: npt.NDArray[np.bool_]
) -> None:
    """Offer those attempts of a chunk that the mask (n,) names."""
    places = np.flatnonzero(those)
    chosen = places[(-sample.offered) % sample.stride :: sample.stride]
    sample.offered += len(places)
    if len(chosen):
        sample.parts.append((answers[chosen], languages[chosen], marks[chosen]))
    while sample.size >= 2 * sample.most:
        held = sample.rows()
        sample.parts[:] = [(held[0][::2], held[1][::2], held[2][::2])]
        sample.stride *= 2
