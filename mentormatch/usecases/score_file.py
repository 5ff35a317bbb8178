"""Scoring a file of attempts, one a line, without a database: the public check of the science.

A line is `{"id": string or number, "role": "find" or "become", "answers": {question: option}}`;
null for a question that was skipped; other names are ignored, and so are blank lines. A line is
refused, and nothing written for it, when it cannot be understood in exactly one way: also when it
answers a question that its door does not ask, for then the door or the answer is a mistake.
Results come in the order of the lines and are those of the web, to the last bit.
"""

import json
import math
from collections.abc import Callable, Iterator
from typing import BinaryIO

from pydantic_core import from_json

from mentormatch import matcher
from mentormatch.errors import InvalidInputError
from mentormatch.guide import Role
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank
from mentormatch.scoring import ExpertModel, arrays_for
from mentormatch.values import dataclass

BATCH = 4096
MAX_LINE_BYTES = 1_000_000
_BOM = b"\xef\xbb\xbf"

Report = Callable[[int, str], None]
Advance = Callable[[int], None]
Read = Callable[[bytes], matcher.Line]


@dataclass(slots=True)
class Tally:
    """How many lines were scored, and how many were refused."""

    scored: int = 0
    bad: int = 0


def score_file(  # noqa: PLR0913 - two streams, two listeners, and what to score with
    bank: Bank,
    model: ExpertModel,
    source: BinaryIO,
    sink: BinaryIO,
    *,
    report: Report,
    advance: Advance,
    residual: matcher.Residual | None = None,
) -> Tally:
    """Read attempts from `source` to its end and write a result a line to `sink`; UTF-8 both.

    Memory is bounded however long the file: a batch at a time, a line at most `MAX_LINE_BYTES`.
    A `residual` is what was learnt, over the model.
    `report` is told the number (from 1) of each refused line and why, `advance` the bytes read.
    """
    arrays = arrays_for(bank, model)
    read = attempt_reader(bank)
    tally = Tally()
    for batch in _batches(source, read, tally, report, advance):
        texts = matcher.score_text(model, arrays, bank, batch, residual)
        sink.write("".join([f"{text}\n" for text in texts]).encode())
        tally.scored += len(batch)
    sink.flush()
    return tally


def attempt_reader(bank: Bank) -> Read:
    """A function from a line's bytes to the attempt in it.

    The function raises InvalidInputError: `line-too-long`, `not-utf-8`, `not-json`,
    `malformed-line`, `unknown-question`, `unknown-option`, `question-not-asked`.
    """
    understand = matcher.line_reader(bank)
    not_asked = {role: _not_asked(bank, role) for role in Role}

    def read(raw: bytes) -> matcher.Line:
        if len(raw) > MAX_LINE_BYTES:
            raise InvalidInputError("line-too-long", f"more than {MAX_LINE_BYTES} bytes")
        line = understand(_plain(raw) or _strict(raw))
        _check_id(line.id)
        if int.from_bytes(line.answers) & not_asked[line.role]:
            _refuse_not_asked(bank, line)
        return line

    return read


def _batches(
    source: BinaryIO, read: Read, tally: Tally, report: Report, advance: Advance
) -> Iterator[list[matcher.Line]]:
    batch: list[matcher.Line] = []
    taken = 0
    for number, raw in enumerate(_lines(source), start=1):
        taken += len(raw)
        try:
            if raw.strip() or len(raw) > MAX_LINE_BYTES:
                batch.append(read(raw))
        except InvalidInputError as refusal:
            tally.bad += 1
            report(number, f"{refusal.code.replace('-', ' ')}: {refusal.detail}")
        if len(batch) >= BATCH:
            yield batch
            advance(taken)
            batch, taken = [], 0
    if batch:
        yield batch
    advance(taken)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines of a file without a byte order mark; of a line that is too long, the beginning."""
    limit = MAX_LINE_BYTES + 1
    raw = source.readline(limit).removeprefix(_BOM)
    while raw:
        yield raw
        rest = raw
        while len(rest) >= limit and not rest.endswith(b"\n"):
            rest = source.readline(limit)
        raw = source.readline(limit)


def _plain(raw: bytes) -> dict[str, object] | None:
    """A line decoded fast; None when the strict reader must see it, which refuses in its own words.

    The fast reader keeps the last of two equal names. Every name is followed by a colon, so no
    name is there twice, at any depth, when there are only as many colons as different names.
    """
    try:
        source = from_json(raw, allow_inf_nan=False)
    except ValueError:
        return None
    answers = source.get("answers") if isinstance(source, dict) else None
    if not isinstance(answers, dict) or raw.count(b":") != len(source) + len(answers):
        return None
    return None if isinstance(source.get("id"), float) else source


def _strict(raw: bytes) -> object:
    try:
        return _DECODER.decode(raw.decode())
    except UnicodeDecodeError as error:
        raise InvalidInputError("not-utf-8", f"byte {error.start + 1}") from None
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("not-json", str(error)) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object's names, each there once: of two answers to one question neither can be chosen."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice in one object")
    return found


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def _check_id(value: object) -> None:
    match value:
        case bool() | None:
            good = False
        case str():
            good = value.isascii() or not any("\ud800" <= char <= "\udfff" for char in value)
        case int():
            good = True
        case float():
            good = math.isfinite(value)
        case _:
            good = False
    if not good:
        raise InvalidInputError("malformed-line", "the id must be a string or a number")


def _not_asked(bank: Bank, role: Role) -> int:
    """Packed answers as one number in which every question that a door does not ask has all bits."""
    return int.from_bytes(bytes(0 if role in question.roles else 255 for question in bank.questions))


def _refuse_not_asked(bank: Bank, line: matcher.Line) -> None:
    """Refuse an answer out of place; a null says nothing and may stand."""
    for question in bank.questions:
        given = line.answers[question.index]
        if line.role not in question.roles and given not in (UNANSWERED, SKIPPED):
            raise InvalidInputError("question-not-asked", f"{question.key} at the door {line.role}")
