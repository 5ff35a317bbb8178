"""The bench works on sizes too small to mean anything: which is all that is asked of it here."""

import asyncio
import json
import subprocess
import sys
import time

import pytest

from tests.bench.load.open_loop import Crowd, Record, at_planned_moments
from tests.bench.load.visits import StrangeAnswerError, Visits
from tests.bench.load.wire import Answer, Ask, Wire
from tests.bench.otree_server import present
from tests.bench.ratios import Figure, paired, percentile
from tests.house.tree import ROOT


def test_every_section_measures_something_and_says_what_it_was_compared_with() -> None:
    command = [sys.executable, "-m", "tests.bench", "--tiny", "--json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    left_out = "./dev bench --only otree" in run.stderr
    assert left_out is not present()
    with_otree = set() if left_out else {"otree"}
    assert set(found) == {"machine", "serving", "starting", "scoring", "queueing", "keeping"} | with_otree
    for section in ("serving", "starting", "scoring", "queueing"):
        assert any("÷" in figure["name"] for figure in found[section])
        assert [figure["name"] for figure in found[section] if not 0 < figure["median"] < 1e9] == []
    assert all(0 < figure["median"] < 1e9 for figure in found["keeping"])
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


def test_load_is_withstood_with_kills_a_flood_and_imports_and_nothing_is_lost() -> None:
    command = [sys.executable, "-m", "tests.bench", "--load", "--tiny", "--json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    del found["machine"]
    values = {
        phase: {figure["name"]: figure["median"] for figure in figures} for phase, figures in found.items()
    }
    *phases, ledger = values.values()
    assert [phase["errors"] for phase in phases] == [0, 0, 0], run.stderr
    assert ledger["lost, doubled or contradicted"] == 0, run.stderr
    assert ledger["whole quizzes"] >= 5
    assert ledger["acknowledged writes"] > 100
    assert phases[0]["workers killed"] > 0
    assert phases[2]["passwords guessed"] > 0
    assert phases[2]["banks imported"] > 0


def test_what_waits_behind_a_slow_answer_is_timed_from_its_planned_moment() -> None:
    """No coordinated omission: a server that stands still once is slow for all who would have come."""
    stands_still, rate = 0.4, 100

    async def act(planned: float, record: Record) -> None:
        if len(record.late) == rate // 10:
            # The whole program, as when the only processor is taken.
            time.sleep(stands_still)
        record.note(Ask("page", "/"), Answer(200, {}, ""), planned)

    record = Record()
    asyncio.run(at_planned_moments(act, rate, 1.0, record))
    assert len(record.seconds) == rate
    waited = [seconds for seconds in record.seconds if seconds > stands_still / 4]
    assert len(waited) >= rate * stands_still / 2


def test_somebody_comes_whenever_nobody_is_ready() -> None:
    visits = Visits("a secret for tests, of no use to anyone")
    crowd = Crowd(Wire(1), visits, thinking=60)
    first, second = crowd._somebody(), crowd._somebody()
    assert first.next.kind == second.next.kind == "start"
    crowd._go_on(first, Answer(503, {"retry-after": "0"}, ""))
    assert crowd._somebody() is first
    with pytest.raises(StrangeAnswerError, match="status 500"):
        crowd._go_on(second, Answer(500, {}, ""))
    assert len(visits.ledger.visitors) == 2
