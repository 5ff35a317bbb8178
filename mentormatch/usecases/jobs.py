"""Jobs: asked for on a page, done one after the other by a process of their own.

A job that a process left behind when it ended is taken up where it stood by the next one that
looks; nobody else touches it while its worker gives signs of life.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from mentormatch import storage
from mentormatch.errors import (
    ConflictError,
    InvalidDocumentError,
    MentormatchError,
    NotFoundError,
    UnavailableError,
)
from mentormatch.quiz import parse_bank
from mentormatch.storage.actions import Action
from mentormatch.storage.jobs import Job
from mentormatch.usecases.edit_bank import Editing

IMPACT = "impact"
CHAIN = "chain"
_SHOWN = 10
Clock = Callable[[], datetime]


class Alive(Protocol):
    """Tells how far a job has come; False when it is to stop, because it is no longer this worker's."""

    def __call__(self, done: int, total: int, kept: dict[str, Any]) -> bool:
        """Beat; `kept` is how far it came, for whoever would go on."""


class Work(Protocol):
    """What does a job of one kind: its result, None when it was told to stop."""

    def __call__(
        self, database: storage.Database, job: Job, content: bytes, alive: Alive
    ) -> dict[str, Any] | None:
        """Do it."""


def ask_for_impact(tx: storage.Transaction, seen: Editing, *, by: str, now: datetime) -> Job:
    """Queue the measurement of what a draft would do; an open one of the same draft is returned.

    Raises:
        InvalidDocumentError: when the draft is not yet a whole bank.
        ConflictError: `draft-moved` when nothing differs from the current version.
    """
    bank = parse_bank(seen.raw)
    if bank.content_hash == seen.version.content_hash:
        raise ConflictError("draft-moved", "nothing differs")
    for job in storage.jobs.latest(tx, IMPACT, limit=_SHOWN):
        if job.is_open and job.subject["hash"] == bank.content_hash:
            return job
    subject = {"hash": bank.content_hash, "revision": seen.revision, "version": seen.version.number}
    return _queue(tx, IMPACT, subject, bank.document, by=by, now=now)


def ask_for_chain_check(tx: storage.Transaction, *, by: str, now: datetime) -> Job:
    """Queue a look through the whole audit chain; an open one is returned."""
    latest = latest_chain_check(tx)
    if latest is not None and latest.is_open:
        return latest
    return _queue(tx, CHAIN, {"events": storage.audit.length(tx)}, b"", by=by, now=now)


def can_be_measured(seen: Editing) -> bool:
    """Whether a draft is a whole bank that differs from the current version."""
    try:
        return parse_bank(seen.raw).content_hash != seen.version.content_hash
    except InvalidDocumentError:
        return False


def impacts(tx: storage.Transaction) -> tuple[Job, ...]:
    """The last few impacts that were asked for, newest first."""
    return storage.jobs.latest(tx, IMPACT, limit=_SHOWN)


def latest_impact(tx: storage.Transaction) -> Job | None:
    """The impact that was asked for last."""
    return next(iter(storage.jobs.latest(tx, IMPACT, limit=1)), None)


def latest_chain_check(tx: storage.Transaction) -> Job | None:
    """The look through the audit chain that was asked for last."""
    return next(iter(storage.jobs.latest(tx, CHAIN, limit=1)), None)


def one(tx: storage.Transaction, job_id: str, kind: str) -> Job:
    """A job of a kind; NotFoundError `job`."""
    job = storage.jobs.by_id(tx, job_id)
    if job.kind != kind:
        raise NotFoundError("job", job_id)
    return job


def cancel(tx: storage.Transaction, job_id: str, kind: str, *, by: str, now: datetime) -> None:
    """Stop a job of a kind; one that has ended stays as it is. NotFoundError `job`."""
    job = one(tx, job_id, kind)
    if storage.jobs.cancel(tx, job_id, now=now):
        _note(tx, job, Action.JOB_CANCELLED, by, now)


def run_waiting(
    database: storage.Database, works: dict[str, Work], *, worker: str, clock: Clock
) -> list[Job]:
    """Do every job that waits, one after the other; those that this worker was at, as they ended."""
    seen = []
    while (job := _claimed(database, worker, clock)) is not None:
        _run(database, works[job.kind], job, worker=worker, clock=clock)
        with database.reading() as tx:
            seen.append(storage.jobs.by_id(tx, job.id))
    return seen


def _queue(
    tx: storage.Transaction, kind: str, subject: dict[str, Any], content: bytes, *, by: str, now: datetime
) -> Job:
    made = storage.jobs.create(tx, kind, subject=subject, content=content, by=by, now=now)
    _note(tx, made, Action.JOB_ASKED, by, now)
    return made


def _claimed(database: storage.Database, worker: str, clock: Clock) -> Job | None:
    with database.transaction() as tx:
        return storage.jobs.claim(tx, worker=worker, now=clock())


def _run(database: storage.Database, work: Work, job: Job, *, worker: str, clock: Clock) -> None:
    def alive(done: int, total: int, kept: dict[str, Any]) -> bool:
        with database.transaction() as tx:
            return storage.jobs.beat(
                tx, job.id, worker=worker, progress=(done, total), kept=kept, now=clock()
            )

    try:
        with database.reading() as tx:
            content = storage.jobs.content(tx, job.id)
        result = work(database, job, content, alive)
    except UnavailableError:
        # Not the job's fault: it stays open, and whoever looks next takes it up where it stood.
        raise
    except MentormatchError as refusal:
        with database.transaction() as tx:
            storage.jobs.fail(tx, job.id, worker=worker, error=refusal.code, now=clock())
        return
    except Exception:
        # A defect: were the job left open, it would be taken up again and again.
        with database.transaction() as tx:
            storage.jobs.fail(tx, job.id, worker=worker, error="defect", now=clock())
        raise
    if result is not None:
        with database.transaction() as tx:
            storage.jobs.finish(tx, job.id, worker=worker, result=result, now=clock())


def _note(tx: storage.Transaction, job: Job, deed: Action, by: str, now: datetime) -> None:
    storage.audit.append(
        tx, actor=by, action=deed, subject=f"{job.kind} {job.id}", details=job.subject, now=now
    )
