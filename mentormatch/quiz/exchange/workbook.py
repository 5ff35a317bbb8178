"""A bank as a spreadsheet (XLSX); its reader runs in a limited process of its own.

Such a file is a compressed archive of XML: 72 kB of it can ask for half a minute of work. The
reader (`workbook_reading`) looks first how much it would be, and has little time and memory.
"""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from mentormatch.quiz.document import BankDocument
from mentormatch.quiz.exchange.rows import COLUMNS, LANGUAGES, Row, document_of, rows_of
from mentormatch.quiz.exchange.source import Source, refuse

SECONDS = 20.0
_READER = Path(__file__).with_name("workbook_reading.py")
_NARROW, _WIDE = 12, 48


def write_workbook(document: BankDocument) -> bytes:
    """A document as XLSX; every text is a text, also one that begins like a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("bank")  # what its type does not know: dimensions
    sheet.freeze_panes = "C2"
    for place, name in enumerate(COLUMNS):
        width = _WIDE if name in LANGUAGES else _NARROW
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    for row in rows_of(document):
        cells = [WriteOnlyCell(sheet, value=None) for _ in row]
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str) or (value is not None and not _survives(value)):
                cell.value, cell.data_type = str(value), "s"
            else:
                cell.value = value
        sheet.append(cells)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def read_workbook(raw: bytes, *, seconds: float = SECONDS) -> Source:
    """What the first sheet of a spreadsheet says.

    Raises:
        InvalidDocumentError: when it is no spreadsheet, too large, too costly, or not of a bank.
    """
    command = [sys.executable, "-I", str(_READER)]
    try:
        done = subprocess.run(  # noqa: S603 - our own reader, given nothing but bytes to read
            command, input=raw, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise refuse("", "this spreadsheet takes too long to read") from error
    if done.returncode != 0:
        raise refuse("", "this spreadsheet is too costly to read, or damaged")
    found = json.loads(done.stdout)
    if "problem" in found:
        raise refuse(found.get("place", ""), found["problem"])
    rows: list[Row] = found["rows"]
    return document_of(iter(rows))


def _survives(weight: float) -> bool:
    """Whether a number is the same after it was written with the digits that XLSX gives it."""
    return repr(float(f"{weight:.16g}")) == repr(weight) and repr(weight) != "-0.0"
