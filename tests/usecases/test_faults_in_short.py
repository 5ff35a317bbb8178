"""The short version of `./dev faults`: a few kills, failing disks and power cuts in every test run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.deeds import DEEDS
from tests.faults.judging import violations
from tests.faults.power import cut_at_any_moment, recorded
from tests.faults.states import State, course_of
from tests.faults.sweeping import EIO, ENOSPC, Doers, Outcome, Watched
from tests.faults.written import LIST, writers

_DEEDS = ("answer a question", "finish a quiz", "say something to the visitor", "publish the draft")


@pytest.fixture(scope="module")
def doers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doers]:
    _need_strace()
    made = Doers(tmp_path_factory.mktemp("doers"))
    yield made
    made.close()


def _need_strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")


def test_every_write_of_the_program_is_among_the_swept() -> None:
    missing = sorted(writers() ^ set(LIST.read_text(encoding="utf-8").split()))
    assert missing == [], "write a deed in tests/faults/deeds, run ./dev faults, and enter it in swept.txt"


@pytest.mark.parametrize("name", _DEEDS)
def test_a_write_is_whole_or_absent_when_it_is_broken_off(doers: Doers, name: str) -> None:
    deed, broken = DEEDS[name], []
    with doers.doing(deed) as doing:
        watched = doing.watched()
        points = doing.points()
        # Before anything is written, in the middle, and when only the sync is missing.
        for at in (points[0], points[len(points) // 2], points[-1]):
            for outcome in (doing.killed(at), doing.failed(at, EIO), doing.failed(at, ENOSPC)):
                broken += list(violations(deed, watched, outcome))
    assert broken == []


def test_a_backup_on_a_failing_disk_has_its_name_only_when_it_is_whole(doers: Doers) -> None:
    deed = DEEDS["make a backup"]
    with doers.doing(deed) as doing:
        watched = doing.watched(1)
        # The last writes are those that take the copy's log back into its file.
        points = [at for at in doing.points() if at[0] == "pwrite64"][-2:]
        broken = [found for at in points for found in violations(deed, watched, doing.failed(at, ENOSPC))]
    assert broken == []


_BEFORE: State = {"t": [["1", "'a'"]]}
_AFTER: State = {"t": [["1", "'a'"], ["2", "'b'"]], "audit": [["1"]]}
_HALF: State = {"t": _AFTER["t"]}


@pytest.mark.parametrize(
    ("outcome", "broken"),
    [
        (Outcome("", _AFTER, 200, [], "", _AFTER), ""),
        (Outcome(None, _BEFORE, None, [], "", _AFTER), ""),
        (Outcome("status 503", _BEFORE, 200, [], "", _AFTER), ""),
        (Outcome(None, _HALF, None, [], "", _AFTER), "half done"),
        (Outcome("", _BEFORE, 200, [], "", _AFTER), "acknowledged, but"),
        (Outcome("status 500", _BEFORE, 200, [], "", _AFTER), "it said: status 500"),
        (Outcome("status 503", _BEFORE, 503, [], "", _AFTER), "reading meanwhile"),
        (Outcome("status 503", _BEFORE, 200, [], "status 503", _BEFORE), "done again"),
        (Outcome(None, _BEFORE, None, ["database disk image is malformed"], "", _AFTER), "malformed"),
    ],
)
def test_the_judge_sees_what_must_not_be(outcome: Outcome, broken: str) -> None:
    watched = Watched(course_of([[_BEFORE, _AFTER]] * 2), 1, frozenset())
    found = "; ".join(violations(DEEDS["answer a question"], watched, outcome))
    assert broken in found
    assert bool(found) is bool(broken)


def test_a_few_power_cuts_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    _need_strace()
    survived = cut_at_any_moment(recorded(tmp_path), tmp_path, 40)
    assert survived.violations == []
