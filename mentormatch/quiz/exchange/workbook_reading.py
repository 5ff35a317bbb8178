"""Reads a spreadsheet from standard input in a process with little time and memory.

Started by its path, with nothing of this program around it. Writes JSON: `{"rows": …}`, every cell
text, number or null, or `{"problem": …}`.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

MEGABYTE = 1_000_000
MAX_BYTES = 2 * MEGABYTE
MAX_UNPACKED = 20 * MEGABYTE
MAX_PARTS = 500
MAX_ROWS = 10_000
MAX_CELLS = 400_000
MAX_COLUMNS = 200
_MEMORY = 512 * MEGABYTE
_CPU_SECONDS = 10
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# In UTF-8 and UTF-16 alike, once zero bytes are gone.
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableError(Exception):
    """What is wrong, in words for whoever sent the file."""


def limit() -> None:
    """Take from this process all that reading does not need."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def look(raw: bytes) -> None:
    """Refuse an archive that is too much, before anything of it is understood."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableError(f"more than {MAX_UNPACKED} bytes when unpacked")
        for part in parts:
            content = archive.read(part)
            if _DECLARATION.search(content.replace(b"\0", b"")):
                raise UnreadableError("it declares entities, which no spreadsheet needs")
            if _SHEET.fullmatch(part.filename):
                if content.count(b"<row") > MAX_ROWS:
                    raise UnreadableError(f"more than {MAX_ROWS} rows")
                if content.count(b"<c ") + content.count(b"<c>") > MAX_CELLS:
                    raise UnreadableError(f"more than {MAX_CELLS} cells")


def rows(raw: bytes) -> Iterator[list[object]]:
    """The rows of the first sheet, without the empty cells at their ends."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS:
            raise UnreadableError(f"more than {MAX_ROWS} rows")
        if len(row) > MAX_COLUMNS:
            raise UnreadableError(f"more than {MAX_COLUMNS} columns in row {number}")
        values = [_value(cell, number) for cell in row]
        while values and values[-1] is None:
            values.pop()
        yield values


def _value(cell: Any, number: int) -> object:
    if cell.data_type == "f":
        raise UnreadableError(f"a formula in row {number}: put its value there instead")
    if cell.value is None or isinstance(cell.value, str):
        return cell.value
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return float(cell.value)
    return str(cell.value)


def read(raw: bytes) -> dict[str, object]:
    """What is to be written."""
    try:
        look(raw)
        return {"rows": list(rows(raw))}
    except UnreadableError as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": "this spreadsheet is too costly to read"}
    except Exception:  # noqa: BLE001 - whatever a stranger's file makes a library raise
        return {"problem": "not a spreadsheet that can be read (XLSX)"}


if __name__ == "__main__":
    limit()
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read(MAX_BYTES + 1))))
