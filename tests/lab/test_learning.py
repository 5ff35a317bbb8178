"""Simulated counselors, and `mentormatch evaluate --learning` from the command to the page."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from mentormatch.bundled import data_path
from mentormatch.cli import cli
from mentormatch.guide import Role
from mentormatch.lab import Purpose, Regime, draw_people, make_world
from mentormatch.lab.counselors import draw_counselors, judge
from mentormatch.lab.intervals import at_most
from mentormatch.lab.learning import LearningSizes
from mentormatch.lab.run import Plan
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.usecases import evaluate_learning
from mentormatch.usecases.quote_learning import kept_learning, with_learning
from tests.banks import small_bank
from tests.house.tree import ROOT

SHIPPED = parse_bank(data_path("banks", "mentoring.json").read_bytes())
STALE = "run `mentormatch evaluate --learning --write`"
WORLD = make_world(Purpose.TUNING, Regime.REALISTIC, 2)
PEOPLE = draw_people(WORLD, Role.FIND, 3000)
WHO = np.arange(3000) % 8
NOBODY = (np.zeros(3000, dtype=bool), np.zeros(3000, dtype=np.int64))


def test_the_kept_figures_are_about_the_shipped_bank_and_model() -> None:
    kept = kept_learning()
    assert (kept["bank"], kept["model"]) == (SHIPPED.content_hash, load_expert().content_hash), STALE
    assert (kept["purpose"], kept["respondents"]) == ("held-out", "simulated")


def test_the_kept_figures_are_what_the_program_measures_today() -> None:
    kept, found = kept_learning()["trace"], evaluate_learning.learning_trace(SHIPPED, load_expert())
    assert found.keys() == kept.keys(), STALE
    for row, metrics in found.items():
        assert metrics == pytest.approx(kept[row], abs=0.004), f"{row}: {STALE}"


def test_the_page_quotes_the_kept_figures() -> None:
    page = (ROOT / "docs" / "science.md").read_text(encoding="utf-8")
    assert with_learning(page, kept_learning()) == page, STALE


def test_the_rule_keeps_false_promotions_at_one_in_twenty_and_any_gain_does_not() -> None:
    rows = kept_learning()["regimes"]["all"]
    null = [rows[f"null world, {size} labels"] for size in (60, 240)]
    assert np.mean([row["promoted"][0] for row in null]) <= 0.05
    assert np.mean([row["any_gain"][0] for row in null]) > 0.1


def test_the_rule_lets_hardly_any_noise_pass_where_any_gain_lets_much() -> None:
    """Measured anew, in worlds where the expert is exactly right and in ordinary ones."""
    plan = Plan(Purpose.TUNING, 8)
    found = evaluate_learning.evaluate_null(SHIPPED, load_expert(), plan)
    rows = found["regimes"]["all"]
    null = [rows[f"null world, {size} labels"] for size in (60, 240)]
    assert sum(row["promoted"][0] for row in null) * len(plan.places) <= 2
    assert sum(row["any_gain"][0] for row in null) * len(plan.places) >= 6
    assert rows["ordinary world, 240 labels"]["promoted"][0] > 0.5
    assert found["most"].keys() == {"null world, 60 labels", "null world, 240 labels"}


def test_where_nothing_happened_the_bound_is_about_three_divided_by_how_often_it_could() -> None:
    assert at_most(0, 72) == pytest.approx(3 / 72, rel=0.03)
    assert at_most(0, 600) == pytest.approx(1 - 0.05 ** (1 / 600))
    assert at_most(5, 100) == pytest.approx(0.1023, abs=0.0001)
    assert at_most(7, 7) == 1.0


def test_the_command_measures_promoted_noise_alone() -> None:
    printed = CliRunner().invoke(cli, ["evaluate", "--null", "--tuning", "--worlds", "1"])
    assert printed.exit_code == 0, printed.output
    assert "null world, 240 labels" in printed.stdout
    refused = CliRunner().invoke(cli, ["evaluate", "--null", "--write"])
    assert refused.exit_code == 2


def test_the_correction_for_anchoring_averts_harm_and_the_cap_bounds_poison() -> None:
    rows = kept_learning()["regimes"]["all"]
    loss = {row: found["log_loss"][0] for row, found in rows.items() if "log_loss" in found}
    assert loss["anchored: taken as they stand"] > loss["anchored: expert"] > loss["anchored: corrected"]
    assert loss["hostile: capped"] < loss["hostile: not capped"] - 0.2
    assert rows["hostile: capped"]["top1"][0] > rows["hostile: not capped"]["top1"][0] + 0.3


def test_counselors_see_as_well_as_they_are_said_to_and_less_in_other_languages() -> None:
    counselors = draw_counselors(WORLD, 8, accuracy=0.9)
    judged = judge(WORLD, counselors, WHO, PEOPLE, NOBODY)
    foreign = counselors.language[WHO] != PEOPLE.language
    right = judged == PEOPLE.kind
    assert right[~foreign].mean() == pytest.approx(0.9, abs=0.04)
    assert right[foreign].mean() == pytest.approx(0.8, abs=0.04)


def test_counselors_go_along_with_what_they_see_as_often_as_said_and_hostile_ones_never() -> None:
    shown = (np.ones(3000, dtype=bool), (PEOPLE.kind + 1) % 4)
    counselors = draw_counselors(WORLD, 8, accuracy=1.0, anchoring=0.6, hostile=1)
    judged = judge(WORLD, counselors, WHO, PEOPLE, shown)
    honest = WHO < 7
    assert (judged == shown[1])[honest].mean() == pytest.approx(0.62, abs=0.04)
    assert (judged == PEOPLE.kind)[~honest].mean() < 0.05


def test_the_command_measures_and_says_that_nobody_real_has_judged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tiny = LearningSizes(labels=(30,), null_labels=(20,), judged=30, people=30, repeats=1)
    monkeypatch.setattr(
        "mentormatch.cli.evaluate_learning.evaluate_learning",
        lambda bank, model, plan, tick: evaluate_learning.evaluate_learning(
            bank, model, Plan(plan.purpose, 1), tick, tiny
        ),
    )
    bank = tmp_path / "bank.json"
    bank.write_bytes(small_bank().document)
    run = CliRunner().invoke
    printed = run(cli, ["evaluate", str(bank), "--learning", "--tuning", "--json"])
    assert printed.exit_code == 0, printed.output
    rows = json.loads(printed.stdout)["regimes"]["all"]
    assert {"residual, 30 labels", "LogisticRegression, 30 labels", "null world, 20 labels"} <= rows.keys()
    table = run(cli, ["evaluate", str(bank), "--learning"])
    assert "No real counselor has judged" in " ".join(table.stdout.split())
    assert run(cli, ["evaluate", str(bank), "--learning", "--write"]).exit_code == 2
