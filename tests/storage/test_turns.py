"""The turn to write: one at a time, in order, and nobody is passed over again and again."""

import subprocess
import sys
import threading
import time
from itertools import groupby
from pathlib import Path

import pytest

from mentormatch.errors import UnavailableError
from mentormatch.storage.turns import Turns
from tests.house.tree import ROOT

_THREADS, _TIMES = 3, 60
_WRITE = f"""
import sys, threading, time
from pathlib import Path
from mentormatch.storage.turns import Turns
turns, written = Turns(Path(sys.argv[1])), open(sys.argv[1] + ".written", "a", buffering=1)
def write():
    for _ in range({_TIMES}):
        with turns.taken(60.0):
            written.write(sys.argv[2] + "\\n")
            time.sleep(0.002)
print("ready", flush=True)
sys.stdin.read(1)
threads = [threading.Thread(target=write) for _ in range({_THREADS})]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_no_process_writes_again_and_again_while_another_waits(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITE, str(lock), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in "ab"
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == b"ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"g")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    names = (tmp_path / "lock.written").read_text(encoding="ascii").split()
    assert sorted(names) == ["a"] * (_THREADS * _TIMES) + ["b"] * (_THREADS * _TIMES)
    # One may have begun before the other; then both want to write until one of them has done it all.
    begun_alone, *runs = [len(list(run)) for _, run in groupby(names[: len(names) // 2])]
    assert max(runs, default=begun_alone) < _THREADS * _TIMES / 6, (begun_alone, runs)


def test_threads_get_their_turn_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    turns, order = Turns(tmp_path / "lock"), list[int]()

    def write(number: int) -> None:
        with turns.taken(30.0):
            order.append(number)

    threads = []
    with turns.taken(30.0):
        for number in range(8):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(turns._threads._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


@pytest.mark.parametrize("name", ["lock", "lock.next"])
def test_who_waits_in_vain_for_another_process_is_told_and_leaves_the_way_free(
    tmp_path: Path, name: str
) -> None:
    turns = Turns(tmp_path / "lock")
    elsewhere = Turns(tmp_path / name)
    with elsewhere.taken(5.0), pytest.raises(UnavailableError, match="another process"), turns.taken(0.05):
        pass
    with turns.taken(0.5) as left:
        assert 0 < left <= 0.5


def test_who_waits_in_vain_for_another_thread_is_told_and_the_next_one_is_called(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "lock")
    with turns.taken(5.0), pytest.raises(UnavailableError, match="another thread"), turns.taken(0.05):
        pass
    with turns.taken(0.5):
        assert not turns._threads._waiting
