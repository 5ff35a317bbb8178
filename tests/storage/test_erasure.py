"""Erasing and purging: everything goes, also from the files, and stays gone."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.storage.tables import ATTEMPTS, CASES, METADATA, RESULTS
from tests.storage import samples

_MARK = "A-very-personal-reason-" + "x" * 9000
_HANGING = {"results", "cases", "reviews", "review_claims", "contact_requests"}


def test_erasing_leaves_only_a_tombstone_and_a_line_without_personal_data(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx)
        samples.result(tx, stored)
        samples.result(tx, stored, number=2)
        kept = samples.stored(tx, "someone else")
    with database.transaction() as tx:
        storage.attempts.erase(tx, samples.token(), samples.NOW)
    with database.reading() as tx:
        with pytest.raises(NotFoundError):
            storage.attempts.load(tx, samples.token())
        assert storage.results.of_attempt(tx, stored.id) == ()
        assert storage.attempts.load(tx, samples.token("someone else")) == kept
        assert storage.erasure.tombstones(tx) == (storage.erasure.Tombstone(samples.token(), samples.NOW),)
        event = tx.execute(text("SELECT actor, action, subject, details FROM audit_events")).one()
        assert tuple(event) == ("visitor", "attempt.erased", "attempt", '{"results":2}')


def test_erasing_twice_is_erasing_once(database: storage.Database) -> None:
    for _ in range(2):
        with database.transaction() as tx:
            if not storage.erasure.tombstones(tx):
                samples.stored(tx)
            storage.attempts.erase(tx, samples.token(), samples.NOW)
    with database.reading() as tx:
        assert storage.audit.verify(tx).events == 1


def test_what_was_never_there_cannot_be_erased(database: storage.Database) -> None:
    with database.transaction() as tx, pytest.raises(NotFoundError, match="attempt"):
        storage.attempts.erase(tx, samples.token(), samples.NOW)


def test_an_old_start_form_does_not_bring_an_erased_attempt_back(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
        storage.attempts.erase(tx, samples.token(), samples.NOW)
    with database.transaction() as tx, pytest.raises(ConflictError, match="attempt-erased"):
        samples.stored(tx)


def test_after_a_restore_the_erased_are_erased_again(database: storage.Database) -> None:
    gone = storage.erasure.Tombstone(samples.token("gone"), samples.NOW)
    with database.transaction() as tx:
        samples.result(tx, samples.stored(tx, "gone"))
        kept = samples.stored(tx, "kept")
        strangers = storage.erasure.Tombstone(samples.token("a stranger"), samples.NOW)
        assert storage.erasure.replay(tx, [gone, strangers]) == 1
    with database.transaction() as tx:
        assert storage.attempts.load(tx, samples.token("kept")) == kept
        assert set(storage.erasure.tombstones(tx)) == {gone, strangers}
        assert storage.erasure.replay(tx, [gone, strangers]) == 0
        with pytest.raises(NotFoundError):
            storage.attempts.load(tx, samples.token("gone"))


def test_what_was_kept_long_enough_is_purged_and_nothing_else(database: storage.Database) -> None:
    ages = {
        "unfinished 29": 29,
        "unfinished 31": 31,
        "finished 31": 31,
        "finished 179": 179,
        "finished 181": 181,
    }
    with database.transaction() as tx:
        for name, days in ages.items():
            stored = samples.stored(tx, name, now=samples.NOW - days * samples.DAY)
            if name.startswith("finished"):
                samples.result(tx, stored)
    with database.transaction() as tx:
        purged = storage.purge(tx, now=samples.NOW, unfinished_days=30, result_days=180, contact_days=30)
    left = {name for name in ages if _is_there(database, name)}
    assert (purged.attempts, purged.results) == (2, 1)
    assert left == {"unfinished 29", "finished 31", "finished 179"}
    with database.transaction() as tx:
        assert (
            storage.purge(tx, now=samples.NOW, unfinished_days=30, result_days=180, contact_days=30).attempts
            == 0
        )
        assert storage.audit.verify(tx).events == 1


def test_a_long_attempt_is_kept_from_its_last_visit_on(database: storage.Database) -> None:
    with database.transaction() as tx:
        stored = samples.stored(tx, now=samples.NOW - 60 * samples.DAY)
        storage.attempts.record(tx, stored, replace(stored.attempt, last_seen=samples.NOW - samples.DAY))
        storage.purge(tx, now=samples.NOW, unfinished_days=30, result_days=180, contact_days=30)
    assert _is_there(database, "someone")


def test_purging_more_than_one_batch_leaves_none(
    database: storage.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.erasure, "_BATCH", 3)
    with database.transaction() as tx:
        for number in range(8):
            samples.result(tx, samples.stored(tx, str(number), now=samples.NOW - 200 * samples.DAY))
        purged = storage.purge(tx, now=samples.NOW, unfinished_days=30, result_days=180, contact_days=30)
        assert (purged.attempts, purged.results) == (8, 8)
        assert tx.execute(text("SELECT count(*) FROM results")).scalar() == 0


def test_a_long_backlog_is_purged_in_several_transactions(database: storage.Database) -> None:
    with database.transaction() as tx:
        for days in (400, 300, 200):
            samples.stored(tx, f"{days} days ago", now=samples.NOW - days * samples.DAY)
    counts = []
    more = True
    while more:
        with database.transaction() as tx:
            purged = storage.purge(
                tx, now=samples.NOW, unfinished_days=30, result_days=180, contact_days=30, limit=2
            )
        counts.append(purged.attempts)
        more = purged.more
        assert not _is_there(database, "400 days ago")
        assert _is_there(database, "200 days ago") is more
    assert counts == [2, 1]


def test_a_purge_clears_out_what_no_longer_opens_anything(database: storage.Database) -> None:
    earlier = samples.NOW - 300 * samples.DAY
    with database.transaction() as tx:
        samples.stored(tx, now=earlier)
        storage.attempts.erase(tx, samples.token(), earlier)
        storage.invitations.create(
            tx, samples.token("i"), role="admin", expires=earlier + samples.DAY, now=earlier
        )
        member = storage.staff.create(
            tx, email="ada@example.org", role="admin", password_hash="$", locale=Locale.FR, now=earlier
        )
        for name, expires in (("over", earlier), ("running", samples.NOW + samples.DAY)):
            storage.sessions.create(tx, samples.token(name), staff_id=member.id, expires=expires, now=earlier)
    with database.transaction() as tx:
        purged = storage.purge(tx, now=samples.NOW, unfinished_days=30, result_days=180, contact_days=30)
        assert (purged.tombstones, purged.invitations, purged.sessions) == (1, 1, 1)
        assert storage.sessions.load(tx, samples.token("running"), samples.NOW).staff_id == member.id


@pytest.mark.parametrize("deed", ["erase", "purge"])
def test_no_file_holds_what_was_erased(sqlite_database: storage.Database, deed: str) -> None:
    with sqlite_database.transaction() as tx:
        stored = samples.stored(tx)
        samples.result(tx, stored, outcome={"why": _MARK})
        samples.result(tx, samples.stored(tx, "else"), outcome={"why": "other"}, now=samples.NOW)
    assert files_with(sqlite_database, _MARK[:60])
    with sqlite_database.transaction() as tx:
        if deed == "erase":
            storage.attempts.erase(tx, samples.token(), samples.NOW)
        else:
            storage.purge(
                tx, now=samples.NOW + 400 * samples.DAY, unfinished_days=30, result_days=180, contact_days=30
            )
    assert files_with(sqlite_database, _MARK[:60]) == []
    assert files_with(sqlite_database, "x" * 60) == []


def test_a_reader_delays_the_last_trace_only_until_the_next_write(sqlite_database: storage.Database) -> None:
    with sqlite_database.transaction() as tx:
        samples.result(tx, samples.stored(tx), outcome={"why": _MARK})
    with sqlite_database.reading() as reading:
        storage.attempts.load(reading, samples.token())
        with sqlite_database.transaction() as tx:
            storage.attempts.erase(tx, samples.token(), samples.NOW)
        assert files_with(sqlite_database, _MARK[:60])
        assert not sqlite_database.checkpoint()
    with sqlite_database.transaction() as tx:
        samples.stored(tx, "the next visitor")
    assert files_with(sqlite_database, _MARK[:60]) == []
    assert sqlite_database.checkpoint()


def test_everything_that_hangs_on_an_attempt_is_known_to_be_erased() -> None:
    """A new table that refers to attempts, results or cases must be added to `storage.erasure` first."""
    roots = {ATTEMPTS, RESULTS, CASES}
    hanging = {
        table.name
        for table in METADATA.tables.values()
        if any(key.column.table in roots for key in table.foreign_keys)
    }
    assert hanging == _HANGING


def _is_there(database: storage.Database, name: str) -> bool:
    with database.reading() as tx:
        try:
            storage.attempts.load(tx, samples.token(name))
        except NotFoundError:
            return False
        return True


def files_with(database: storage.Database, mark: str) -> list[str]:
    assert database.path is not None
    files = [path for path in Path(database.path.parent).iterdir() if path.is_file()]
    return [path.name for path in files if mark.encode() in path.read_bytes()]
