"""Scores of many people at once."""

from collections.abc import Sequence
from dataclasses import field

import numpy as np
import numpy.typing as npt

from mentormatch.errors import InvalidInputError
from mentormatch.guide import Role
from mentormatch.quiz import SKIPPED, UNANSWERED
from mentormatch.scoring.directions import Ints
from mentormatch.scoring.expert import LEAVES, TRAITS, Floats
from mentormatch.scoring.items import Bools, ScoringArrays
from mentormatch.scoring.posterior import (
    Patterns,
    log_priors,
    pattern_of,
    solve,
    tempered,
)
from mentormatch.values import dataclass

_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Where n people stand.

    `log_probabilities` ℓ (n, leaf), up to a constant per person, -inf for a leaf that the door
    cannot recommend; `probabilities` (n, leaf) = softmax(ℓ / T); `means` and `sds` (n, trait) in z
    units of the population.
    """

    log_probabilities: Floats
    probabilities: Floats
    means: Floats
    sds: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One block of people, with what their answers rest on.

    `codes` (n, i) without skips; `patterns` and, per person, `pattern` (n,). Answers are packed to
    the front: `items` (n, k) the answered items in bank order, as far as `given` (n, k) says;
    `reached` (n, k, leaf + 12) the reach of each answer's direction, `gathered` (n, k, leaf + 12)
    what the answer adds to ℓ and to Vh, zero where none is given. `shift` (n, 12) = Vh.
    """

    codes: Ints
    answered: Bools
    patterns: Patterns = field(repr=False)
    pattern: Ints
    items: Ints
    given: Bools
    reached: Floats = field(repr=False)
    gathered: Floats = field(repr=False)
    shift: Floats = field(repr=False)
    scores: Scores


def score(arrays: ScoringArrays, answers: npt.NDArray[np.uint8], roles: Sequence[Role]) -> Scores:
    """The scores of n people from their packed answers (n, n_questions) and doors (n,).

    Unanswered and skipped questions are marginalised exactly; questions that a person's door does
    not ask are not looked at.

    Raises:
        InvalidInputError: `unknown-option` for a code that a question does not have,
            `wrong-bank` when the number of questions is not the bank's.
    """
    blocks = [
        score_rows(arrays, answers[at : at + _BLOCK], roles[at : at + _BLOCK]).scores
        for at in range(0, max(1, len(answers)), _BLOCK)
    ]
    return Scores(
        np.concatenate([block.log_probabilities for block in blocks]),
        np.concatenate([block.probabilities for block in blocks]),
        np.concatenate([block.means for block in blocks]),
        np.concatenate([block.sds for block in blocks]),
    )


def score_rows(arrays: ScoringArrays, answers: npt.NDArray[np.uint8], roles: Sequence[Role]) -> Rows:
    """One block of people, as `score`, with its intermediate results."""
    codes = scored_codes(arrays, answers, roles)
    answered: Bools = codes != UNANSWERED
    masks, pattern = pattern_of(answered)
    patterns = solve(arrays, masks)
    items, given = _packed(answered)
    people, directions = np.arange(len(codes))[:, np.newaxis], arrays.directions
    rows = np.where(given, arrays.first[items] + codes[people, items], arrays.first[items])
    flat = patterns.reach.reshape(-1, patterns.reach.shape[2])
    reached = flat.take(pattern[:, np.newaxis] * len(directions.vectors) + directions.of[rows], axis=0)
    gathered = reached * directions.factor[rows][:, :, np.newaxis]
    sums = np.add.reduce(gathered, axis=1, initial=0.0)  # 0.0 + -0.0 is 0.0: padding leaves no trace
    scores = _scores(arrays, patterns, pattern, sums, log_priors(arrays.model, tuple(roles)))
    shift = np.ascontiguousarray(sums[:, len(LEAVES) :])
    return Rows(codes, answered, patterns, pattern, items, given, reached, gathered, shift, scores)


def _packed(answered: Bools) -> tuple[Ints, Bools]:
    """The answered items of every row (n, i) in front, (n, k), and which places are filled.

    k is the most items that anybody answered, and at least 1 where there are items at all.
    """
    counts = np.count_nonzero(answered, axis=1)
    most = min(answered.shape[1], max(1, int(counts.max(initial=0))))
    given: Bools = np.arange(most) < counts[:, np.newaxis]
    items = np.zeros(given.shape, dtype=np.int64)
    items[given] = np.nonzero(answered)[1]
    return items, given


def scored_codes(arrays: ScoringArrays, answers: npt.NDArray[np.uint8], roles: Sequence[Role]) -> Ints:
    """Codes of the scored items (n, i), 0 where skipped or not asked at the person's door."""
    if answers.ndim != 2 or answers.shape[1] != len(arrays.limits):
        raise InvalidInputError("wrong-bank", f"{answers.shape}, {len(arrays.limits)} questions")
    given = np.where(answers == SKIPPED, UNANSWERED, answers)
    if (given > arrays.limits).any():
        raise InvalidInputError("unknown-option", "a packed code that its question does not have")
    asked = np.stack([arrays.asked[role] for role in Role])
    places = {role: place for place, role in enumerate(Role)}
    door = np.array([places[role] for role in roles], dtype=np.int64)
    result: Ints = np.where(asked[door], given[:, arrays.questions], UNANSWERED).astype(np.int64)
    return result


def _scores(arrays: ScoringArrays, patterns: Patterns, pattern: Ints, sums: Floats, priors: Floats) -> Scores:
    leaves = len(LEAVES)
    log_probabilities = sums[:, :leaves] + patterns.base[pattern] + priors
    probabilities = tempered(log_probabilities, arrays.model.temperature)
    means = sums[:, leaves : leaves + len(TRAITS)].copy()
    for leaf in range(leaves):
        means += probabilities[:, leaf, np.newaxis] * patterns.carried[pattern, : len(TRAITS), leaf]
    variances = np.diagonal(patterns.covariance, axis1=1, axis2=2)[:, : len(TRAITS)]
    return Scores(log_probabilities, probabilities, means, np.sqrt(variances)[pattern])
