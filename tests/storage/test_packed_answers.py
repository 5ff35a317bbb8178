"""The packed answers of many attempts, as they come out of each database."""

import struct
from dataclasses import replace

from mentormatch import storage
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import Form, State, with_shown
from mentormatch.storage import packed_answers
from mentormatch.storage.item_statistics import Measured
from tests.storage import samples


def _attempts(tx: storage.Transaction, count: int) -> str:
    version = samples.published(tx)
    bank = samples.bank()
    for number in range(count):
        one = replace(
            samples.attempt(bank),
            answers=bytes([number % 6] * 11),
            elapsed=(number,) * 11,
            role=Role.BECOME if number % 2 else Role.FIND,
            form=Form.FULL if number % 3 else Form.ADAPTIVE,
            state=State.FINISHED if number % 5 else State.OPEN,
            locale=list(Locale)[number % 3],
        )
        storage.attempts.create(tx, samples.token(str(number)), attempt=one, bank_version_id=version.id)
    return version.id


def test_every_attempt_comes_once_with_all_its_bytes(database: storage.Database) -> None:
    with database.transaction() as tx:
        version = _attempts(tx, 30)
    with database.reading() as tx:
        assert packed_answers.count(tx, version) == 30
        parts = list(packed_answers.stream(tx, version, rows=7))
    assert [part.count for part in parts] == [7, 7, 7, 7, 2]
    answers, elapsed, marks = (
        b"".join(getattr(p, name) for p in parts) for name in ("answers", "elapsed", "marks")
    )
    found = set()
    for at in range(30):
        (number,) = set(struct.unpack("<11H", elapsed[at * 22 : at * 22 + 22]))
        found.add(number)
        assert answers[at * 11 : at * 11 + 11] == bytes([number % 6] * 11)
        mark = marks[at]
        assert bool(mark & packed_answers.BECOME) is bool(number % 2)
        assert bool(mark & packed_answers.FULL) is bool(number % 3)
        assert bool(mark & packed_answers.FINISHED) is bool(number % 5)
        assert mark >> packed_answers.LOCALE_SHIFT == number % 3
    assert found == set(range(30))


def test_other_versions_are_left_out(database: storage.Database) -> None:
    with database.transaction() as tx:
        _attempts(tx, 2)
        other = samples.published(tx, samples.bank("Another title"))
    with database.reading() as tx:
        assert list(packed_answers.stream(tx, other.id)) == []


def test_those_left_open_come_with_what_they_were_shown_last(database: storage.Database) -> None:
    bank = samples.bank()
    with database.transaction() as tx:
        version = samples.published(tx)
        shown = with_shown(samples.attempt(bank), bank.questions[7], 1)
        for name, one in {
            "left": shown,
            "finished": replace(shown, state=State.FINISHED),
            "late": replace(shown, last_seen=samples.NOW + 2 * samples.DAY),
            "fresh": replace(shown, shown=()),
        }.items():
            storage.attempts.create(tx, samples.token(name), attempt=one, bank_version_id=version.id)
    with database.reading() as tx:
        (part,) = packed_answers.left_open(tx, version.id, before=samples.NOW + samples.DAY)
    assert (part.count, len(part.answers)) == (1, 11)
    assert struct.unpack("<HB", part.shown)[0] == 7


def test_a_measurement_is_kept_and_replaced(database: storage.Database) -> None:
    with database.transaction() as tx:
        version = samples.published(tx)
        assert storage.item_statistics.find(tx, version.id) is None
        for count in (10, 25):
            storage.item_statistics.keep(tx, version.id, Measured(count, samples.NOW, b"{}"))
    with database.reading() as tx:
        kept = storage.item_statistics.find(tx, version.id)
    assert kept == Measured(25, samples.NOW, b"{}")
