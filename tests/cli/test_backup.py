"""`mentormatch backup`, `restore`, `copy-to` and `doctor --deep`, as an operator runs them."""

import json
import sqlite3
from pathlib import Path

from tests.cli.conftest import Place


def backups(place: Place) -> list[Path]:
    return sorted((place.folder / "backups").glob("*.sqlite3"))


def test_a_backup_is_made_in_the_data_place_for_its_owner_only(ready: Place) -> None:
    made = ready.run("backup", "--keep", "1")
    (path,) = backups(ready)
    assert made.exit_code == 0, made.output
    assert str(path) in made.output
    assert path.stat().st_mode & 0o077 == 0
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_what_is_there_is_replaced_only_when_told(ready: Place) -> None:
    assert ready.run("backup").exit_code == 0
    path = str(backups(ready)[0])
    refused = ready.run_apart("restore", path)
    assert (refused.returncode, b"--overwrite" in refused.stderr) == (1, True)
    done = ready.run("restore", path, "--overwrite")
    assert (done.exit_code, "Restored " in done.output) == (0, True)
    assert ready.run("doctor", "--deep").exit_code == 0


def test_copying_prints_what_arrived(ready: Place) -> None:
    done = ready.run("copy-to", f"sqlite:///{ready.folder / 'other.sqlite3'}")
    assert done.exit_code == 0
    assert "bank_versions: 1 row(s) on both sides, sha256 " in done.output


def test_the_address_with_its_password_need_not_stand_on_the_command_line(ready: Place) -> None:
    address = f"sqlite:///{ready.folder / 'other.sqlite3'}"
    done = ready.run_apart("copy-to", "-", given=f"{address}\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"bank_versions: 1 row(s) on both sides, sha256 " in done.stdout
    assert (ready.folder / "other.sqlite3").exists()


def test_a_deep_look_finds_what_a_short_one_does_not(ready: Place) -> None:
    with sqlite3.connect(ready.folder / "mentormatch.sqlite3") as file:
        file.execute("DROP TRIGGER bank_versions_no_update")
        file.execute("UPDATE bank_versions SET is_current = 0")
        file.execute("UPDATE audit_head SET number = 7")
    file.close()
    report = json.loads(ready.run("doctor", "--deep", "--json").stdout)
    problems = {finding["name"]: finding["problem"] for finding in report["findings"]}
    assert "0 current versions" in problems["published banks"]
    assert "broken" in problems["audit chain"]
    # With a backup of a wrong database, the older ones stay.
    for _ in range(2):
        backup = ready.run("backup", "--keep", "1")
        assert (backup.exit_code, "0 current versions" in backup.output) == (1, True)
        backups(ready)[-1].rename(ready.folder / "backups" / "mentormatch-20260101T000000Z.sqlite3")
