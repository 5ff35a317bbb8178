"""Killing a deed, and failing its disk, at each write system call that it makes: by strace."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from mentormatch import storage
from mentormatch.storage import checking
from mentormatch.usecases.deep_check import deep_check
from tests.faults.deeds import Deed
from tests.faults.states import Course, State, course_of, state_of
from tests.faults.talking import Line
from tests.faults.world import url_in
from tests.house.tree import ROOT

_SYNCS = ("fsync", "fdatasync")
_NAMES = ("rename", "renameat", "renameat2", "unlink", "unlinkat")
_WRITES = ("pwrite64", "write", "ftruncate", *_SYNCS, *_NAMES)
_KILL = "signal=KILL"
EIO, ENOSPC = "error=EIO", "error=ENOSPC"
_ACKNOWLEDGED = "sendto"
_DETAILS = 5
_UNDISTURBED = 3
_LONGEST_SILENCE = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fault led to: what was said (None: nothing any more), what was there, and after a repeat.

    `read` is the status of a page that was asked for in between, where there was somebody to ask.
    """

    refused: str | None
    found: State
    read: int | None
    problems: list[str]
    again: str
    after: State


@dataclass(frozen=True, slots=True)
class Watched:
    """What a deed is without a fault: the last of its `commits` is followed by what its repeat commits."""

    course: Course
    commits: int
    called: frozenset[str]

    @property
    def readable(self) -> bool:
        """Whether the database could be read before the deed, which did not have to prepare it."""
        first, last = (self.course.states[at].get("mentormatch.alembic_version") for at in (0, -1))
        return first == last


class Doing:
    """A deed that was prepared, to be done any number of times."""

    def __init__(self, deed: Deed, line: Line, folder: Path) -> None:
        self.deed = deed
        self.folder = folder / "place"
        self._above = folder
        self._line = line

    def watched(self, times: int = _UNDISTURBED) -> Watched:
        """The deed undisturbed, and its repeat; seen once, chance is not told from what was written."""
        runs: list[list[State]] = []
        called: list[str] = []
        commits = 0
        for _ in range(times):
            self._line.say(how="watched")
            told = self._line.hear()
            assert told["refused"] == "", f"{self.deed.name}: {told}"
            self._line.hear()
            states, called = json.loads((self._above / "watched.json").read_text())
            runs.append(states)
            commits = int(told["states"]) - 1
        assert commits > 0, f"{self.deed.name} writes nothing"
        if self.deed.commits:
            assert commits == self.deed.commits, f"{self.deed.name}: {commits} commits"
        course = course_of(runs)
        if self.deed.commits != 1:
            # Taken up where it stood, it tells of what was left to do.
            told_of = {(table, _DETAILS) for table in runs[0][-1] if table.endswith(".audit_events")}
            course = replace(course, moving=course.moving | told_of)
        return Watched(course, commits, frozenset(called))

    def points(self) -> list[tuple[str, int]]:
        """Every write call of the deed, up to its acknowledgement."""
        calls = self._above / "calls"
        with self._disturbed(calls):
            self._line.say(go=True)
            assert self._line.hear()["refused"] == ""
            self._line.say(again=True)
            self._line.hear()
            self._line.hear()
        names = [line.partition("(")[0] for line in calls.read_text().splitlines()]
        seen = Counter(names[: names.index(_ACKNOWLEDGED)])
        return [(name, at) for name, many in seen.items() for at in range(1, many + 1)]

    def killed(self, at: tuple[str, int]) -> Outcome:
        """Do it with a kill -9 before a call; then do it again in another process."""
        with self._disturbed(self._above / "calls", f"--inject={at[0]}:{_KILL}:when={at[1]}"):
            self._line.say(go=True)
            told = self._line.hear()
            if "refused" in told:
                # The call that should have been the last was never made.
                self._line.say(again=True)
                self._line.hear()
                self._line.hear()
        found = state_of(self.folder)
        problems = self._problems(found)
        self._line.say(how="again")
        again = str(self._line.hear().get("again", "killed"))
        self._line.hear()
        return Outcome(None, found, None, problems, again, state_of(self.folder))

    def failed(self, at: tuple[str, int], fault: str) -> Outcome:
        """Do it with a call that fails once; then read, and do it again, in the same process."""
        with self._disturbed(self._above / "calls", f"--inject={at[0]}:{fault}:when={at[1]}"):
            self._line.say(go=True)
            refused = str(self._line.hear()["refused"])
            found = state_of(self.folder)
            self._line.say(again=True)
            told = self._line.hear()
            self._line.hear()
        after = state_of(self.folder)
        problems = self._problems(after)
        return Outcome(refused, found, int(told["read"]), problems, str(told["again"]), after)

    def leave(self) -> None:
        self._line.say(leave=True)

    def _problems(self, found: State) -> list[str]:
        if not found.get("mentormatch.alembic_version"):
            return []
        database = storage.connect(url_in(self.folder))
        try:
            if not storage.schema_state(database).ready:
                # Nothing here can read an older one; its rows are compared with what they may be.
                with database.reading() as tx:
                    return list(checking.integrity(tx))
            return [problem for checked in deep_check(database) for problem in checked.problems]
        finally:
            database.close()

    @contextmanager
    def _disturbed(self, calls: Path, *faults: str) -> Iterator[None]:
        """A process that waits for the word to do the deed, under strace."""
        self._line.say(how="disturbed")
        pid = self._line.hear()["pid"]
        traced = ",".join((*_WRITES, _ACKNOWLEDGED))
        command = ("strace", "-p", str(pid), "-o", str(calls), "-e", f"trace={traced}", *faults)
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr
            try:
                said = strace.stderr.readline()
                assert "attached" in said, said
                yield
            except BaseException:
                os.kill(pid, signal.SIGKILL)
                raise


class Doers:
    """The processes that do deeds."""

    def __init__(self, folder: Path) -> None:
        self._above, self._made = folder, 0
        self._start()

    @contextmanager
    def doing(self, deed: Deed) -> Iterator[Doing]:
        """The deed, prepared."""
        try:
            self._line.say(deed=deed.name)
            told = self._line.hear()
            assert "prepared" in told, told.get("failed")
            done = Doing(deed, self._line, self._folder)
            yield done
            done.leave()
            self._line.hear()
        except BaseException:
            # Nobody knows what they are at: the next deed is others'.
            self.close()
            self._start()
            raise

    def close(self) -> None:
        self._end.close()
        self._process.wait()

    def _start(self) -> None:
        self._made += 1
        self._folder = self._above / str(self._made)
        self._folder.mkdir()
        self._end, theirs = socket.socketpair()
        self._end.settimeout(_LONGEST_SILENCE)
        self._line = Line(self._end)
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.faults.doers", str(self._folder), str(theirs.fileno())),
            cwd=ROOT,
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        theirs.close()
        assert self._line.hear() == {"ready": True}
