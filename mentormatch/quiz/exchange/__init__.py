"""A bank as files that people edit elsewhere: spreadsheets, and catalogues for translators.

`read` tells by its content what a file is. What comes out is the JSON of a bank document, not yet
checked, with the place in the file of everything in it. docs/bank-files.md describes the files.
"""

from mentormatch.quiz.document import MAX_DOCUMENT_BYTES
from mentormatch.quiz.exchange.catalogue import read_catalogue, write_catalogue
from mentormatch.quiz.exchange.commas import read_csv, write_csv
from mentormatch.quiz.exchange.source import MAX_ROWS, Source, refuse
from mentormatch.quiz.exchange.workbook import read_workbook, write_workbook

__all__ = [
    "MAX_ROWS",
    "Source",
    "read",
    "refuse",
    "write_catalogue",
    "write_csv",
    "write_workbook",
]

_BOM = b"\xef\xbb\xbf"


def read(raw: bytes, base: bytes) -> Source:
    """What a file says of a bank; `base` is the document whose texts a catalogue replaces.

    Raises:
        InvalidDocumentError: when it is too large, or nothing can be read of it.
    """
    if len(raw) > MAX_DOCUMENT_BYTES:
        raise refuse("", f"more than {MAX_DOCUMENT_BYTES} bytes")
    if raw.startswith(b"PK"):
        return read_workbook(raw)
    plain = raw.removeprefix(_BOM).lstrip()
    if plain.startswith((b"{", b"[")) or not plain:
        return Source(raw)
    if any(line.startswith((b"msgid", b"msgctxt")) for line in plain.splitlines()):
        return read_catalogue(raw, base)
    return read_csv(raw)
