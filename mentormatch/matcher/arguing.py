"""What each option of one question argues for, were it the only answer."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from mentormatch.guide import Focus, Kind, Role, kinds_for
from mentormatch.i18n import Text
from mentormatch.matcher.verdicts import KINDS, verdicts
from mentormatch.quiz import Bank, Question
from mentormatch.scoring import ExpertModel, arrays_for
from mentormatch.values import dataclass

_FOCUSES = tuple(Focus)
# A smaller difference tells kinds apart for nobody who looks at the picture.
_LEAST_SAID = 0.03
_NONE = Text(fr="-", en="-", ar="-")


@dataclass(frozen=True, slots=True)
class Argument:
    """One option: the probability of every kind of the door after this answer alone.

    `toward` is the leading kind, None when the option says nothing that tells kinds apart;
    `focus` the focus that it argues for, where that is coaching's and stands out.
    """

    option: str
    kinds: Mapping[Kind, float]
    toward: Kind | None
    focus: Focus | None


def arguments(question: Question, model: ExpertModel) -> tuple[Argument, ...]:
    """What every option argues for, in the order of the question; nothing is remembered."""
    role = Role.FIND if Role.FIND in question.roles else Role.BECOME
    arrays = arrays_for(_alone(question), model)
    answers = np.arange(len(question.options) + 1, dtype=np.uint8).reshape(-1, 1)
    found = verdicts(arrays, answers, (role,) * len(answers))
    kinds, focuses, possible = found.kinds, found.focuses, kinds_for(role)
    told = np.abs(kinds - kinds[0]).max(axis=1) > _LEAST_SAID
    stands_out = focuses.max(axis=1) - np.median(focuses, axis=1) > _LEAST_SAID
    return tuple(
        Argument(
            option=option.key,
            kinds=MappingProxyType({kind: float(kinds[code, KINDS.index(kind)]) for kind in possible}),
            toward=KINDS[int(np.argmax((kinds[code] - kinds[0])[: len(possible)]))] if told[code] else None,
            focus=_FOCUSES[int(found.focus[code])] if role is Role.FIND and stands_out[code] else None,
        )
        for code, option in enumerate(question.options, start=1)
    )


def _alone(question: Question) -> Bank:
    """A bank of one question, identified by what is scored of it."""
    single = replace(question, index=0)
    loads = [dict(question.loads), *(dict(option.loads) for option in question.options)]
    content = json.dumps(["alone", question.format, sorted(question.roles), question.part, loads])
    return Bank(
        key="alone",
        title=_NONE,
        questions=(single,),
        content_hash=hashlib.sha256(content.encode()).hexdigest(),
        document=b"",
        by_key=MappingProxyType({question.key: single}),
    )
