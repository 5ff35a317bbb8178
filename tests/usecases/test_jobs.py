"""A job that meets a defect of ours ends, and is told."""

from datetime import timedelta
from typing import Any

import pytest

from mentormatch import storage
from mentormatch.errors import UnavailableError
from mentormatch.storage.jobs import Job, JobState
from mentormatch.usecases import jobs
from tests.storage import samples


def test_a_defect_ends_the_job_instead_of_being_met_again_and_again(
    sqlite_database: storage.Database,
) -> None:
    with sqlite_database.transaction() as tx:
        job = storage.jobs.create(tx, "impact", subject={}, content=b"", by="ada", now=samples.NOW)

    def broken(
        database: storage.Database, job: Job, content: bytes, alive: jobs.Alive
    ) -> dict[str, Any] | None:
        del database, job, content, alive
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        jobs.run_waiting(sqlite_database, {"impact": broken}, worker="w", clock=lambda: samples.NOW)
    with sqlite_database.reading() as tx:
        found = storage.jobs.by_id(tx, job.id)
    assert (found.state, found.error) == (JobState.FAILED, "defect")


def test_an_outage_does_not_end_a_job_which_is_taken_up_when_it_is_over(
    sqlite_database: storage.Database,
) -> None:
    with sqlite_database.transaction() as tx:
        job = storage.jobs.create(tx, "impact", subject={}, content=b"", by="ada", now=samples.NOW)
    outages = [UnavailableError("database-full")]

    def work(
        database: storage.Database, job: Job, content: bytes, alive: jobs.Alive
    ) -> dict[str, Any] | None:
        del database, job, content, alive
        if outages:
            raise outages.pop()
        return {"measured": True}

    with pytest.raises(UnavailableError):
        jobs.run_waiting(sqlite_database, {"impact": work}, worker="one", clock=lambda: samples.NOW)
    later = samples.NOW + timedelta(hours=1)
    (done,) = jobs.run_waiting(sqlite_database, {"impact": work}, worker="two", clock=lambda: later)
    assert (done.id, done.state, done.result) == (job.id, JobState.DONE, {"measured": True})
