"""The server deletes what is due by itself, again and again, and outlives a run that fails."""

import logging
import sys
import time
from pathlib import Path

import pytest

from mentormatch.web import caretaker

WRITE = "import sys, pathlib; path = pathlib.Path(sys.argv[1]); path.open('a').write('x')"


def wait_for(path: Path, size: int) -> None:
    for _look in range(400):
        if path.exists() and path.stat().st_size >= size:
            return
        time.sleep(0.05)
    raise AssertionError(f"{path.name} was not written")


def test_the_errand_is_run_again_and_again_until_told_to_stop(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    stop = caretaker.start((sys.executable, "-c", WRITE, str(mark)), first=0.0, every=0.01)
    wait_for(mark, 3)
    stop.set()


def test_an_errand_that_fails_is_logged_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mark = tmp_path / "mark"
    failing = f"{WRITE}; sys.exit('the disk is full')"
    with caplog.at_level(logging.ERROR):
        stop = caretaker.start((sys.executable, "-c", failing, str(mark)), first=0.0, every=0.01)
        wait_for(mark, 2)
        stop.set()
    assert "the disk is full" in str(caplog.records[0].__dict__["detail"])
