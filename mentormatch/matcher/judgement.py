"""One counselor's judgement, and many of them as examples to learn from."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale
from mentormatch.matcher.labels import Examples, features_of, weights
from mentormatch.scoring import LEAVES, TRAITS, Ints, ScoringArrays, score_rows
from mentormatch.values import dataclass

_KINDS, _LOCALES = tuple(Kind), tuple(Locale)
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a counselor said of one result, with what that result was made from.

    `bank` names the bank version of the answers, `made_by` the model (by its hash) whose
    `probabilities` the result has; `blind` says that these were hidden, `careless` that the
    answers look unread.
    """

    result_id: str
    reading: int
    bank: str
    answers: bytes
    role: Role
    locale: Locale
    made_by: str
    probabilities: Mapping[Kind, float]
    recommended: Kind
    kind: Kind
    blind: bool
    careless: bool
    counselor: str
    judged: datetime


def examples_of(judgements: Sequence[Judgement], arrays: Mapping[str, ScoringArrays]) -> Examples:
    """The judgements scored by the expert, each under the arrays of its own bank version."""
    z, x = np.zeros((len(judgements), len(LEAVES))), np.zeros((len(judgements), len(TRAITS)))
    for bank in dict.fromkeys(one.bank for one in judgements):
        places = [place for place, one in enumerate(judgements) if one.bank == bank]
        for at in range(0, len(places), _BLOCK):
            block = places[at : at + _BLOCK]
            answers = np.stack([np.frombuffer(judgements[p].answers, dtype=np.uint8) for p in block])
            rows = score_rows(arrays[bank], answers, [judgements[p].role for p in block])
            z[block], x[block] = features_of(rows)
    case = _numbered([one.result_id for one in judgements])
    counselor = _numbered([one.counselor for one in judgements])
    return Examples(
        z=z,
        x=x,
        kind=np.array([_KINDS.index(one.kind) for one in judgements], dtype=np.int64),
        recommended=np.array([_KINDS.index(one.recommended) for one in judgements], dtype=np.int64),
        blind=np.array([one.blind for one in judgements], dtype=bool),
        case=case,
        counselor=counselor,
        language=np.array([_LOCALES.index(one.locale) for one in judgements], dtype=np.int64),
        weight=weights(case, counselor),
    )


def _numbered(names: Sequence[str]) -> Ints:
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names], dtype=np.int64)
