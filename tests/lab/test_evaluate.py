"""`mentormatch evaluate`, from the command to the page that quotes it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentormatch.bundled import data_path
from mentormatch.cli import cli
from mentormatch.lab.bench import Sizes, instruments
from mentormatch.lab.chance import Purpose
from mentormatch.lab.run import Plan, run
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.usecases import evaluate
from mentormatch.usecases.kept_figures import kept_figures
from mentormatch.usecases.quote_figures import with_figures
from tests.banks import small_bank
from tests.house.tree import ROOT

SHIPPED = parse_bank(data_path("banks", "mentoring.json").read_bytes())
SMALL = Sizes(people=20, labelled=60, again=6, careless=8, draws=50)
STALE = "run `mentormatch evaluate --write`"


def test_the_kept_figures_are_about_the_shipped_bank_and_model() -> None:
    kept = kept_figures()
    assert (kept["bank"], kept["model"]) == (SHIPPED.content_hash, load_expert().content_hash), STALE
    assert (kept["purpose"], kept["respondents"]) == ("held-out", "simulated")


def test_the_kept_figures_are_what_the_program_measures_today() -> None:
    """A small run is measured again and compared with the trace that was kept beside the figures."""
    kept, found = kept_figures()["trace"], evaluate.trace(SHIPPED, load_expert())
    assert found.keys() == kept.keys(), STALE
    for row, metrics in found.items():
        assert metrics == pytest.approx(kept[row], abs=0.002), f"{row}: {STALE}"


def test_the_page_quotes_the_kept_figures() -> None:
    page = (ROOT / "docs" / "science.md").read_text(encoding="utf-8")
    assert with_figures(page, kept_figures()) == page, STALE


def test_a_page_without_a_place_for_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="end of figures"):
        with_figures("# Science\n", kept_figures())


def test_every_row_and_baseline_is_printed_for_every_regime() -> None:
    plan = Plan(Purpose.TUNING, 1, SMALL)
    ticks: list[None] = []
    document = evaluate.evaluate(small_bank(), load_expert(), plan, lambda: ticks.append(None))
    assert len(ticks) == 3
    assert list(document["regimes"]) == ["crisp", "realistic", "fuzzy", "all"]
    for rows in document["regimes"].values():
        for row in ("fixed", "adaptive", "whole bank", "fixed, Bayes ceiling", "fixed, logistic"):
            assert {"top1", "top2", "log_loss", "brier", "ece"} <= rows[row].keys()
        for row in ("fixed, points quiz", "fixed, majority", "half missing", "sharpest"):
            assert "top1" in rows[row]
        assert {"items", "agreement", "kappa", "decided"} <= rows["adaptive"].keys()
        assert {"random_auc", "random_false", "straight_false"} <= rows["careless, adaptive"].keys()
        assert all(low <= high for figures in rows.values() for _, low, high in figures.values())


def test_two_processes_measure_the_same_as_one() -> None:
    tools = instruments(small_bank(), load_expert())
    one, two = (run(tools, Plan(Purpose.TUNING, 1, SMALL, processes)) for processes in (1, 2))
    assert one == two


def test_the_command_measures_a_bank_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("mentormatch.cli.evaluate.Plan", lambda p, w, processes: Plan(p, w, SMALL))
    bank = tmp_path / "bank.json"
    bank.write_bytes(small_bank().document)
    run_command = CliRunner().invoke
    printed = run_command(cli, ["evaluate", str(bank), "--worlds", "1", "--tuning", "--json"])
    assert printed.exit_code == 0, printed.output
    assert json.loads(printed.stdout)["bank"] == small_bank().content_hash
    table = run_command(cli, ["evaluate", str(bank), "--worlds", "1"])
    assert "No real visitor has answered" in " ".join(table.stdout.split())
    assert run_command(cli, ["evaluate", str(bank), "--write"]).exit_code == 2
