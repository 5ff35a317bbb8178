"""Cases with their readings to take away: a batch at a time, safe in a spreadsheet, noted with a reason.

Left out always: what visitors wrote, their addresses, and counselors' private notes. They were
given to one person for one answer. What counselors wrote to visitors, and why they corrected a
result, goes along only when it is asked for.
"""

import csv
import hashlib
import hmac
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import IO

from mentormatch import storage
from mentormatch.casework import CaseState
from mentormatch.errors import InvalidInputError
from mentormatch.guide import Kind
from mentormatch.storage.actions import Action
from mentormatch.storage.review_export import ExportedCase, Span
from mentormatch.storage.reviews import Review
from mentormatch.usecases.case_queue import is_hidden
from mentormatch.values import dataclass

BATCH = 500
MOST_IN_A_WORKBOOK = 100_000
SHORTEST_REASON, LONGEST_REASON = 10, 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000


class ExportFormat(StrEnum):
    """What a file of cases looks like."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be taken away, and why; `texts`: with what counselors wrote."""

    format: ExportFormat
    span: Span
    texts: bool
    reason: str


Row = dict[str, str | int | float | bool | None]


def note(tx: storage.Transaction, staff_id: str, wish: Wish, *, now: datetime) -> int:
    """Write into the audit chain who takes what away, and why; how many cases it is.

    Raises:
        InvalidInputError: `reason-missing`, `reason-long` or `reason-personal`; `too-many-rows` for
            a workbook that would be too large.
    """
    reason = _reason(wish.reason)
    cases = storage.review_export.count(tx, wish.span)
    if wish.format is ExportFormat.XLSX and cases > MOST_IN_A_WORKBOOK:
        raise InvalidInputError("too-many-rows", str(cases))
    details = {
        "format": wish.format.value,
        "since": wish.span.since.isoformat() if wish.span.since else None,
        "until": wish.span.until.isoformat(),
        "texts": wish.texts,
        "cases": cases,
        "reason": reason,
    }
    storage.audit.append(
        tx, actor=staff_id, action=Action.CASES_EXPORTED, subject="cases", details=details, now=now
    )
    return cases


def cases(database: storage.Database, span: Span) -> Iterator[ExportedCase]:
    """The cases of a span, oldest first.

    Each batch is a reading of its own, over before the batch is handed out: a slow download holds
    no snapshot, so that what a visitor erases meanwhile is gone from the file's rest as well.
    """
    after = None
    while True:
        with database.reading() as tx:
            found = storage.review_export.batch(tx, span, after=after, size=BATCH)
        yield from found
        if len(found) < BATCH:
            return
        after = found[-1].case.result_id


def as_lines(found: Iterator[ExportedCase], wish: Wish, secret: str) -> Iterator[bytes]:
    """The file in parts: CSV in UTF-8 with its mark, or a JSON object a line."""
    if wish.format is ExportFormat.JSONL:
        for one in found:
            yield json.dumps(_document(one, wish, secret), ensure_ascii=False).encode() + b"\n"
        return
    columns = columns_of(wish)
    yield "\ufeff".encode() + _csv_line(columns)
    for one in found:
        for row in _rows(one, wish, secret):
            yield _csv_line([_cell(row[name]) for name in columns])


def write_workbook(found: Iterator[ExportedCase], wish: Wish, secret: str, file: IO[bytes]) -> None:
    """The cases as an XLSX file of one sheet, written row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("cases")
    sheet.freeze_panes = "A2"
    columns = columns_of(wish)
    sheet.append(columns)
    for one in found:
        for row in _rows(one, wish, secret):
            sheet.append([_cell(row[name]) for name in columns])
    book.save(file)


def columns_of(wish: Wish) -> list[str]:
    """The columns of a table, in their order; docs/data.md says what each is."""
    texts = ["reason", "note_to_visitor"] if wish.texts else []
    return [
        *("case", "made", "state", "origin", "door", "language", "bank", "model"),
        *("recommendation", "recommended_focus", "certainty", "close_call"),
        *(f"p_{kind}" for kind in Kind),
        *("blind", "reading", "counselor", "judgement", "focus", "confidence", "agrees", "judged"),
        *("verdict", "told", "told_focus", "released", "seen"),
        *texts,
    ]


def _rows(one: ExportedCase, wish: Wish, secret: str) -> Iterator[Row]:
    """A row for each reading; a case that nobody read has one without a reading."""
    case = _case_part(one)
    for review in _readable(one) or (None,):
        yield {**case, **_reading_part(one, review, wish, secret)}


def _document(one: ExportedCase, wish: Wish, secret: str) -> dict[str, object]:
    readings = [_reading_part(one, review, wish, secret) for review in _readable(one)]
    return {**_case_part(one), "readings": readings}


def _readable(one: ExportedCase) -> tuple[Review, ...]:
    """The readings; none while a colleague is still to read the case without knowing the first."""
    return () if one.case.state is CaseState.SECOND else one.reviews


def _case_part(one: ExportedCase) -> Row:
    """A case; what its reader is not to see yet, nobody finds in a file either."""
    case, hidden = one.case, is_hidden(one.case)
    return {
        "case": case.result_id,
        "made": case.made.isoformat(timespec="seconds"),
        "state": case.state.value,
        "origin": case.origin.value,
        "door": case.role,
        "language": case.locale,
        "bank": one.bank_number,
        "model": one.model_hash,
        "recommendation": None if hidden else case.kind,
        "recommended_focus": None if hidden else case.focus,
        "certainty": None if hidden else case.certainty,
        "close_call": None if hidden else case.close_call,
        **{f"p_{kind}": None if hidden else one.probabilities.get(kind) for kind in Kind},
        "blind": case.blind_first,
    }


def _reading_part(one: ExportedCase, review: Review | None, wish: Wish, secret: str) -> Row:
    if review is None:
        return dict.fromkeys(columns_of(wish)[columns_of(wish).index("reading") :])
    word = review.word
    texts: Mapping[str, str | None] = {
        "reason": word.reason if word else None,
        "note_to_visitor": word.note_to_visitor if word else None,
    }
    return {
        "reading": review.reading,
        "counselor": _pseudonym(secret, review.staff_id),
        "judgement": review.thought.kind,
        "focus": review.thought.focus,
        "confidence": int(review.thought.confidence),
        "agrees": review.thought.kind == one.case.kind,
        "judged": review.judged.isoformat(timespec="seconds"),
        "verdict": word.verdict.value if word else None,
        "told": word.told if word else None,
        "told_focus": word.told_focus if word else None,
        "released": review.released.isoformat(timespec="seconds") if review.released else None,
        "seen": review.seen.isoformat(timespec="seconds") if review.seen else None,
        **(texts if wish.texts else {}),
    }


def _pseudonym(secret: str, staff_id: str) -> str:
    """The same for the same counselor in every file, and of no use for finding out who that is."""
    return hmac.new(secret.encode(), f"export:{staff_id}".encode(), hashlib.sha256).hexdigest()[:10]


def _csv_line(cells: list[str] | list[str | int | float | bool | None]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _cell(value: str | float | bool | None) -> str | int | float | bool | None:
    """A value that no spreadsheet takes for a formula, without signs that a workbook cannot hold."""
    if not isinstance(value, str):
        return value
    plain = "".join(sign for sign in value if sign.isprintable() or sign in "\n\t\r")[:_LONGEST_CELL]
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if len(reason) < SHORTEST_REASON:
        raise InvalidInputError("reason-missing")
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise InvalidInputError("reason-long")
    if "@" in reason:
        # The chain keeps it for good, so it may name nobody.
        raise InvalidInputError("reason-personal")
    return reason
