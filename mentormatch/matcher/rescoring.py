"""Past answers under another bank: what both share is carried over and scored again.

Questions are the same when their keys are, and so are options. What an older bank asked and the
new one does not ask, or the other way round, counts as not answered.
"""

from collections.abc import Sequence
from dataclasses import field

import numpy as np
import numpy.typing as npt

from mentormatch.guide import Role
from mentormatch.matcher.verdicts import KINDS
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank
from mentormatch.scoring import Floats, Ints, ScoringArrays, score
from mentormatch.values import dataclass

Codes = npt.NDArray[np.uint8]
_CODES = 256
_TIED = 12  # as `verdicts`: equal to this many digits, the first in standing order is taken


@dataclass(frozen=True, slots=True, eq=False)
class Carrier:
    """How packed answers to one bank become packed answers to another.

    `source` (q_new,) gives each new question's place in the old bank, -1 where it has none;
    `codes` (q_new, 256) what each old code becomes.
    """

    source: Ints
    codes: Codes = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Rescored:
    """n people under another bank: the leading kind (n,), and what was carried over.

    `shared` (n,) is how many of their trait answers both banks share, `given` (n,) how many they
    gave; `probabilities` (n, kind).
    """

    lead: Ints
    shared: Ints
    given: Ints
    probabilities: Floats = field(repr=False)


def carrier(old: Bank, new: Bank) -> Carrier:
    """The way from answers to `old` to answers to `new`."""
    source = np.full(len(new.questions), -1, dtype=np.int64)
    codes = np.zeros((len(new.questions), _CODES), dtype=np.uint8)
    for question in new.questions:
        before = old.by_key.get(question.key)
        if before is None:
            continue
        source[question.index] = before.index
        codes[question.index, SKIPPED] = SKIPPED
        for code, option in enumerate(before.options, start=1):
            codes[question.index, code] = question.code_of(option.key) or UNANSWERED
    return Carrier(source, codes)


def carried(way: Carrier, answers: Codes) -> Codes:
    """Packed answers (n, q_old) as answers to the other bank, (n, q_new)."""
    result = np.zeros((len(answers), len(way.source)), dtype=np.uint8)
    for place in np.flatnonzero(way.source >= 0).tolist():
        result[:, place] = way.codes[place].take(answers[:, way.source[place]])
    return result


def rescored(
    arrays: tuple[ScoringArrays, ScoringArrays], way: Carrier, packed: Sequence[bytes], roles: Sequence[Role]
) -> Rescored:
    """People of one old bank, by their packed answers, under the new one.

    `arrays` are those of the old and of the new bank.

    Raises:
        InvalidInputError: as `score`, when the answers are not the old bank's.
    """
    old, new = arrays
    before = np.frombuffer(b"".join(packed), dtype=np.uint8).reshape(len(packed), -1)
    after = carried(way, before)
    leaves = score(new, after, roles).probabilities
    mentoring = KINDS[:-1]
    kinds = np.column_stack([leaves[:, : len(mentoring)], leaves[:, len(mentoring) :].sum(axis=1)])
    return Rescored(
        lead=np.argmax(np.round(kinds, _TIED), axis=1),
        shared=_answered(after[:, new.questions]),
        given=_answered(before[:, old.questions]),
        probabilities=kinds,
    )


def _answered(codes: Codes) -> Ints:
    result: Ints = np.count_nonzero((codes != UNANSWERED) & (codes != SKIPPED), axis=1)
    return result
