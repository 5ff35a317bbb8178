"""`mentormatch doctor`: says what is wrong, also when everything is."""

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest

from mentormatch import storage
from tests.cli.conftest import Place


def _findings(place: Place) -> dict[str, dict[str, str]]:
    report: dict[str, Any] = json.loads(place.run("doctor", "--json").stdout)
    return {finding["name"]: finding for finding in report["findings"]}


def test_a_sound_installation_is_said_to_be_sound(ready: Place) -> None:
    result = ready.run("doctor")
    assert result.exit_code == 0, result.stdout
    assert result.stdout.endswith("\nNothing is wrong.\n")
    for word in ("MENTORMATCH_PORT", "SQLite 3.", "journal: ", "the shipped one", "fr, en, ar"):
        assert word in result.stdout


def test_a_place_without_a_database_is_told_what_to_run_and_gets_none(place: Place) -> None:
    result = place.run("doctor")
    assert result.exit_code == 1
    assert "not there yet; run `mentormatch init`" in result.stdout
    assert not (place.folder / "mentormatch.sqlite3").exists()


def test_broken_settings_are_all_named_and_the_rest_is_still_looked_at(
    ready: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORMATCH_PORT", "eighty")
    monkeypatch.setenv("MENTORMATCH_THREDS", "4")
    result = ready.run("doctor")
    assert result.exit_code == 1
    assert "must be a whole number from 0 to 65535" in result.stdout
    assert "did you mean MENTORMATCH_THREADS?" in result.stdout
    findings = _findings(ready)
    assert findings["database"]["problem"] == "not looked at until the settings are right"
    assert findings["expert model"]["problem"] == ""


def test_secrets_are_never_shown(ready: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORMATCH_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hush@127.0.0.1:9/none")
    result = ready.run("doctor")
    assert result.exit_code == 1
    assert "kkkk" not in result.stdout
    assert "hush" not in result.stdout
    assert "(set)" in result.stdout
    assert _findings(ready)["database"]["problem"].startswith("database-unavailable")


def test_a_data_place_that_cannot_be_made_is_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = place.file("blocked", b"")
    monkeypatch.setenv("MENTORMATCH_DATA_DIR", f"{blocked}/inside")
    assert "Not a directory" in _findings(place)["data place"]["problem"]


def test_a_file_that_is_no_database_is_named(place: Place) -> None:
    place.file("mentormatch.sqlite3", b"not a database at all" * 100)
    assert _findings(place)["database"]["problem"].startswith("database-unavailable")


def test_a_schema_that_is_behind_is_named(place: Place) -> None:
    sqlite3.connect(place.folder / "mentormatch.sqlite3").close()
    assert "run `mentormatch init`" in _findings(place)["schema"]["problem"]


def test_a_published_bank_other_than_the_shipped_one_is_pointed_out(ready: Place) -> None:
    document = json.loads(ready.run("bank", "export").stdout)
    document["title"]["en"] = "Ours"
    path = ready.file("ours.json", json.dumps(document).encode())
    assert ready.run("bank", "publish", path, "--note", "ours", "--yes").exit_code == 0
    finding = _findings(ready)["question bank"]
    assert (finding["problem"], "differs from the shipped one" in finding["found"]) == ("", True)


def test_settings_that_an_admin_changed_are_pointed_out_and_unreadable_ones_named(ready: Place) -> None:
    assert _findings(ready)["changed by admins"]["found"] == "nothing"
    _choose(ready, {"promise_days": 3, "asking_open": False})
    assert _findings(ready)["changed by admins"]["found"] == "promise_days 3, asking_open"
    _choose(ready, {"promise_days": 0})
    assert "promise_days" in _findings(ready)["changed by admins"]["problem"]
    assert ready.run("doctor").exit_code == 1


def _choose(place: Place, document: dict[str, object]) -> None:
    database = storage.connect(f"sqlite:///{place.folder / 'mentormatch.sqlite3'}")
    with database.transaction() as tx:
        revision = storage.choices.load(tx).revision
        storage.choices.save(tx, document, revision=revision, by="ada", now=datetime.now(UTC))
    database.close()
