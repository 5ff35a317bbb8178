"""One writer at a time on SQLite: threads by a lock, processes by `flock` on a file beside it.

SQLite's own waiting polls with growing pauses and is unfair; one queue in front of it cuts the
slowest writes to a fraction, and on an SQLite with the WAL-reset defect it is what keeps the
file whole.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentormatch.errors import UnavailableError

_FIRST_PAUSE = 0.000_2
_LONGEST_PAUSE = 0.002


class Turns:
    """Hands out the turn to write to one database file, across threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()

    @contextmanager
    def taken(self, patience: float) -> Iterator[float]:
        """The turn to write, for the block; yields the seconds of `patience` that are left.

        Not for nesting: a thread that has the turn and asks again waits for itself.

        Raises:
            UnavailableError: `database-busy` when the turn does not come within `patience`.
        """
        deadline = time.monotonic() + patience
        if not self._threads.acquire(timeout=patience):
            raise UnavailableError("database-busy", "another thread is writing")
        try:
            # Opened anew each time: an inherited descriptor would share its lock after a fork.
            descriptor = _open(self._path)
            try:
                _lock(descriptor, deadline)
                yield max(0.0, deadline - time.monotonic())
            finally:
                os.close(descriptor)
        finally:
            self._threads.release()


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UnavailableError("database-unavailable", str(error)) from error


def _lock(descriptor: int, deadline: float) -> None:
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() + pause > deadline:
                raise UnavailableError("database-busy", "another process is writing") from None
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
