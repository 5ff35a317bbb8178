"""Jobs: claimed by one worker, given up for lost after a silence, stopped by whoever asks."""

from datetime import datetime, timedelta

import pytest

from mentormatch import storage
from mentormatch.errors import NotFoundError
from mentormatch.storage.jobs import SILENCE, Job, JobState
from tests.storage import samples
from tests.storage.elsewhere import in_threads

_LATER = samples.NOW + timedelta(seconds=1)


def _queued(database: storage.Database, *, seconds: int = 0) -> Job:
    now = samples.NOW + timedelta(seconds=seconds)
    with database.transaction() as tx:
        return storage.jobs.create(
            tx, "impact", subject={"revision": 3}, content=b"a bank", by="ada", now=now
        )


def _claim(database: storage.Database, worker: str, now: datetime = samples.NOW) -> Job | None:
    with database.transaction() as tx:
        return storage.jobs.claim(tx, worker=worker, now=now)


def _beat(database: storage.Database, job: Job, worker: str) -> bool:
    with database.transaction() as tx:
        return storage.jobs.beat(tx, job.id, worker=worker, progress=(2, 5), kept={"at": 2}, now=_LATER)


def test_a_job_is_queued_claimed_beaten_and_finished(database: storage.Database) -> None:
    job = _queued(database)
    assert (job.state, job.is_open, job.subject) == (JobState.QUEUED, True, {"revision": 3})
    claimed = _claim(database, "one")
    assert claimed is not None
    assert _beat(database, claimed, "one")
    with database.transaction() as tx:
        assert storage.jobs.content(tx, job.id) == b"a bank"
        assert storage.jobs.finish(tx, job.id, worker="one", result={"changed": 7}, now=_LATER)
        done = storage.jobs.by_id(tx, job.id)
    assert (done.state, done.done, done.total, done.result) == (JobState.DONE, 5, 5, {"changed": 7})
    assert (done.ended, done.kept) == (_LATER, {})
    assert _claim(database, "two") is None


def test_several_workers_never_get_the_same_job(database: storage.Database) -> None:
    jobs = {_queued(database).id for _ in range(3)}
    claimed: list[str] = []

    def work(number: int) -> None:
        while (job := _claim(database, f"worker {number}")) is not None:
            claimed.append(job.id)

    in_threads(work, 4)
    assert sorted(claimed) == sorted(jobs)


def test_a_silent_workers_job_goes_on_where_it_stood_and_the_silent_one_is_told(
    database: storage.Database,
) -> None:
    job = _queued(database)
    _claim(database, "one")
    assert _beat(database, job, "one")
    assert _claim(database, "two", _LATER + SILENCE) is None
    taken = _claim(database, "two", _LATER + SILENCE + timedelta(seconds=1))
    assert taken is not None
    assert (taken.id, taken.kept) == (job.id, {"at": 2})
    assert not _beat(database, job, "one")
    with database.transaction() as tx:
        assert not storage.jobs.finish(tx, job.id, worker="one", result={}, now=_LATER)
        assert storage.jobs.by_id(tx, job.id).state is JobState.RUNNING


def test_a_cancelled_job_stops_its_worker_and_stays_cancelled(database: storage.Database) -> None:
    job = _queued(database)
    _claim(database, "one")
    with database.transaction() as tx:
        assert storage.jobs.cancel(tx, job.id, now=_LATER)
        assert not storage.jobs.cancel(tx, job.id, now=_LATER)
    assert not _beat(database, job, "one")
    assert _claim(database, "two", _LATER + 2 * SILENCE) is None
    with database.reading() as tx:
        assert storage.jobs.by_id(tx, job.id).state is JobState.CANCELLED


def test_a_job_that_is_not_there_is_not_found(database: storage.Database) -> None:
    nowhere = "00000000-0000-7000-8000-000000000000"
    with database.reading() as tx:
        for look in (storage.jobs.by_id, storage.jobs.content):
            with pytest.raises(NotFoundError, match="job"):
                look(tx, nowhere)


def test_what_ended_long_ago_is_forgotten_and_the_rest_is_not(
    database: storage.Database,
) -> None:
    old, open_, young = (_queued(database, seconds=number) for number in range(3))
    month = timedelta(days=30)
    with database.transaction() as tx:
        storage.jobs.cancel(tx, old.id, now=samples.NOW - month - timedelta(seconds=1))
        storage.jobs.cancel(tx, young.id, now=samples.NOW - month + timedelta(seconds=1))
    with database.transaction() as tx:
        assert storage.jobs.forget(tx, ended_before=samples.NOW - month) == 1
        assert {job.id for job in storage.jobs.latest(tx, "impact", limit=9)} == {open_.id, young.id}


def test_what_was_found_last_is_kept_however_old(database: storage.Database) -> None:
    """Or nobody could say any more when the audit chain was looked through, and that it held."""
    first, last = (_queued(database, seconds=number) for number in range(2))
    with database.transaction() as tx:
        for job in (first, last):
            storage.jobs.cancel(tx, job.id, now=samples.NOW)
    with database.transaction() as tx:
        assert storage.jobs.forget(tx, ended_before=samples.NOW + timedelta(days=900)) == 1
        assert [job.id for job in storage.jobs.latest(tx, "impact", limit=9)] == [last.id]
