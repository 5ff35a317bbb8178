"""Out and back, any bank is the same to the last bit."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from mentormatch.bundled import data_path
from mentormatch.i18n import Locale
from mentormatch.quiz import BankDocument, document_bytes, parse_document
from mentormatch.quiz.exchange import Source, read, write_catalogue, write_csv, write_workbook
from tests.quiz.exchange.documents import documents

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def _same(source: Source, document: BankDocument) -> None:
    assert source.problems == () or source.problems == []
    assert document_bytes(parse_document(source.raw)) == document_bytes(document)


@settings(max_examples=25, suppress_health_check=_SLOW)
@given(documents())
def test_as_csv(document: BankDocument) -> None:
    _same(read(write_csv(document), b"{}"), document)


@settings(max_examples=6, suppress_health_check=_SLOW)
@given(documents())
def test_as_a_spreadsheet(document: BankDocument) -> None:
    _same(read(write_workbook(document), b"{}"), document)


@settings(max_examples=25, suppress_health_check=_SLOW)
@given(documents())
def test_as_catalogues_that_bring_every_language_back(document: BankDocument) -> None:
    for language in Locale:
        lost = _with_other_words(document, language)
        assert document_bytes(parse_document(lost)) != document_bytes(document)
        _same(read(write_catalogue(document, language), lost), document)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_as_csv_of_another_country(separator: str) -> None:
    """Semicolons and decimal commas, as spreadsheets write them where French is spoken."""
    import csv
    import io

    document = _shipped()
    rows = list(csv.reader(io.StringIO(write_csv(document).decode("utf-8-sig"), newline="")))
    weights = [[cell.replace(".", ",") if at >= 9 else cell for at, cell in enumerate(row)] for row in rows]
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=separator).writerows(weights)
    _same(read(sink.getvalue().encode(), b"{}"), document)


def test_the_shipped_bank_every_way() -> None:
    document = _shipped()
    raw = document_bytes(document)
    for written in (raw, write_csv(document), write_workbook(document), write_catalogue(document, Locale.AR)):
        _same(read(written, raw), document)


def _shipped() -> BankDocument:
    return parse_document(data_path("banks", "mentoring.json").read_bytes())


def _with_other_words(document: BankDocument, language: Locale) -> bytes:
    content = document.model_dump(mode="json", by_alias=True, exclude_none=True)

    def replace(value: object) -> None:
        if isinstance(value, dict):
            if set(value) == {"fr", "en", "ar"}:
                value[language.value] = "lost"
            for one in value.values():
                replace(one)
        elif isinstance(value, list):
            for one in value:
                replace(one)

    replace(content)
    return json.dumps(content).encode()
