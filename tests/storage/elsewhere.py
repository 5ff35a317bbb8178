"""Other threads and processes: started together, expected to end well."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60
HOLD_THE_TURN = """
from mentormatch import storage
database = storage.connect(sys.argv[1])
turn = database.transaction()
turn.__enter__()
"""
HOLD_THE_FILE = """
import sqlite3
stranger = sqlite3.connect(sys.argv[1], isolation_level=None)
stranger.execute("BEGIN EXCLUSIVE")
"""


def together(code: str, *arguments: str, processes: int, folder: Path) -> list[str]:
    """What each of several processes prints that run `code` from the same moment on.

    `code` finds its arguments in `sys.argv[1:]`, and its own number as the last of them.
    """
    gate = folder / "gate"
    waiting = (
        "import sys, time; from pathlib import Path; from mentormatch import storage\n"
        "print('ready', flush=True)\n"
        f"while not Path({str(gate)!r}).exists(): time.sleep(0.001)\n{code}"
    )
    started = [_start(waiting, *arguments, str(number)) for number in range(processes)]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    gate.touch()
    ended = [process.communicate(timeout=_PATIENCE) for process in started]
    gate.unlink()
    assert [error for _, error in ended if error] == []
    return [printed.strip() for printed, _ in ended]


@contextmanager
def holding(code: str, *arguments: str) -> Iterator[None]:
    """Another process that has run `code` and stays as it is until the block ends."""
    process = _start(f"import sys\n{code}\nprint('held', flush=True)\nsys.stdin.readline()", *arguments)
    assert process.stdout is not None
    try:
        held = process.stdout.readline()
        assert held == "held\n", process.stderr.read() if process.stderr else ""
        yield
    finally:
        process.communicate("\n", timeout=_PATIENCE)


def in_threads(deed: Callable[[int], object], count: int) -> None:
    """Run `deed(0)` … `deed(count - 1)` from the same moment on, each in its thread."""
    barrier = threading.Barrier(count)
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        barrier.wait()
        try:
            deed(number)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shall see it
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def _start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
