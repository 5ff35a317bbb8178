"""Scoring attempts by the million: one decoded line in, one result document out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mentormatch.errors import InvalidInputError
from mentormatch.guide import Kind, Role, Trait
from mentormatch.matcher.outcome import readiness_document
from mentormatch.matcher.readiness import readiness_outcome
from mentormatch.matcher.recommend import FOCUSES
from mentormatch.matcher.verdicts import COACHING, Verdicts, verdicts
from mentormatch.quiz import SKIPPED, Bank
from mentormatch.scoring import ExpertModel, ScoringArrays

BLOCK = 512
_KINDS = tuple(kind.value for kind in Kind)
_TRAITS = tuple(trait.value for trait in Trait)
_FOCUSES = tuple(focus.value for focus in FOCUSES)
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
        if not isinstance(source, dict) or not isinstance(source.get("answers"), dict):
            raise InvalidInputError("malformed-line", f"{source!r:.80}")
        role = _ROLES.get(source.get("role"))  # type: ignore[arg-type]
        if role is None:
            raise InvalidInputError("malformed-line", f"role {source.get('role')!r:.40}")
        packed = bytearray(size)
        for answer in source["answers"].items():
            found = codes.get(answer)
            if found is None:
                raise _unknown(bank, *answer)
            packed[found[0]] = found[1]
        return Line(source.get("id"), role, bytes(packed))

    return read


def score_lines(
    model: ExpertModel, arrays: ScoringArrays, bank: Bank, batch: Sequence[Line]
) -> list[dict[str, Any]]:
    """The result documents of a batch, in its order: the line's id, then `outcome_document`.

    Every result equals, to the last bit, what `recommend` says of the same answers alone.

    Raises:
        InvalidInputError: as `recommend`.
    """
    arrays.require(model, bank)
    results: list[dict[str, Any]] = []
    for at in range(0, len(batch), BLOCK):
        lines = batch[at : at + BLOCK]
        packed = np.frombuffer(b"".join(line.answers for line in lines), dtype=np.uint8)
        rows = packed.reshape(len(lines), -1)
        verdict = verdicts(arrays, rows, [line.role for line in lines])
        results.extend(_documents(verdict, arrays, bank, lines))
    return results


def _documents(
    verdict: Verdicts, arrays: ScoringArrays, bank: Bank, lines: Sequence[Line]
) -> Iterable[dict[str, Any]]:
    scores = verdict.rows.scores
    traits = zip(scores.means.tolist(), scores.sds.tolist(), strict=True)
    leads = zip(verdict.lead.tolist(), verdict.focus.tolist(), strict=True)
    chances = zip(verdict.kinds.tolist(), verdict.focuses.tolist(), strict=True)
    close = verdict.close_call.tolist()
    reasons = _all_reasons(verdict, arrays, bank)
    careless = _all_careless(verdict)
    columns = zip(lines, leads, chances, traits, close, reasons, careless, strict=True)
    for line, (lead, focus), (kinds, focuses), (means, sds), near, why, care in columns:
        find = line.role is Role.FIND
        document = {
            "id": line.id,
            "recommendation": _KINDS[lead],
            "focus": _FOCUSES[focus] if lead == COACHING else None,
            "probabilities": dict(zip(_KINDS if find else _KINDS[:COACHING], kinds, strict=False)),
            "focus_probabilities": dict(zip(_FOCUSES, focuses, strict=True)) if find else {},
            "traits": {
                trait: {"mean": mean, "sd": sd} for trait, mean, sd in zip(_TRAITS, means, sds, strict=True)
            },
            "close_call": near,
            "reasons": why,
            "careless": care,
        }
        if not find:
            document["readiness"] = readiness_document(readiness_outcome(bank, line.answers))
        yield document


def _all_reasons(verdict: Verdicts, arrays: ScoringArrays, bank: Bank) -> Iterable[list[dict[str, Any]]]:
    pulls = verdict.pulls
    questions = [bank.questions[index] for index in arrays.questions.tolist()]
    options = [[option.key for option in question.options] for question in questions]
    people = np.arange(len(verdict.lead))
    items = np.column_stack([pulls.items, pulls.against])
    codes = verdict.rows.codes[people[:, np.newaxis], items]
    weights = np.column_stack([pulls.weights, pulls.counterweight])
    leads = np.repeat(verdict.lead[:, np.newaxis], pulls.items.shape[1], axis=1)
    toward = np.column_stack([leads, pulls.toward])
    columns = (items.tolist(), codes.tolist(), toward.tolist(), weights.tolist())
    for row in zip(*columns, strict=True):
        yield [
            {
                "question": arrays.keys[item],
                "option": options[item][code - 1],
                "toward": _KINDS[kind],
                "weight": weight,
            }
            for item, code, kind, weight in zip(*row, strict=True)
            if weight > 0
        ]


def _all_careless(verdict: Verdicts) -> Iterable[Mapping[str, Any]]:
    answered = verdict.rows.answered.any(axis=1)
    columns = (verdict.straight_line, verdict.random_like, verdict.runs, verdict.predictability, answered)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for straight, random_like, run, foretold, any_answer in rows:
        yield {
            "straight_line": straight,
            "random_like": random_like,
            "longest_run": run,
            "predictability": foretold if any_answer else None,
        }


def _unknown(bank: Bank, question: object, option: object) -> InvalidInputError:
    if question not in bank.by_key:
        return InvalidInputError("unknown-question", f"{question!r:.60}")
    return InvalidInputError("unknown-option", f"{question}: {option!r:.60}")
