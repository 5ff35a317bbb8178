"""Every write of the program, killed and failed at its every write system call."""

import secrets
import shutil
from collections.abc import Iterator

import pytest

from tests.faults.conftest import Figures
from tests.faults.deeds import DEEDS
from tests.faults.judging import violations
from tests.faults.sweeping import EIO, ENOSPC, Doers, Outcome
from tests.faults.written import LIST, writers

_CHANCE = secrets.SystemRandom()


@pytest.fixture(scope="module")
def doers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doers]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    made = Doers(tmp_path_factory.mktemp("doers"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def reached() -> set[str]:
    """What was called by the deeds of this run."""
    return set()


@pytest.mark.parametrize("name", DEEDS)
def test_a_write_is_whole_or_absent_wherever_it_is_broken_off(
    doers: Doers,
    name: str,
    reached: set[str],
    pytestconfig: pytest.Config,
    figures: Figures,
) -> None:
    most = pytestconfig.getoption("--points")
    deed = DEEDS[name]
    broken: list[str] = []
    with doers.doing(deed) as doing:
        watched = doing.watched()
        reached |= watched.called
        points = doing.points()
        kills = _CHANCE.sample(points, min(most, len(points)))
        fails = [(at, _CHANCE.choice((EIO, ENOSPC))) for at in kills[: most // 2]]
        outcomes: list[tuple[str, Outcome]] = [(f"kill at {at}", doing.killed(at)) for at in kills]
        outcomes += [(f"{fault} at {at}", doing.failed(at, fault)) for at, fault in fails]
    for what, outcome in outcomes:
        broken += [f"{what}: {problem}" for problem in violations(deed, watched, outcome)]
    figures(
        "each write of the program, at its system calls",
        writes=1,
        calls=len(points),
        kills=len(kills),
        failing_disks=len(fails),
        violations=len(broken),
    )
    assert broken == []


def test_no_write_of_the_program_is_left_out(reached: set[str]) -> None:
    assert sorted(reached & writers()) == LIST.read_text(encoding="utf-8").split()
