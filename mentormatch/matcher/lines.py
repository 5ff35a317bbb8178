"""Scoring attempts by the million: one decoded line in, one line of JSON out.

The text is put together from ready pieces, because a general JSON writer would take longer than
the scoring itself. What it says is exactly `outcome_document`, number for number.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mentormatch.errors import InvalidInputError
from mentormatch.guide import Focus, Kind, Role, kinds_for
from mentormatch.matcher.outcome import readiness_document
from mentormatch.matcher.readiness import readiness_outcome
from mentormatch.matcher.verdicts import COACHING, Verdicts, verdicts
from mentormatch.quiz import SKIPPED, Bank
from mentormatch.scoring import TRAITS, ExpertModel, ScoringArrays

_BLOCK = 512
_ROLES = {role.value: role for role in Role}
_KINDS = tuple(f'"{kind.value}"' for kind in Kind)
_FOCUSES = tuple(f'"{focus.value}"' for focus in Focus)
_TRUTH = {True: "true", False: "false"}


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


def score_text(model: ExpertModel, arrays: ScoringArrays, bank: Bank, batch: Sequence[Line]) -> Iterator[str]:
    """The results of a batch in its order, each a line of JSON without its line end.

    The line's id first, then `outcome_document`. Every number equals, to the last bit, what
    `recommend` says of the same answers alone.

    Raises:
        InvalidInputError: as `recommend`.
    """
    arrays.require(model, bank)
    fragments = _reason_fragments(arrays, bank)
    for at in range(0, len(batch), _BLOCK):
        lines = batch[at : at + _BLOCK]
        packed = np.frombuffer(b"".join(line.answers for line in lines), dtype=np.uint8)
        rows = packed.reshape(len(lines), -1)
        verdict = verdicts(arrays, rows, [line.role for line in lines])
        texts = _texts(verdict, _templates(verdict), _reasons(verdict, fragments), lines)
        for line, text in zip(lines, texts, strict=True):
            ready = _readiness(bank, line) if line.role is Role.BECOME else ""
            yield f'{{"id":{json.dumps(line.id, ensure_ascii=False)},{text}{ready}}}'


def score_lines(
    model: ExpertModel, arrays: ScoringArrays, bank: Bank, batch: Sequence[Line]
) -> list[dict[str, Any]]:
    """The result documents of a batch, decoded from `score_text`."""
    return [json.loads(text) for text in score_text(model, arrays, bank, batch)]


def _parts(source: object) -> tuple[object, Role, dict[str, object]]:
    if not isinstance(source, dict) or not isinstance(source.get("answers"), dict) or "id" not in source:
        raise InvalidInputError("malformed-line", f"{source!r:.80}")
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


def _texts(
    verdict: Verdicts, templates: Iterator[str], reasons: Iterator[str], lines: Sequence[Line]
) -> Iterator[str]:
    """Everything between the id and readiness, per person."""
    columns = zip(
        templates,
        lines,
        verdict.lead.tolist(),
        verdict.focus.tolist(),
        verdict.kinds.tolist(),
        verdict.focuses.tolist(),
        verdict.rows.scores.means.tolist(),
        verdict.close_call.tolist(),
        reasons,
        _careless(verdict),
        strict=True,
    )
    for template, line, lead, focus, kinds, focuses, means, close, why, careless in columns:
        find = line.role is Role.FIND
        numbers = (*kinds, *focuses, *means) if find else (*kinds[:COACHING], *means)
        focused = _FOCUSES[focus] if lead == COACHING else "null"
        yield template % (_KINDS[lead], focused, *numbers, _TRUTH[close], why, *careless)


def _templates(verdict: Verdicts) -> Iterator[str]:
    """Per person, the text with gaps; made once per door and pattern, which fix the sds."""
    shapes = {role: _shape(role) for role in Role}
    made: dict[tuple[Role, int], str] = {}
    sds = verdict.rows.scores.sds
    for person, key in enumerate(zip(verdict.roles, verdict.rows.pattern.tolist(), strict=True)):
        if key not in made:
            made[key] = shapes[key[0]] % tuple(sds[person].tolist())
        yield made[key]


def _shape(role: Role) -> str:
    """The text of a door: `%` fills in the sds first, and then, from `%%`, all the rest."""
    kinds = ",".join(f'"{kind.value}":%%r' for kind in kinds_for(role))
    focuses = ",".join(f"{focus}:%%r" for focus in _FOCUSES) if role is Role.FIND else ""
    traits = ",".join(f'"{trait.value}":{{"mean":%%r,"sd":%r}}' for trait in TRAITS)
    return (
        f'"recommendation":%%s,"focus":%%s,"probabilities":{{{kinds}}},'
        f'"focus_probabilities":{{{focuses}}},"traits":{{{traits}}},'
        '"close_call":%%s,"reasons":[%%s],"careless":{"straight_line":%%s,"random_like":%%s,'
        '"longest_run":%%r,"predictability":%%s}'
    )


def _reason_fragments(arrays: ScoringArrays, bank: Bank) -> list[list[str]]:
    """The beginning of a reason, by item and answer code."""
    questions = [bank.questions[index] for index in arrays.questions.tolist()]
    return [
        ["", *(f'{{"question":"{q.key}","option":"{option.key}","toward":' for option in q.options)]
        for q in questions
    ]


def _reasons(verdict: Verdicts, fragments: list[list[str]]) -> Iterator[str]:
    pulls = verdict.pulls
    items = np.column_stack([pulls.items, pulls.against])
    people = np.arange(len(items))[:, np.newaxis]
    leads = np.repeat(verdict.lead[:, np.newaxis], pulls.items.shape[1], axis=1)
    columns = (
        items,
        verdict.rows.codes[people, items],
        np.column_stack([leads, pulls.toward]),
        np.column_stack([pulls.weights, pulls.counterweight]),
    )
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield ",".join(
            f'{fragments[item][code]}{_KINDS[kind]},"weight":{weight!r}}}'
            for item, code, kind, weight in zip(*row, strict=True)
            if weight > 0
        )


def _careless(verdict: Verdicts) -> Iterator[tuple[str, str, float, str]]:
    answered = verdict.rows.answered.any(axis=1)
    signs = (verdict.straight_line, verdict.random_like, verdict.runs, verdict.predictability)
    rows = zip(*(column.tolist() for column in (*signs, answered)), strict=True)
    for straight, random_like, run, foretold, any_answer in rows:
        yield _TRUTH[straight], _TRUTH[random_like], run, repr(foretold) if any_answer else "null"


def _readiness(bank: Bank, line: Line) -> str:
    document = readiness_document(readiness_outcome(bank, line.answers))
    return f',"readiness":{json.dumps(document, separators=(",", ":"))}'
