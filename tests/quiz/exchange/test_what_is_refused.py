"""Files that are wrong, too much, or meant to harm: each is told where, and nothing else happens."""

import csv
import io
import json
import time
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from mentormatch.bundled import data_path
from mentormatch.errors import InvalidDocumentError
from mentormatch.i18n import Locale
from mentormatch.quiz import BankDocument, document_bytes, parse_document
from mentormatch.quiz.exchange import Source, read, write_catalogue, write_csv, write_workbook
from mentormatch.quiz.exchange.workbook import read_workbook

Cells = list[list[str]]


@cache
def _document() -> BankDocument:
    return parse_document(data_path("banks", "mentoring.json").read_bytes())


@cache
def _raw() -> bytes:
    return document_bytes(_document())


def _sheet(change: Callable[[Cells], object]) -> Source:
    """The shipped bank as CSV, with its cells changed."""
    rows = list(csv.reader(io.StringIO(write_csv(_document()).decode("utf-8-sig"), newline="")))
    change(rows)
    sink = io.StringIO(newline="")
    csv.writer(sink).writerows(rows)
    return read(sink.getvalue().encode(), b"{}")


def _told(source: Source) -> list[str]:
    """Everything wrong, at its place: with the rows, and with the document they make."""
    found = [str(problem) for problem in source.problems]
    try:
        parse_document(source.raw)
    except InvalidDocumentError as refusal:
        found += [f"{source.in_file(problem.path)}: {problem.message}" for problem in refusal.problems]
    return found


def _refused(raw: bytes, base: bytes = b"{}") -> list[str]:
    with pytest.raises(InvalidDocumentError) as refusal:
        read(raw, base)
    return [str(problem) for problem in refusal.value.problems]


def test_every_problem_of_a_sheet_is_told_with_its_row_and_column() -> None:
    def spoil(rows: Cells) -> None:
        columns = rows[0]
        rows[2][columns.index("part")] = "trait"
        rows[3][columns.index("fr")] = ""
        rows[4][columns.index("goals")] = "much"
        rows[4][columns.index("help" if "help" in columns else "part")] = "traits"
        rows[5][columns.index("element")] = "Option!"
        rows.append(["option", "no-such-question", "", "", "", "yes", "oui", "yes", "نعم"])
        rows.append(["bank", "mentoring"])

    told = "\n".join(_told(_sheet(spoil)))
    last = len(list(csv.reader(io.StringIO(write_csv(_document()).decode("utf-8-sig"), newline=""))))
    for place in (
        "row 3, column part: ",
        "row 4, column fr: ",
        "row 5, column goals: not a number: 'much'",
        "row 5, column part: a row of element",
        "row 6, column element: one of bank, prompt, help, option, not 'Option!'",
        f"row {last + 1}, column question: no prompt of this question above",
        f"row {last + 2}, column element: a second row for the bank itself",
    ):
        assert place in told, told


def test_a_question_that_is_there_twice_is_told() -> None:
    told = _told(_sheet(lambda rows: rows.append(next(row for row in rows if row[0] == "prompt"))))
    assert any("column question: used before: gate-need" in line for line in told)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["element", "question"], "no column fr"),
        (["élément"], "no column element"),
        (["element", "element"], "column element is there twice"),
        (["element", "Betrag"], "an unknown name: 'betrag'"),
    ],
)
def test_wrong_names_of_columns_are_told_at_once(header: list[str], words: str) -> None:
    assert any(words in line for line in _refused(",".join(header).encode() + b"\nprompt,x\n"))


def test_other_encodings_and_nul_bytes_are_told_with_their_line() -> None:
    text = write_csv(_document()).decode("utf-8-sig")
    assert "UTF-16" in _refused(text.encode("utf-16"))[0]
    latin = b"element,fr\nprompt,d\xe9j\xe0\n"
    assert _refused(latin) == ["line 2: not UTF-8: save it as “CSV UTF-8”"]
    assert _refused(b"element,fr\nprompt,a\0b\n") == ["line 2: a NUL character, which no text has"]


def test_huge_fields_and_endless_rows_are_refused_before_they_cost_anything() -> None:
    head = write_csv(_document()).partition(b"\n")[0]
    began = time.process_time()
    assert "field larger than" in _refused(head + b"\nprompt," + b"x" * 1_500_000)[0]
    assert "more than 10000 rows" in _refused(head + b"\n" + b"\n" * 200_000)[0]
    assert "not CSV" in _refused(head + b'\nprompt,"a"b\n')[0]
    assert "more than 2000000 bytes" in _refused(b"x" * 2_000_001)[0]
    assert time.process_time() - began < 5


@pytest.mark.parametrize("char", ["\u202e", "\u202d", "\x07", "\x7f"])
def test_bidi_overrides_and_controls_are_refused_at_their_cell(char: str) -> None:
    source = _sheet(lambda rows: rows[2].__setitem__(rows[0].index("ar"), f"a{char}b"))
    assert any(line.startswith("row 3, column ar:") and "forbidden" in line for line in _told(source))


def test_what_looks_like_a_formula_is_text_in_both_files() -> None:
    content = json.loads(_raw())
    content["questions"][0]["prompt"]["en"] = '=HYPERLINK("http://x","y")'
    document = parse_document(json.dumps(content))
    cells = {cell for row in csv.reader(io.StringIO(write_csv(document).decode("utf-8-sig"))) for cell in row}
    assert """'=HYPERLINK("http://x","y")""" in cells
    book = load_workbook(io.BytesIO(write_workbook(document)))
    kinds = {str(cell.value): cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert kinds['=HYPERLINK("http://x","y")'] == "s"
    assert "f" not in kinds.values()


# Spreadsheets that are meant to harm.


def _workbook(**parts: bytes) -> bytes:
    """A sound spreadsheet with some parts of its archive replaced or added."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_workbook(_document()))) as sound,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sound.namelist():
            made.writestr(name, parts.pop(name, b"") or sound.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return sink.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"&lol;" * 10) for n in range(10)
    )
    + b"]>"
    + _OPEN
    + b"<row><c><v>&l9;</v></c></row></sheetData></worksheet>"
)


def _sheet_of(inside: bytes) -> bytes:
    return _workbook(**{SHEET: _OPEN + inside + b"</sheetData></worksheet>"})


def _other_archive() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr("letter.txt", "hello")
    return sink.getvalue()


_HARMFUL: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: _workbook(bomb=b"0" * 30_000_000), "when unpacked"),
    "billion laughs": (lambda: _workbook(**{SHEET: _LAUGHS}), "declares entities"),
    "in UTF-16": (lambda: _workbook(**{SHEET: _LAUGHS.decode().encode("utf-16")}), "declares entities"),
    "rows": (lambda: _sheet_of(b"<row/>" * 20_000), "more than 10000 rows"),
    "cells": (lambda: _sheet_of(b"<row>" + b"<c />" * 500_000 + b"</row>"), "more than 400000 cells"),
    "far away": (lambda: _sheet_of(b'<row r="9999999"><c r="XFD9999999"><v>1</v></c></row>'), ""),
    "broken": (lambda: _workbook(**{SHEET: b"<worksheet"}), "not a spreadsheet"),
    "no archive": (lambda: b"PK\x03\x04 and nothing", "not a spreadsheet"),
    "another archive": (_other_archive, "not a spreadsheet"),
}


@pytest.mark.parametrize("name", _HARMFUL)
def test_a_spreadsheet_meant_to_harm_is_refused_quickly(name: str) -> None:
    raw, words = _HARMFUL[name]
    sent = raw()
    began = time.monotonic()
    told = _refused(sent)
    assert any(words in line for line in told), told
    assert time.monotonic() - began < 20


def test_a_formula_is_refused_with_its_row() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["element", "question"])
    sheet.append(["=1+1", "x"])
    sink = io.BytesIO()
    book.save(sink)
    assert _refused(sink.getvalue()) == ["a formula in row 2: put its value there instead"]


def test_a_spreadsheet_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(InvalidDocumentError) as refusal:
        read_workbook(write_workbook(_document()), seconds=0.01)
    assert str(refusal.value.problems[0]) == "this spreadsheet takes too long to read"


# Catalogues.


def _catalogue() -> str:
    return write_catalogue(_document(), Locale.AR).decode()


def test_a_changed_source_a_doubt_and_a_place_that_is_not_there_are_told_with_their_lines() -> None:
    lines = _catalogue().split("\n")
    places = [at for at, line in enumerate(lines) if line.startswith("msgctxt")]
    first, second, third = places[1:4]
    lines[first + 1] = 'msgid "Autre chose"'
    lines[second] = "#, fuzzy\n" + lines[second]
    lines[third] = 'msgctxt "nowhere:prompt"'
    source = read("\n".join(lines).encode(), _raw())
    told = [str(problem) for problem in source.problems]
    assert len(told) == 3
    assert "the source text has changed since" in told[0]
    assert told[1].endswith("marked as fuzzy: check the translation, and remove the mark")
    assert "the bank has no such place: 'nowhere:prompt'" in told[2]
    numbers = [int(line.split(":")[0].removeprefix("line ")) for line in told]
    near = zip(numbers, (first, second, third), strict=True)
    assert all(abs(number - place) <= 2 for number, place in near)


def test_a_bad_translation_is_told_at_its_line() -> None:
    lines = _catalogue().split("\n")
    at = next(n for n, line in enumerate(lines) if line == 'msgctxt "title"')
    lines[at + 2] = 'msgstr "a\u202eb"'
    told = _told(read("\n".join(lines).encode(), _raw()))
    assert len(told) == 1
    assert told[0].startswith(f"line {at + 1}: ")
    assert "forbidden characters: U+202E" in told[0]


def test_an_untranslated_text_leaves_what_is_there() -> None:
    lines = _catalogue().split("\n")
    at = next(n for n, line in enumerate(lines) if line == 'msgctxt "title"')
    lines[at + 2] = 'msgstr ""'
    source = read("\n".join(lines).encode(), _raw())
    assert (_told(source), document_bytes(parse_document(source.raw))) == ([], _raw())


def test_a_place_that_is_there_twice_is_told() -> None:
    text = _catalogue()
    twice = text + "\n" + text[text.index('msgctxt "title"') :]
    assert any("there twice" in str(problem) for problem in read(twice.encode(), _raw()).problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('msgid ""\nmsgstr ""\n"Language: ar\\n"\n', "line 1: the header must name two different languages"),
        ('msgid "a"\nmsgstr "b" c\n', "not a PO file from here on"),
        ("msgid what is this\n", "line 1: the header must name two different languages"),
        ('msgid "a"\nmsgstr "a"\n\n' * 10_002, "more than 10000 texts"),
    ],
)
def test_what_is_no_catalogue_is_told(text: str, words: str) -> None:
    assert words in _refused(text.encode(), _raw())[0]
