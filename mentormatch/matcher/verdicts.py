"""The verdict on many people at once, column by column.

The web asks for one person and the command line for millions; both go through here, so their
results are equal to the last bit.
"""

from collections.abc import Sequence
from dataclasses import field

import numpy as np
import numpy.typing as npt

from mentormatch.guide import MENTORING_KINDS, Kind, Role
from mentormatch.matcher.careless import longest_runs, predictability
from mentormatch.matcher.residual import Residual, corrected
from mentormatch.scoring import Bools, Floats, Ints, Rows, ScoringArrays, score_rows
from mentormatch.values import dataclass

KINDS = tuple(Kind)
COACHING = KINDS.index(Kind.COACHING)
REASONS = 3
_TIED = 12  # numbers equal to this many digits are a tie: the first in standing order is taken
_FIRST_COACHING_LEAF = len(MENTORING_KINDS)


@dataclass(frozen=True, slots=True, eq=False)
class Pulls:
    """What answers did, n people: the items (n, r) by weight for, and the one (n,) against.

    Weights are positive where there is a reason and 0 or less where there is none; `toward` (n,)
    is the kind that the answer against spoke for.
    """

    items: Ints
    weights: Floats
    against: Ints
    toward: Ints
    counterweight: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What is said of n people; kinds and leaves by their place in the standing order.

    `kinds` (n, kind) probabilities; `focuses` (n, focus) conditional on coaching; `lead`,
    `runner_up`, `focus` (n,); `runs`, `agreements`, `predictability` (n,).
    """

    rows: Rows = field(repr=False)
    roles: tuple[Role, ...]
    kinds: Floats
    focuses: Floats
    lead: Ints
    runner_up: Ints
    focus: Ints
    close_call: Bools
    pulls: Pulls
    straight_line: Bools
    random_like: Bools
    runs: Floats
    predictability: Floats


def verdicts(
    arrays: ScoringArrays,
    answers: npt.NDArray[np.uint8],
    roles: Sequence[Role],
    residual: Residual | None = None,
) -> Verdicts:
    """The verdicts on one block of people; answers (n, n_questions), roles (n,).

    Under a correction where one is given; carelessness is judged by the expert all the same.
    """
    rows = score_rows(arrays, answers, roles)
    foretold = predictability(arrays, rows)
    if residual is not None:
        rows = corrected(arrays, rows, tuple(roles), residual)
    constants = arrays.model.constants
    leaf = rows.scores.probabilities
    coaching = leaf[:, 3] + leaf[:, 4] + leaf[:, 5]
    kinds = np.column_stack([leaf[:, 0], leaf[:, 1], leaf[:, 2], coaching])
    people = np.arange(len(kinds))
    others = np.round(kinds, _TIED)
    lead = np.argmax(others, axis=1)
    others[people, lead] = -1.0
    runner_up = np.argmax(others, axis=1)
    best, second = kinds[people, lead], kinds[people, runner_up]
    focus = np.argmax(np.round(leaf[:, _FIRST_COACHING_LEAF:], _TIED), axis=1)
    finds = np.array([role is Role.FIND for role in roles], dtype=bool)
    runs, agreements = longest_runs(arrays, rows)
    limits, rules = constants.close_call, constants.careless
    enough = np.count_nonzero(rows.answered, axis=1) >= rules.least_answers
    return Verdicts(
        rows=rows,
        roles=tuple(roles),
        kinds=kinds,
        focuses=leaf[:, _FIRST_COACHING_LEAF:] / np.where(coaching > 0, coaching, 1.0)[:, None],
        lead=lead,
        runner_up=runner_up,
        focus=focus,
        close_call=(best < limits.least_probability) | (best - second < limits.least_lead),
        pulls=pulls(arrays, rows, lead, focus, finds),
        straight_line=(runs >= rules.run_share) & (agreements >= rules.least_agreements),
        random_like=enough & (foretold < rules.least_predictability),
        runs=runs,
        predictability=foretold,
    )


def pulls(arrays: ScoringArrays, rows: Rows, lead: Ints, focus: Ints, finds: Bools) -> Pulls:
    """The answers that weighed most for the leading kind, and the one most against it.

    An answer's weight for a kind is what it adds to the kind's log-probability beyond its mean over
    the door's kinds. Coaching stands for its leading leaf.
    """
    people, coached = np.arange(len(lead)), _FIRST_COACHING_LEAF + focus
    leaves = [_leaf(rows, leaf) for leaf in range(_FIRST_COACHING_LEAF)]
    coaching = _leaf(rows, coached)
    total = leaves[0] + leaves[1] + leaves[2]
    mean = np.where(finds[:, np.newaxis], (total + coaching) / 4.0, total / 3.0)
    own = _leaf(rows, np.where(lead == COACHING, coached, lead)) - mean
    own /= arrays.model.temperature
    ranked = np.round(own, _TIED)
    against = np.argmin(ranked, axis=1)
    there = np.stack([leaf[people, against] for leaf in (*leaves, coaching)], axis=1)
    there[~finds, COACHING] = -np.inf
    toward = np.argmax(np.round(there, _TIED), axis=1)
    counter = (there[people, toward] - mean[people, against]) / arrays.model.temperature
    counter[own[people, against] >= 0.0] = 0.0
    items, pulled = [], []
    for _ in range(REASONS):
        place = np.argmax(ranked, axis=1)
        items.append(rows.items[people, place])
        pulled.append(own[people, place])
        ranked[people, place] = own[people, place] = -np.inf
    return Pulls(np.stack(items, 1), np.stack(pulled, 1), rows.items[people, against], toward, counter)


def _leaf(rows: Rows, leaf: Ints | int) -> Floats:
    """What each answer adds to one leaf, or to each person's own, (n, k)."""
    if isinstance(leaf, int):
        return rows.gathered[:, :, leaf]
    people, places = np.ogrid[: rows.gathered.shape[0], : rows.gathered.shape[1]]
    return rows.gathered[people, places, leaf[:, np.newaxis]]
