"""Scoring attempts by the million: one decoded line in, one line of JSON out."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from mentormatch.errors import InvalidInputError
from mentormatch.guide import Role
from mentormatch.matcher.residual import Residual
from mentormatch.matcher.texts import result_writer
from mentormatch.matcher.verdicts import verdicts
from mentormatch.quiz import SKIPPED, Bank
from mentormatch.scoring import ExpertModel, ScoringArrays
from mentormatch.values import dataclass

_BLOCK = 512
_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class Line:
    """One attempt to score: its `id` as it came, the door, and the packed answers."""

    id: object
    role: Role
    answers: bytes


def line_reader(bank: Bank) -> Callable[[object], Line]:
    """A function from a decoded line `{"id", "role", "answers": {question: option}}` to a Line.

    An option of null is a skip. The function raises InvalidInputError: `malformed-line`,
    `unknown-question`, `unknown-option`.
    """
    size = len(bank.questions)
    codes: dict[tuple[str, object], tuple[int, int]] = {}
    for question in bank.questions:
        codes[question.key, None] = (question.index, SKIPPED)
        for code, option in enumerate(question.options, start=1):
            codes[question.key, option.key] = (question.index, code)

    def read(source: object) -> Line:
        name, role, answers = _parts(source)
        packed = bytearray(size)
        try:
            for answer in answers.items():
                at, code = codes[answer]
                packed[at] = code
        except (KeyError, TypeError):  # TypeError: an option that is a list or an object
            raise _unknown(bank, answers) from None
        return Line(name, role, bytes(packed))

    return read


def score_text(
    model: ExpertModel,
    arrays: ScoringArrays,
    bank: Bank,
    batch: Sequence[Line],
    residual: Residual | None = None,
) -> Iterator[str]:
    """The results of a batch in its order, each a line of JSON without its line end.

    The line's id first, then `outcome_document`. Every number equals, to the last bit, what
    `recommend` says of the same answers alone.

    Raises:
        InvalidInputError: as `recommend`.
    """
    arrays.require(model, bank)
    write = result_writer(arrays, bank)
    for at in range(0, len(batch), _BLOCK):
        lines = batch[at : at + _BLOCK]
        answers = [line.answers for line in lines]
        packed = np.frombuffer(b"".join(answers), dtype=np.uint8).reshape(len(lines), -1)
        verdict = verdicts(arrays, packed, [line.role for line in lines], residual)
        yield from write(verdict, [line.id for line in lines], answers)


def score_lines(
    model: ExpertModel,
    arrays: ScoringArrays,
    bank: Bank,
    batch: Sequence[Line],
    residual: Residual | None = None,
) -> list[dict[str, Any]]:
    """The result documents of a batch, decoded from `score_text`."""
    return [json.loads(text) for text in score_text(model, arrays, bank, batch, residual)]


def _parts(source: object) -> tuple[object, Role, dict[str, object]]:
    if not isinstance(source, dict):
        raise InvalidInputError("malformed-line", f"no object: {source!r:.60}")
    if "id" not in source:
        raise InvalidInputError("malformed-line", "the id is missing")
    if not isinstance(source.get("answers"), dict):
        raise InvalidInputError("malformed-line", "the answers are missing, or no object")
    role = source.get("role")
    if not isinstance(role, str) or role not in _ROLES:
        raise InvalidInputError("malformed-line", f"role {role!r:.40}")
    return source["id"], _ROLES[role], source["answers"]


def _unknown(bank: Bank, answers: dict[str, object]) -> InvalidInputError:
    """The refusal of the first answer that the bank does not know."""
    for key, option in answers.items():
        question = bank.by_key.get(key)
        if question is None:
            return InvalidInputError("unknown-question", f"{key!r:.60}")
        if option is not None and (not isinstance(option, str) or question.code_of(option) is None):
            break
    return InvalidInputError("unknown-option", f"{key}: {option!r:.60}")
