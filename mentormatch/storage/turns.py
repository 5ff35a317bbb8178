"""One writer at a time on SQLite: threads by a queue, processes by `flock` on files beside it.

SQLite's own waiting polls with growing pauses and is unfair; a queue in front of it cuts the
slowest writes to a fraction, and on an SQLite with the WAL-reset defect it is what keeps the
file whole. Among processes, whoever is next holds a second lock meanwhile: so the one that has just
written cannot take the turn again and again while another waits.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentormatch.errors import UnavailableError

_FIRST_PAUSE = 0.000_2
_LONGEST_PAUSE = 0.001
# Only one process at a time looks this often.
_LONGEST_PAUSE_WHEN_NEXT = 0.000_2


class Turns:
    """Hands out the turn to write to one database file, across threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = path.with_name(f"{path.name}.next")
        self._threads = _InOrder()

    @contextmanager
    def taken(self, patience: float) -> Iterator[float]:
        """The turn to write, for the block; yields the seconds of `patience` that are left.

        Not for nesting: a thread that has the turn and asks again waits for itself.

        Raises:
            UnavailableError: `database-busy` when the turn does not come within `patience`.
        """
        deadline = time.monotonic() + patience
        if not self._threads.acquire(patience):
            raise UnavailableError("database-busy", "another thread is writing")
        try:
            next_one = _locked(self._next, deadline, _LONGEST_PAUSE)
            try:
                turn = _locked(self._path, deadline, _LONGEST_PAUSE_WHEN_NEXT)
            finally:
                os.close(next_one)
            try:
                yield max(0.0, deadline - time.monotonic())
            finally:
                os.close(turn)
        finally:
            self._threads.release()


class _InOrder:
    """A lock that threads get in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, patience: float) -> bool:
        """Whether it was got within `patience` seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        if called.acquire(timeout=patience):
            return True
        with self._guard:
            if called in self._waiting:
                self._waiting.remove(called)
                return False
        # Called at the very last moment: it is ours.
        return True

    def release(self) -> None:
        """Call whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


def _locked(path: Path, deadline: float, longest_pause: float) -> int:
    """A descriptor that holds the lock of a file until it is closed.

    Opened anew each time: an inherited descriptor would share its lock after a fork.
    """
    descriptor = _open(path)
    try:
        _lock(descriptor, deadline, longest_pause)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UnavailableError("database-unavailable", str(error)) from error


def _lock(descriptor: int, deadline: float, longest_pause: float) -> None:
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() + pause > deadline:
                raise UnavailableError("database-busy", "another process is writing") from None
        time.sleep(pause)
        pause = min(2 * pause, longest_pause)
