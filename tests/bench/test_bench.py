"""The bench works on sizes too small to mean anything: which is all that is asked of it here."""

import json
import subprocess
import sys

import pytest

from tests.bench.ratios import Figure, paired, percentile
from tests.house.tree import ROOT


def test_every_section_measures_something_and_says_what_it_was_compared_with() -> None:
    command = [sys.executable, "-m", "tests.bench", "--tiny", "--json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert set(found) == {"machine", "serving", "starting", "scoring", "queueing"}
    for section in ("serving", "starting", "scoring", "queueing"):
        assert any("÷" in figure["name"] for figure in found[section])
        assert [figure["name"] for figure in found[section] if not 0 < figure["median"] < 1e9] == []
    names = {figure["name"] for figure in found["scoring"]}
    assert {"adaptive step ÷ catsim's", "an attempt in a batch ÷ catsim's"} <= names
    assert {name for name in names if name.startswith("result with a challenger beside it ÷")}


def test_a_ratio_is_of_neighbours_in_time_and_the_middle_one_counts() -> None:
    slow_machine = Figure("quiz", paired([2.0, 40.0, 3.0], [1.0, 20.0, 1.0]), must=2.5)
    assert (slow_machine.values, slow_machine.middle, slow_machine.verdict) == ((2.0, 2.0, 3.0), 2.0, "must")


@pytest.mark.parametrize(("value", "verdict"), [(1.3, "aim"), (1.8, "must"), (2.0, "missed")])
def test_a_goal_is_met_missed_or_surpassed(value: float, verdict: str) -> None:
    assert Figure("quiz", (value,), must=1.9, aim=1.4).verdict == verdict


def test_the_slowest_in_a_hundred_is_one_that_happened() -> None:
    assert percentile([float(n) for n in range(200)], 0.99) == 198.0
