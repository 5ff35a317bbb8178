"""A file of cases takes as much memory as a batch of them, however many there are."""

import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta

import pytest

from mentormatch import storage
from mentormatch.storage.review_export import ExportedCase, Span
from mentormatch.usecases import export_reviews
from mentormatch.usecases.export_reviews import BATCH, ExportFormat, Wish
from tests.storage import samples


def _store(database: storage.Database, count: int) -> Span:
    with database.transaction() as tx:
        version = samples.published(tx)
        begun = samples.attempt(samples.bank())
        for number in range(count):
            stored = storage.attempts.create(
                tx, samples.token(str(number)), attempt=begun, bank_version_id=version.id
            )
            made = samples.NOW + timedelta(milliseconds=number)
            samples.case(tx, samples.result(tx, stored, now=made))
    return Span(None, samples.NOW + timedelta(days=1))


def test_batches_join_without_a_gap_or_a_repeat(database: storage.Database) -> None:
    span = _store(database, BATCH + 7)
    found = [one.case.result_id for one in export_reviews.cases(database, span)]
    assert len(found) == len(set(found)) == BATCH + 7
    assert found == sorted(found)


def test_between_two_batches_no_reading_is_open(sqlite_database: storage.Database) -> None:
    span = _store(sqlite_database, BATCH + 1)
    found = export_reviews.cases(sqlite_database, span)
    next(found)
    erased = samples.token(str(BATCH))
    with sqlite_database.transaction() as tx:
        storage.erasure.erase(tx, erased, samples.NOW)
    assert sqlite_database.checkpoint()
    assert len(list(found)) == BATCH - 1


def _peak(one: ExportedCase, form: ExportFormat, count: int) -> int:
    def many() -> Iterator[ExportedCase]:
        for _ in range(count):
            yield one

    wish = Wish(form, Span(None, samples.NOW), texts=True, reason="")
    tracemalloc.start()
    if form is ExportFormat.XLSX:
        with tempfile.TemporaryFile() as file:
            export_reviews.write_workbook(many(), wish, "x" * 32, file)
    else:
        for _ in export_reviews.as_lines(many(), wish, "x" * 32):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("form", tuple(ExportFormat))
def test_ten_times_the_cases_take_no_more_memory(
    sqlite_database: storage.Database, form: ExportFormat
) -> None:
    span = _store(sqlite_database, 1)
    (one,) = export_reviews.cases(sqlite_database, span)
    _peak(one, form, 10)
    assert _peak(one, form, 3000) < 1.5 * _peak(one, form, 300) + 20_000
