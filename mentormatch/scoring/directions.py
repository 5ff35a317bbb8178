"""What answers are about, item by item: directions in the space of the latent traits."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mentormatch.scoring.expert import Floats, frozen
from mentormatch.values import dataclass

Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Graded:
    """The items that one logit η = loading·θ decides: agreement questions and pairs.

    `items` (g,) their rows, `loadings` (g, 12), `weight` (g,) the information about η at the
    middle. Per answer code 0 to 5, (g, 6): `scores` about η, and the bounds between which the
    logistic variable around η must fall, so that P(code) = F(upper − η) − F(lower − η); a code
    that the item does not have has equal bounds. A pair's first option is the upper half. `cuts`
    (g, 4) are the rising bounds between answers, +inf where an item has fewer.
    """

    items: Ints
    loadings: Floats
    weight: Floats
    scores: Floats
    lower: Floats
    upper: Floats
    cuts: Floats
    options: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Situations:
    """The items with one logit per option: `items` (c,) their rows, `logits` (c, m, 12).

    `logits` are centred over an item's own `options` (c,) and zero on the padding above them;
    `padding` (c, m) is zero on options and -inf above them.
    """

    items: Ints
    logits: Floats
    options: Ints
    padding: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Directions:
    """What answers are about: every S is a factor times one of d directions in the latent space.

    `vectors` (d, 12): the loading of every graded item in their order, then the logits of every
    situation's options, padding included. By row of the scores: `of` (rows,) the direction,
    `factor` (rows,), zero for unanswered.
    """

    vectors: Floats
    of: Ints
    factor: Floats


def directions_of(sizes: Ints, graded: Graded, situations: Situations) -> Directions:
    """The directions of a bank's items; `sizes` (i,) counts an item's rows of the scores."""
    most = situations.logits.shape[1]
    of, factor = [np.zeros(0, dtype=np.int64)] * len(sizes), [np.zeros(0)] * len(sizes)
    for place, item in enumerate(graded.items):
        of[item] = np.full(sizes[item], place)
        factor[item] = graded.scores[place, : sizes[item]]
    for place, item in enumerate(situations.items):
        options = np.maximum(np.arange(sizes[item]) - 1, 0)
        of[item] = len(graded.items) + place * most + options
        factor[item] = np.where(np.arange(sizes[item]) > 0, 1.0, 0.0)
    return Directions(
        vectors=frozen(
            np.concatenate([graded.loadings, situations.logits.reshape(-1, graded.loadings.shape[1])])
        ),
        of=np.concatenate([np.zeros(0, dtype=np.int64), *of]),
        factor=frozen(np.concatenate([np.zeros(0), *factor])),
    )
