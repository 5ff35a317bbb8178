"""Numbers that all server processes of a machine add up in, and any of them can read.

Each process writes to a small file of its own, which it holds locked and has in memory; a process
that starts takes over the file of one that ended and goes on from its numbers. So no count is lost by
kill -9, none is made up by two who add at once, and the files do not pile up.
"""

import fcntl
import hashlib
import logging
import mmap
import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from mentormatch.values import dataclass

log = logging.getLogger(__name__)

_HEAD = 64
_WIDTH = 8
_MOST_PROCESSES = 512


@dataclass(frozen=True, slots=True)
class _Own:
    """What one process adds to; nobody else does, and nobody else reads it when it is not `shared`."""

    pid: int
    guard: threading.Lock
    numbers: memoryview
    shared: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What all processes together have counted, and how many of them live."""

    numbers: dict[str, int]
    processes: int


class Counts:
    """Whole numbers by name, shared by processes; safe to make before a fork and to share by threads.

    `names` that begin with `now` are of this moment: they begin at 0 again with each process.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._names = tuple(names)
        self._places = {name: place for place, name in enumerate(names)}
        self._head = hashlib.sha256("\n".join(names).encode()).hexdigest().encode()
        self._guard = threading.Lock()
        self._own: _Own | None = None

    def add(self, amounts: Sequence[tuple[str, int]]) -> None:
        """Add to some numbers; a number may go down by what was added before."""
        own = self._here()
        with own.guard:
            for name, amount in amounts:
                own.numbers[self._places[name]] += amount

    def totals(self) -> Totals:
        """The numbers of all processes, also of those that ended."""
        own = self._here()
        sums, processes = ([0] * len(self._names), 0) if own.shared else (own.numbers.tolist(), 1)
        for path in sorted(self._folder.glob("*.counts")):
            content = path.read_bytes()
            if content[:_HEAD] == self._head and len(content) == self._size:
                numbers = memoryview(content)[_HEAD:].cast("Q").tolist()
                alive = _is_held(path)
                processes += alive
                sums = [
                    total + (number if alive or not name.startswith("now") else 0)
                    for total, number, name in zip(sums, numbers, self._names, strict=True)
                ]
        return Totals(dict(zip(self._names, sums, strict=True)), processes)

    @property
    def _size(self) -> int:
        return _HEAD + _WIDTH * len(self._names)

    def _here(self) -> _Own:
        own = self._own
        if own is not None and own.pid == os.getpid():
            return own
        with self._guard:
            if self._own is None or self._own.pid != os.getpid():
                self._own = self._begun()
            return self._own

    def _begun(self) -> _Own:
        """The numbers of this process: in a file, or for itself alone where none can be had."""
        shared = True
        try:
            memory = self._taken()
        except OSError as error:
            log.warning("counts are not shared", extra={"detail": str(error)})
            memory, shared = mmap.mmap(-1, self._size), False
        numbers = memoryview(memory)[_HEAD:].cast("Q")
        for name, place in self._places.items():
            if name.startswith("now"):
                numbers[place] = 0
        return _Own(os.getpid(), threading.Lock(), numbers, shared)

    def _taken(self) -> mmap.mmap:
        """The first file that no living process holds, emptied when it counted something else."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for descriptor in self._free():
            if os.pread(descriptor, _HEAD, 0) != self._head or os.fstat(descriptor).st_size != self._size:
                os.ftruncate(descriptor, 0)
                # Written out: on a full disk this is refused now, where a hole would end the process later.
                os.pwrite(descriptor, self._head + bytes(self._size - _HEAD), 0)
            # The lock is held until then, or until the process ends however it ends.
            weakref.finalize(self, os.close, descriptor)
            return mmap.mmap(descriptor, self._size)
        raise OSError("every file is held")

    def _free(self) -> Iterator[int]:
        for number in range(_MOST_PROCESSES):
            path = self._folder / f"{number:03}.counts"
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                yield descriptor


def _is_held(path: Path) -> bool:
    """Whether a living process holds a file."""
    with path.open("rb") as file, suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return False
    return True
