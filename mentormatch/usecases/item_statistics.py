"""Measuring how well the questions work, and reading what was measured last.

A measurement is kept and shown until someone asks for another: looking costs one query. Another
is made only when ten or more attempts have come or gone since, so that no difference between two
measurements tells of fewer people (docs/decisions/013-item-statistics.md).
"""

from datetime import datetime, timedelta

from mentormatch import itemstats, storage
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.itemstats import SMALLEST_GROUP, Gathered, Marks, Statistics
from mentormatch.storage import packed_answers
from mentormatch.storage.banks import BankVersion
from mentormatch.storage.item_statistics import Measured
from mentormatch.usecases.instruments import BANK_KEY, Instrument, Instruments
from mentormatch.values import dataclass

LEFT_AFTER = timedelta(days=1)
_MARKS = Marks(
    packed_answers.BECOME, packed_answers.FULL, packed_answers.FINISHED, packed_answers.LOCALE_SHIFT
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a version: the last measurement, and how many attempts there are now."""

    version: BankVersion
    instrument: Instrument
    statistics: Statistics | None
    measured: datetime | None
    attempts: int

    @property
    def may_measure(self) -> bool:
        """Whether enough has come or gone since the last measurement for another."""
        before = self.statistics.attempts if self.statistics is not None else 0
        return abs(self.attempts - before) >= SMALLEST_GROUP


def known(tx: storage.Transaction, instruments: Instruments, number: int | None = None) -> Known:
    """What is known of a version of the bank, the current one without a number.

    Raises:
        NotFoundError: `bank` before the first version, `bank-version` when none has the number.
    """
    version = _version(tx, number)
    kept = storage.item_statistics.find(tx, version.id)
    return Known(
        version=version,
        instrument=instruments.of(tx, version.id),
        statistics=Statistics.model_validate_json(kept.document) if kept is not None else None,
        measured=kept.measured if kept is not None else None,
        attempts=packed_answers.count(tx, version.id),
    )


def versions(tx: storage.Transaction) -> tuple[BankVersion, ...]:
    """All versions, newest first."""
    return storage.banks.versions(tx, BANK_KEY)


def measure(
    database: storage.Database, instruments: Instruments, number: int | None, *, now: datetime
) -> None:
    """Measure a version's questions anew, and keep what comes out.

    Answers are read without keeping any writer waiting; only the result is written.

    Raises:
        NotFoundError: as `known`.
        ConflictError: `too-little-new` when fewer than ten attempts have come or gone.
    """
    with database.reading() as tx:
        before = known(tx, instruments, number)
        if not before.may_measure:
            raise ConflictError("too-little-new", str(before.attempts))
        statistics = _measured(tx, before, now)
    document = statistics.model_dump_json().encode()
    with database.transaction() as tx:
        kept = Measured(statistics.attempts, now, document)
        storage.item_statistics.keep(tx, before.version.id, kept)


def _measured(tx: storage.Transaction, before: Known, now: datetime) -> Statistics:
    found = Gathered(before.instrument.bank, _MARKS)
    for part in packed_answers.stream(tx, before.version.id):
        itemstats.gather(found, part.answers, part.languages, part.elapsed, part.marks)
    for left in packed_answers.left_open(tx, before.version.id, before=now - LEFT_AFTER):
        itemstats.gather_left(found, left.answers, left.shown)
    return itemstats.measure(found, before.instrument.arrays)


def _version(tx: storage.Transaction, number: int | None) -> BankVersion:
    if number is None:
        return storage.banks.current(tx, BANK_KEY)
    for version in versions(tx):
        if version.number == number:
            return version
    raise NotFoundError("bank-version", str(number))
