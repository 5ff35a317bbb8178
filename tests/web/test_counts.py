"""Counts that processes share: exact whoever adds, kept by kill -9, and alone where no file can be had."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mentormatch.web.counts import Counts
from tests.house.tree import ROOT

NAMES = ("asked", "now busy")
_ADD = """
import sys
from pathlib import Path
from mentormatch.web.counts import Counts
counts = Counts(Path(sys.argv[1]), ("asked", "now busy"))
for _ in range(int(sys.argv[2])):
    counts.add((("asked", 1), ("now busy", 1)))
print("done", flush=True)
sys.stdin.read()
"""


def adding(folder: Path, times: int) -> subprocess.Popen[str]:
    """A process that has added so many times, and lives on."""
    return subprocess.Popen(
        [sys.executable, "-c", _ADD, str(folder), str(times)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_processes_and_threads_that_add_at_once_lose_nothing_not_even_by_kills(tmp_path: Path) -> None:
    others = [adding(tmp_path, 5000) for _ in range(3)]
    counts = Counts(tmp_path, NAMES)

    def add_many() -> None:
        for _ in range(5000):
            counts.add((("asked", 1),))

    threads = [threading.Thread(target=add_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        assert other.stdout
        other.stdout.readline()
    before = counts.totals()
    assert (before.numbers, before.processes) == ({"asked": 35_000, "now busy": 15_000}, 4)
    for other in others:
        end(other)
    after = counts.totals()
    assert (after.numbers, after.processes) == ({"asked": 35_000, "now busy": 0}, 1)


def test_the_files_of_those_that_ended_are_taken_over(tmp_path: Path) -> None:
    for _ in range(3):
        other = adding(tmp_path, 10)
        assert other.stdout
        other.stdout.readline()
        end(other)
    assert [path.name for path in tmp_path.iterdir()] == ["000.counts"]
    assert Counts(tmp_path, NAMES).totals().numbers == {"asked": 30, "now busy": 0}


def test_a_program_that_counts_something_else_begins_anew(tmp_path: Path) -> None:
    other = adding(tmp_path, 10)
    assert other.stdout
    other.stdout.readline()
    newer = Counts(tmp_path, ("asked", "answered", "now busy"))
    newer.add((("answered", 2),))
    assert newer.totals().numbers == {"asked": 0, "answered": 2, "now busy": 0}
    end(other)
    assert Counts(tmp_path, ("x",)).totals().numbers == {"x": 0}


def test_after_a_fork_each_process_has_numbers_of_its_own(tmp_path: Path) -> None:
    counts = Counts(tmp_path, NAMES)
    counts.add((("asked", 1),))
    child = os.fork()
    if child == 0:
        counts.add((("asked", 2),))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert counts.totals().numbers["asked"] == 3


def test_where_no_file_can_be_had_a_process_counts_for_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").touch()
    counts = Counts(tmp_path / "taken" / "counts", NAMES)
    counts.add((("asked", 4),))
    assert counts.totals().numbers["asked"] == 4
    assert [record.getMessage() for record in caplog.records] == ["counts are not shared"]
