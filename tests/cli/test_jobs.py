"""`mentormatch jobs` does what waits, once, and says how it ended."""

from datetime import UTC, datetime
from pathlib import Path

from mentormatch import storage
from mentormatch.storage.jobs import Job, JobState
from mentormatch.usecases import jobs
from mentormatch.web.caretaker import JOBS
from tests.cli.conftest import Place


def _queue(folder: Path, content: bytes) -> Job:
    database = storage.connect(f"sqlite:///{folder / 'mentormatch.sqlite3'}")
    with database.transaction() as tx:
        subject = {"hash": "h", "revision": 1, "version": 1}
        made = storage.jobs.create(
            tx, jobs.IMPACT, subject=subject, content=content, by="ada", now=datetime.now(UTC)
        )
    database.close()
    return made


def _as_it_is(folder: Path, job: Job) -> Job:
    database = storage.connect(f"sqlite:///{folder / 'mentormatch.sqlite3'}")
    with database.reading() as tx:
        found = storage.jobs.by_id(tx, job.id)
    database.close()
    return found


def test_a_job_that_cannot_be_done_fails_and_is_not_tried_again(place: Place) -> None:
    assert place.run("init").exit_code == 0
    job = _queue(place.folder, b"{}")
    done = place.run_apart(*JOBS[3:])
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    found = _as_it_is(place.folder, job)
    assert (found.state, found.error) == (JobState.FAILED, "invalid-document")
    assert place.run_apart("jobs").stdout == b"Did 0 job(s).\n"
