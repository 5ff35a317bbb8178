"""Results as lines of JSON, put together from ready pieces.

A general JSON writer would take longer than the scoring itself. What a line says is exactly
`outcome_document`, and every number is written as Python's `repr` writes it.
"""

import json
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from pydantic_core import to_json

from mentormatch.guide import Focus, Role, kinds_for
from mentormatch.matcher.readiness import CONDITIONS, level_reader, summary
from mentormatch.matcher.verdicts import COACHING, KINDS, REASONS, Verdicts
from mentormatch.quiz import Bank
from mentormatch.scoring import TRAITS, Bools, Floats, Ints, ScoringArrays

Texts = npt.NDArray[np.object_]
Writer = Callable[[Verdicts, Sequence[object], Sequence[bytes]], Iterator[str]]

_FOCUSES = tuple(Focus)
# Where the parts of a person's row of numbers begin: kinds, focuses, then these.
_TRAITS_AT = len(KINDS) + len(_FOCUSES)
_SIGNS_AT = _TRAITS_AT + 2 * len(TRAITS)
_WEIGHTS_AT = _SIGNS_AT + 2
_WIDTH = _WEIGHTS_AT + REASONS + 1
_PLAIN = (1e-4, 1e16)  # the sizes of numbers that are written without an exponent


def result_writer(arrays: ScoringArrays, bank: Bank) -> Writer:
    """A function from verdicts, with everybody's id and packed answers, to lines without an end."""
    openings = _openings(arrays, bank)
    shapes = {role: _shape(role) for role in Role}
    readiness = _readiness_writer(bank)
    name = json.JSONEncoder(ensure_ascii=False).encode

    def write(verdict: Verdicts, ids: Sequence[object], answers: Sequence[bytes]) -> Iterator[str]:
        columns = (verdict.roles, ids, answers, _numbers(verdict), _reasons(verdict, arrays, openings))
        for role, own, given, row, why, lead, close, signs in zip(*columns, *_words(verdict), strict=True):
            weights = zip(why, row[_WEIGHTS_AT:], strict=True)
            reasons = ",".join([f"{opening}{weight}}}" for opening, weight in weights if opening])
            if role is Role.FIND:
                numbers, ready = row[:_SIGNS_AT], ""
            else:
                numbers, ready = row[:COACHING] + row[_TRAITS_AT:_SIGNS_AT], readiness(given)
            foretold = row[_SIGNS_AT:_WEIGHTS_AT]
            yield shapes[role] % (name(own), lead, *numbers, close, reasons, signs, *foretold, ready)

    return write


def number_texts(numbers: Floats) -> list[str]:
    """Every number of an array in C order, written as `repr` does.

    The fast writer finds the same shortest digits, and differs only in where exponents begin.
    """
    flat = numbers.ravel()
    texts = to_json(flat.tolist()).decode()[1:-1].split(",")
    size = np.abs(flat)
    for place in np.flatnonzero((size < _PLAIN[0]) | (size >= _PLAIN[1])).tolist():
        texts[place] = repr(float(flat[place]))
    return texts


def _shape(role: Role) -> str:
    """The text of a door, with gaps: id, lead, numbers, close call, reasons, signs, readiness."""
    kinds = ",".join(f'"{kind.value}":%s' for kind in kinds_for(role))
    focuses = ",".join(f'"{focus.value}":%s' for focus in _FOCUSES) if role is Role.FIND else ""
    traits = ",".join(f'"{trait.value}":{{"mean":%s,"sd":%s}}' for trait in TRAITS)
    return (
        f'{{"id":%s,%s,"probabilities":{{{kinds}}},"focus_probabilities":{{{focuses}}},'
        f'"traits":{{{traits}}},"close_call":%s,"reasons":[%s],'
        '"careless":{%s,"longest_run":%s,"predictability":%s}%s}'
    )


def _numbers(verdict: Verdicts) -> Iterator[tuple[str, ...]]:
    """Per person the texts of all numbers, `_WIDTH` of them."""
    scores, pulls = verdict.rows.scores, verdict.pulls
    people = len(verdict.roles)
    traits = np.stack([scores.means, scores.sds], axis=2).reshape(people, -1)
    signs = (verdict.runs, verdict.predictability)
    columns = (verdict.kinds, verdict.focuses, traits, *signs, pulls.weights, pulls.counterweight)
    texts = number_texts(np.column_stack(columns))
    for person in np.flatnonzero(~verdict.rows.answered.any(axis=1)).tolist():
        texts[person * _WIDTH + _WEIGHTS_AT - 1] = "null"
    return zip(*[iter(texts)] * _WIDTH, strict=True)


def _words(verdict: Verdicts) -> tuple[list[str], list[str], list[str]]:
    """Per person the lead, whether it is close, and the two signs, in words."""
    none, truth = '"focus":null', _texts(["false", "true"])
    leads = [[f'"recommendation":"{kind.value}",{none}' for _ in _FOCUSES] for kind in KINDS]
    leads[COACHING] = [
        line.replace(none, f'"focus":"{f}"') for line, f in zip(leads[COACHING], _FOCUSES, strict=True)
    ]
    lead: list[str] = _texts(leads)[verdict.lead, verdict.focus].tolist()
    close: list[str] = truth[verdict.close_call.astype(int)].tolist()
    signs = [f'"straight_line":{s},"random_like":{r}' for s in truth for r in truth]
    found = 2 * verdict.straight_line + verdict.random_like
    return lead, close, [signs[place] for place in found.tolist()]


def _openings(arrays: ScoringArrays, bank: Bank) -> Texts:
    """The beginning of a reason by answer (the rows of the arrays) and kind; at the end, none."""
    openings = []
    for index in arrays.questions.tolist():
        question = bank.questions[index]
        for option in ("", *(option.key for option in question.options)):
            start = f'{{"question":"{question.key}","option":"{option}"'
            openings += [f'{start},"toward":"{kind.value}","weight":' for kind in KINDS]
    return _texts([*openings, ""])


def _reasons(verdict: Verdicts, arrays: ScoringArrays, openings: Texts) -> list[list[str]]:
    """Per person the beginnings of the reasons, empty where there is none."""
    pulls = verdict.pulls
    items = np.column_stack([pulls.items, pulls.against])
    leads = np.repeat(verdict.lead[:, np.newaxis], REASONS, axis=1)
    toward = np.column_stack([leads, pulls.toward])
    there: Bools = np.column_stack([pulls.weights, pulls.counterweight]) > 0
    people = np.arange(len(items))[:, np.newaxis]
    answers: Ints = arrays.first[items] + verdict.rows.codes[people, items]
    found: list[list[str]] = openings[np.where(there, answers * len(KINDS) + toward, -1)].tolist()
    return found


def _readiness_writer(bank: Bank) -> Callable[[bytes], str]:
    """A function from packed answers to the text of readiness, as the end of a line."""
    levels_of = level_reader(bank)
    gaps = ",".join(f'"{condition.value}":%s' for condition in CONDITIONS)
    shape = f',"readiness":{{"competence":%s,"commitment":%s,"headline":%s,"weakest":%s,"levels":{{{gaps}}}}}'
    names = [f'"{condition.value}"' for condition in CONDITIONS]

    def write(answers: bytes) -> str:
        levels = levels_of(answers)
        found = summary(levels)
        weakest = "null" if found.weakest is None else names[found.weakest]
        parts = [_share(part) for part in (found.competence, found.commitment, found.headline)]
        return shape % (*parts, weakest, *[_share(level) for level in levels])

    return write


def _share(share: float | None) -> str:
    return "null" if share is None else repr(share)


def _texts(texts: Sequence[str] | Sequence[Sequence[str]]) -> Texts:
    return np.array(texts, dtype=object)
