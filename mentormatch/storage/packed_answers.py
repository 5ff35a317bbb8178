"""The packed answers of many attempts at once: bytes end to end, as numpy can read them.

A row leaves the database as a few byte strings and becomes nothing else here; a million of them
are joined chunk by chunk.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import case, func, select, type_coerce
from sqlalchemy.types import NullType

from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import Form, State
from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import ATTEMPTS
from mentormatch.values import dataclass

# More at once is slower: the rows no longer fit the processor's cache.
ROWS = 2_000
_LAST_SHOWN = 3

BECOME, FULL, FINISHED = 1, 2, 4
LOCALE_SHIFT = 3


@dataclass(frozen=True, slots=True)
class Packed:
    """`count` attempts end to end.

    `answers` and `languages` have a byte a question, `elapsed` two (little-endian tenths of a
    second), all as `quiz.attempt` and `storage.packing` say. `marks` has a byte an attempt:
    `BECOME`, `FULL` and `FINISHED` are bits of it, the place of the attempt's language in
    `Locale` stands above them, from bit `LOCALE_SHIFT`.
    """

    count: int
    answers: bytes
    languages: bytes
    elapsed: bytes
    marks: bytes


@dataclass(frozen=True, slots=True)
class LastShown:
    """The answers of `count` attempts that were left open, and the last thing each was shown.

    `shown` has three bytes an attempt: the question's index, little-endian, and one to ignore.
    """

    count: int
    answers: bytes
    shown: bytes


# As the driver gives them, which is bytes: a million rows pass no function of ours one by one.
_PACKED = (ATTEMPTS.c.answers, ATTEMPTS.c.languages, ATTEMPTS.c.elapsed)
_BYTES = tuple(type_coerce(column, NullType()) for column in _PACKED)
_MARKS = (
    case((ATTEMPTS.c.role == Role.BECOME.value, BECOME), else_=0)
    + case((ATTEMPTS.c.form == Form.FULL.value, FULL), else_=0)
    + case((ATTEMPTS.c.state == State.FINISHED.value, FINISHED), else_=0)
    + case(
        {locale.value: place << LOCALE_SHIFT for place, locale in enumerate(Locale)}, value=ATTEMPTS.c.locale
    )
)


def count(tx: Transaction, version_id: str) -> int:
    """How many attempts there are at a bank version."""
    query = select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.bank_version_id == version_id)
    return tx.execute(query).scalar_one()


def stream(tx: Transaction, version_id: str, *, rows: int = ROWS) -> Iterator[Packed]:
    """All attempts at a bank version, `rows` at a time; memory is that of one chunk."""
    query = select(*_BYTES, _MARKS)
    query = query.where(ATTEMPTS.c.bank_version_id == version_id)
    with tx.execute(query.execution_options(yield_per=rows)) as found:
        for part in found.partitions():
            answers, languages, elapsed, marks = zip(*part, strict=True)
            yield Packed(len(part), b"".join(answers), b"".join(languages), b"".join(elapsed), bytes(marks))


def left_open(tx: Transaction, version_id: str, *, before: datetime, rows: int = ROWS) -> Iterator[LastShown]:
    """The attempts at a version that are open and were last seen before a moment, as `stream`."""
    query = select(ATTEMPTS.c.answers, ATTEMPTS.c.shown).where(
        ATTEMPTS.c.bank_version_id == version_id,
        ATTEMPTS.c.state == State.OPEN.value,
        ATTEMPTS.c.last_seen_at < before,
        func.length(ATTEMPTS.c.shown) >= _LAST_SHOWN,
    )
    with tx.execute(query.execution_options(yield_per=rows)) as found:
        for part in found.partitions():
            answers, shown = zip(*part, strict=True)
            yield LastShown(len(part), b"".join(answers), b"".join([one[-_LAST_SHOWN:] for one in shown]))
