"""`mentormatch train`, `rescore`, and the learned model in `score` and `evaluate`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.cli import cli
from mentormatch.lab.bench import Sizes
from mentormatch.lab.run import Plan
from tests.databases import sqlite_database, sqlite_template
from tests.taught import Installation

__all__ = ["sqlite_database", "sqlite_template"]

BANK = str(data_path("banks", "mentoring.json"))
SMALL = Sizes(people=20, labelled=60, again=6, careless=8, draws=50)


@pytest.fixture
def place(sqlite_database: storage.Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Installation:
    """An installation that the command finds, with judgements in it."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{sqlite_database.path}")
    monkeypatch.setenv("MENTORMATCH_DATA_DIR", str(tmp_path))
    found = Installation(sqlite_database)
    found.visit(60)
    return found


def _run(*words: str, given: str = "") -> str:
    result = CliRunner().invoke(cli, list(words), input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_training_reports_stores_draws_and_writes_the_same_bytes_again(
    place: Installation, tmp_path: Path
) -> None:
    svg, one, two = tmp_path / "curve.svg", tmp_path / "one.json", tmp_path / "two.json"
    report = _run("train", "--svg", str(svg), "--out", str(one))
    assert "Stored as model 1" in report
    assert "The rule of promotion" in report
    assert svg.read_text(encoding="utf-8").startswith("<svg")
    assert "known already" in _run("train", "--out", str(two))
    assert one.read_bytes() == two.read_bytes()
    with place.database.reading() as tx:
        assert storage.models.by_number(tx, 1).document == one.read_bytes()


def test_a_stored_model_scores_and_is_evaluated_by_its_number(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run("train")
    line = json.dumps({"id": 1, "role": "find", "answers": {}}) + "\n"
    expert, learned = (json.loads(_run("score", BANK, *more, given=line)) for more in ([], ["--model", "1"]))
    assert expert["probabilities"] != learned["probabilities"]
    assert expert["traits"] == learned["traits"]
    monkeypatch.setattr("mentormatch.cli.evaluate.Plan", lambda p, w, processes: Plan(p, w, SMALL))
    figures = json.loads(_run("evaluate", "--learned", "1", "--worlds", "1", "--tuning", "--json"))
    with place.database.reading() as tx:
        assert figures["model"] == storage.models.by_number(tx, 1).content_hash


def test_rescoring_says_what_it_did(place: Installation) -> None:
    _run("train")
    assert _run("rescore", "1").startswith(f"{place.made} result(s), {place.made} new; ")
    assert _run("rescore", "1").startswith(f"{place.made} result(s), 0 new; ")


def test_a_model_that_is_not_there_is_a_plain_refusal(place: Installation) -> None:
    for words in (["score", BANK, "--model", "7"], ["rescore", "/nowhere/model.json"]):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 2, place
