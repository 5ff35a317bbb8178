"""`mentormatch score`: lines in, lines out, through real pipes."""

import json

from mentormatch.bundled import data_path
from tests.cli.conftest import Place

_BANK = str(data_path("banks", "mentoring.json"))
_GOOD = json.dumps({"id": "é", "role": "find", "answers": {"agree-written-targets": "5"}}).encode() + b"\n"


def test_good_lines_are_scored_and_bad_ones_named(place: Place) -> None:
    done = place.run_apart("score", _BANK, given=_GOOD + b"oops\n" + _GOOD)
    results = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [result["id"] for result in results] == ["é", "é"]
    assert done.stderr.decode().splitlines()[0].startswith("line 2: not json: ")
    assert done.stderr.decode().splitlines()[-1] == "2 scored, 1 bad"
    assert done.returncode == 1


def test_a_file_without_bad_lines_ends_well_and_says_nothing_else(place: Place) -> None:
    done = place.run_apart("score", _BANK, given=_GOOD)
    assert (done.returncode, done.stderr) == (0, b"1 scored, 0 bad\n")
    document = json.loads(done.stdout)
    assert list(document)[:3] == ["id", "recommendation", "focus"]
    assert document["probabilities"].keys() == {"formal", "informal", "reverse", "coaching"}
    assert document["traits"]["goals"].keys() == {"mean", "sd"}


def test_a_bank_that_is_none_is_refused_before_anything_is_read(place: Place) -> None:
    done = place.run_apart("score", place.file("bank.json", b"{}"), given=_GOOD)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"questions: Field required" in done.stderr


def test_no_settings_and_no_database_are_needed(place: Place) -> None:
    done = place.run_apart("score", _BANK, given=_GOOD, MENTORMATCH_PORT="broken")
    assert done.returncode == 0
    assert list(place.folder.iterdir()) == []
