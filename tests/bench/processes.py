"""Server processes: started, asked what they used, ended by their number."""

import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.house.tree import ROOT

PROC = Path("/proc")
_PATIENCE = 60.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


class NoMeasurementError(RuntimeError):
    """What was to be measured did not run."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the port it answers on; `began` in seconds of the monotonic clock."""

    process: subprocess.Popen[str]
    port: int
    began: float

    def cpu(self) -> float:
        """Seconds of processor time that the server and its workers have used so far."""
        return sum(_cpu(pid) for pid in self.pids())

    def cpu_of_workers(self) -> dict[int, float]:
        """The same of each worker, by its number."""
        return {pid: _cpu(pid) for pid in _children(self.process.pid)}

    def memory(self) -> float:
        """Megabytes that would be free again without it (proportional set size)."""
        return sum(_memory(pid) for pid in self.pids())

    def pids(self) -> tuple[int, ...]:
        """The server's process and its direct children."""
        return (self.process.pid, *_children(self.process.pid))


@contextmanager
def server(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """A server that prints its address once it listens; ended when the block ends."""
    began = time.monotonic()
    with log.open("a", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        yield Server(process, _port(process, log), began)
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    python: str = sys.executable,
    source: IO[bytes] | None = None,
) -> str:
    """What a command prints when it ends well; `source` is what it reads."""
    done = subprocess.run(
        [python, *command],
        cwd=ROOT,
        env=dict(environment),
        stdin=source or subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise NoMeasurementError(f"{' '.join(command[:3])}: {done.stderr.strip()[-500:]}")
    return done.stdout


def children_cpu() -> float:
    """Seconds of processor time of all ended children of this process."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _port(process: subprocess.Popen[str], log: Path) -> int:
    assert process.stdout
    for line in process.stdout:
        if found := _ADDRESS.search(line):
            return int(found[1])
    raise NoMeasurementError(f"the server did not start: {log.read_text(encoding='utf-8')[-800:]}")


def _children(pid: int) -> tuple[int, ...]:
    listed = PROC / str(pid) / "task" / str(pid) / "children"
    return tuple(int(child) for child in listed.read_text(encoding="ascii").split())


def _cpu(pid: int) -> float:
    """In nanoseconds where the kernel counts them; its other clock ticks in hundredths."""
    threads = (PROC / str(pid) / "task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def _memory(pid: int) -> float:
    rollup = (PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    assert found
    return int(found[1]) / 1024
