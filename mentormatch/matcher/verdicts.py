"""The verdict on many people at once, column by column.

The web asks for one person and the command line for millions; both go through here, so their
results are equal to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mentormatch.guide import MENTORING_KINDS, Kind, Role
from mentormatch.matcher.careless import longest_runs, predictability
from mentormatch.scoring import LEAVES, Bools, Floats, Ints, Rows, ScoringArrays, score_rows

KINDS = tuple(Kind)
COACHING = KINDS.index(Kind.COACHING)
REASONS = 3
_TIED = 12  # probabilities equal to this many digits are a tie: the first in standing order leads
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


def verdicts(arrays: ScoringArrays, answers: npt.NDArray[np.uint8], roles: Sequence[Role]) -> Verdicts:
    """The verdicts on one block of people; answers (n, n_questions), roles (n,)."""
    rows = score_rows(arrays, answers, roles)
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
    focus = np.argmax(leaf[:, _FIRST_COACHING_LEAF:], axis=1)
    finds = np.array([role is Role.FIND for role in roles], dtype=bool)
    runs, agreements = longest_runs(arrays, rows)
    foretold = predictability(arrays, rows)
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


def kind_weights(arrays: ScoringArrays, rows: Rows, focus: Ints, finds: Bools) -> Floats:
    """What each answer adds to each kind's log-probability, beyond its mean over the kinds.

    (n, i, kind), in nats of the probabilities shown. Coaching stands for its leading leaf; a kind
    that the door cannot recommend has -inf.
    """
    gathered = rows.gathered[:, :, : len(LEAVES)]
    column = (_FIRST_COACHING_LEAF + focus)[:, np.newaxis, np.newaxis]
    coaching = np.take_along_axis(gathered, column, axis=2)[:, :, 0]
    kinds = [gathered[:, :, 0], gathered[:, :, 1], gathered[:, :, 2]]
    total = kinds[0] + kinds[1] + kinds[2]
    find = finds[:, np.newaxis]
    mean = np.where(find, (total + coaching) / 4.0, total / 3.0)
    kinds.append(np.where(find, coaching, -np.inf))
    result: Floats = np.stack([kind - mean for kind in kinds], axis=2) / arrays.model.temperature
    return result


def pulls(arrays: ScoringArrays, rows: Rows, lead: Ints, focus: Ints, finds: Bools) -> Pulls:
    """The answers that weighed most for the leading kind, and the one most against it."""
    weights = kind_weights(arrays, rows, focus, finds)
    people = np.arange(len(lead))
    own = weights[people, :, lead]
    against = np.argmin(own, axis=1)
    there = weights[people, against]
    toward = np.argmax(there, axis=1)
    counter = np.where(own[people, against] < 0.0, there[people, toward], 0.0)
    items, pulled = [], []
    for _ in range(REASONS):
        item = np.argmax(own, axis=1)
        items.append(item)
        pulled.append(own[people, item])
        own[people, item] = -np.inf
    return Pulls(np.stack(items, 1), np.stack(pulled, 1), against, toward, counter)
