"""Work that takes a while: queued by someone, done once by a process of its own, looked at by pages."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, exists, or_, select, update

from mentormatch.errors import NotFoundError
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text, to_text
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import JOBS
from mentormatch.values import dataclass

SILENCE = timedelta(seconds=30)


class JobState(StrEnum):
    """Where a job stands; the last three are for good."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its input; `subject` says what it is about, `kept` how far it came before."""

    id: str
    kind: str
    state: JobState
    subject: dict[str, Any]
    done: int
    total: int
    kept: dict[str, Any]
    result: dict[str, Any]
    error: str
    created_by: str
    created: datetime
    beat: datetime | None
    ended: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do, and to wait for."""
        return self.state in (JobState.QUEUED, JobState.RUNNING)


_LOOK = select(*(column for column in JOBS.c if column.name not in {"input", "worker"}))
_OPEN = (JobState.QUEUED.value, JobState.RUNNING.value)


def create(
    tx: Transaction, kind: str, *, subject: dict[str, Any], content: bytes, by: str, now: datetime
) -> Job:
    """Queue a job."""
    values = {
        "id": new_key(now),
        "kind": kind,
        "state": JobState.QUEUED.value,
        "subject": to_text(subject),
        "input": content,
        "done": 0,
        "total": 0,
        "created_by": by,
        "created_at": now,
    }
    tx.execute(JOBS.insert(), values)
    return by_id(tx, str(values["id"]))


def by_id(tx: Transaction, job_id: str) -> Job:
    """One job; NotFoundError `job` when there is none."""
    row = tx.execute(_LOOK.where(JOBS.c.id == job_id)).one_or_none()
    if row is None:
        raise NotFoundError("job", job_id)
    return _job(row)


def content(tx: Transaction, job_id: str) -> bytes:
    """What a job works on; NotFoundError `job` when there is none."""
    found: bytes | None = tx.execute(select(JOBS.c.input).where(JOBS.c.id == job_id)).scalar()
    if found is None:
        raise NotFoundError("job", job_id)
    return found


def latest(tx: Transaction, kind: str, *, limit: int) -> tuple[Job, ...]:
    """The latest jobs of a kind, newest first."""
    query = _LOOK.where(JOBS.c.kind == kind).order_by(JOBS.c.id.desc()).limit(limit)
    return tuple(map(_job, tx.execute(query)))


def claim(tx: Transaction, *, worker: str, now: datetime) -> Job | None:
    """The oldest job that nobody is at, for this worker alone; None when there is none.

    Nobody is at a job that waits, or whose worker has been silent for `SILENCE`.
    """
    waiting = select(JOBS.c.id).where(_free(now)).order_by(JOBS.c.id)
    for (job_id,) in tx.execute(waiting).all():
        take = update(JOBS).where(JOBS.c.id == job_id, _free(now))
        taken = tx.execute(take.values(state=JobState.RUNNING.value, worker=worker, beat_at=now))
        if taken.rowcount == 1:
            return by_id(tx, job_id)
    return None


def beat(
    tx: Transaction,
    job_id: str,
    *,
    worker: str,
    progress: tuple[int, int],
    kept: dict[str, Any],
    now: datetime,
) -> bool:
    """Say how far a job has come, (done, total); False when it is not this worker's any more.

    So a worker learns that its job was cancelled, or taken over while it was silent.
    """
    done, total = progress
    change = update(JOBS).where(_held(job_id, worker))
    values = {"done": done, "total": total, "kept": to_text(kept), "beat_at": now}
    return tx.execute(change.values(**values)).rowcount == 1


def finish(tx: Transaction, job_id: str, *, worker: str, result: dict[str, Any], now: datetime) -> bool:
    """Keep a job's result; False when it is not this worker's any more."""
    values = {"state": JobState.DONE.value, "result": to_text(result), "kept": "", "ended_at": now}
    values["done"] = JOBS.c.total
    return tx.execute(update(JOBS).where(_held(job_id, worker)).values(**values)).rowcount == 1


def fail(tx: Transaction, job_id: str, *, worker: str, error: str, now: datetime) -> bool:
    """Note that a job cannot be done; False when it is not this worker's any more."""
    values = {"state": JobState.FAILED.value, "error": error, "kept": "", "ended_at": now}
    return tx.execute(update(JOBS).where(_held(job_id, worker)).values(**values)).rowcount == 1


def cancel(tx: Transaction, job_id: str, *, now: datetime) -> bool:
    """Stop a job, whoever is at it; False when it had ended already."""
    values = {"state": JobState.CANCELLED.value, "kept": "", "ended_at": now}
    change = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.state.in_(_OPEN))
    return tx.execute(change.values(**values)).rowcount == 1


def forget(tx: Transaction, *, ended_before: datetime) -> int:
    """Delete jobs that ended long ago, with what they came to, but for the last of each kind; how many."""
    later = JOBS.alias()
    followed = exists().where(later.c.kind == JOBS.c.kind, later.c.id > JOBS.c.id)
    return tx.execute(delete(JOBS).where(JOBS.c.ended_at < ended_before, followed)).rowcount


def _free(now: datetime) -> ColumnElement[bool]:
    silent = and_(JOBS.c.state == JobState.RUNNING.value, JOBS.c.beat_at < now - SILENCE)
    return or_(JOBS.c.state == JobState.QUEUED.value, silent)


def _held(job_id: str, worker: str) -> ColumnElement[bool]:
    return and_(JOBS.c.id == job_id, JOBS.c.worker == worker, JOBS.c.state == JobState.RUNNING.value)


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        state=JobState(row.state),
        subject=from_text(row.subject),
        done=row.done,
        total=row.total,
        kept=from_text(row.kept) if row.kept else {},
        result=from_text(row.result) if row.result else {},
        error=row.error,
        created_by=row.created_by,
        created=row.created_at,
        beat=row.beat_at,
        ended=row.ended_at,
    )
