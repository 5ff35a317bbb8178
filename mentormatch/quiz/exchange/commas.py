"""A bank as CSV: UTF-8 with a byte order mark, as spreadsheets write and read it.

A text that a spreadsheet would take for a formula gets an apostrophe before it, which is taken
away again when it comes back.
"""

import csv
import io
import re
from collections.abc import Iterator

from mentormatch.quiz.document import BankDocument
from mentormatch.quiz.exchange.rows import Cell, Row, document_of, rows_of
from mentormatch.quiz.exchange.source import MAX_ROWS, Source, decoded, refuse

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_SEPARATORS = ",;\t"


def write_csv(document: BankDocument) -> bytes:
    """A document as CSV."""
    sink = io.StringIO(newline="")
    csv.writer(sink).writerows([[_outward(cell) for cell in row] for row in rows_of(document)])
    return sink.getvalue().encode("utf-8-sig")


def read_csv(raw: bytes) -> Source:
    """What CSV says, separated by commas, semicolons or tabs, whichever its first line has most of.

    Raises:
        InvalidDocumentError: when it is not UTF-8, not CSV, too long, or not of a bank.
    """
    text = decoded(raw)
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    return document_of(_rows(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)))


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _rows(reader: Iterator[list[str]]) -> Iterator[Row]:
    number = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise refuse(f"row {number + 1}", f"not CSV: {error}") from error
        if row is None:
            return
        number += 1
        if number > MAX_ROWS:
            raise refuse(f"row {number}", f"more than {MAX_ROWS} rows")
        yield [text[1:] if _GUARDED.match(text) else text for text in row]


def _outward(cell: Cell) -> str:
    if isinstance(cell, float):
        return repr(cell)
    return guarded(cell) if cell is not None else ""
