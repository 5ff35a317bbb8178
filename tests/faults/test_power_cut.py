"""The power is cut at any moment of a visitor's hour: what was acknowledged is there when it comes back."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.conftest import Figures
from tests.faults.power import Recording, cut_at_any_moment, recorded


def _recorded(folder: Path, *, older: bool = False) -> Recording:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    return recorded(folder, older=older)


@pytest.mark.parametrize("older", [False, True], ids=["log", "journal"])
def test_nothing_acknowledged_is_lost_by_power_cuts(
    tmp_path: Path, older: bool, pytestconfig: pytest.Config, figures: Figures
) -> None:
    cuts = pytestconfig.getoption("--cuts")
    survived = cut_at_any_moment(_recorded(tmp_path, older=older), tmp_path, cuts)
    figures(
        f"power cuts, SQLite with its {'journal, as older ones have' if older else 'log'}",
        calls_recorded=survived.calls,
        acknowledged=survived.marks,
        cuts=survived.cuts,
        violations=len(survived.violations),
    )
    assert survived.violations == []


def test_without_syncs_the_cuts_would_lose_what_was_acknowledged(tmp_path: Path) -> None:
    recording = _recorded(tmp_path)
    careless = tuple(call for call in recording.calls if (call.deed, call.name[-4:]) != ("sync", "-wal"))
    survived = cut_at_any_moment(replace(recording, calls=careless), tmp_path, 200)
    assert any("what was acknowledged" in problem for problem in survived.violations)
