"""Deleting what has been kept as long as was promised."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mentormatch import storage

# What a measurement came to is of no use long after its draft.
JOBS_KEPT = timedelta(days=30)
_AT_A_TIME = 200


def purge(
    database: storage.Database, *, now: datetime, unfinished_days: int, result_days: int, contact_days: int
) -> Iterator[int]:
    """Delete everything that is due, finished jobs first; yields how many attempts each transaction deleted.

    In short transactions, because visitors' answers wait while one runs; a break loses nothing
    but what is left to do. Erased bytes have left SQLite's log when this ends.
    """
    with database.transaction() as tx:
        storage.jobs.forget(tx, ended_before=now - JOBS_KEPT)
    more = True
    while more:
        with database.transaction() as tx:
            purged = storage.purge(
                tx,
                now=now,
                unfinished_days=unfinished_days,
                result_days=result_days,
                contact_days=contact_days,
                limit=_AT_A_TIME,
            )
        yield purged.attempts
        more = purged.more
    database.checkpoint()
