"""Readiness never fails: it says what is wrong."""

from pathlib import Path

from mentormatch import storage
from mentormatch.usecases.health import readiness
from mentormatch.usecases.voices import load_voices


def test_a_database_without_tables_is_not_ready_and_does_not_fail(tmp_path: Path) -> None:
    found = readiness(storage.connect(f"sqlite:///{tmp_path / 'new.sqlite3'}"), load_voices())
    assert not found.ready
    assert found.checks["database"] == "ok"
    assert found.checks["schema"].startswith("at None, needs ")


def test_a_file_that_is_no_database_is_not_ready_and_does_not_fail(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite3"
    path.write_bytes(b"not a database, but long enough to be read as one " * 100)
    found = readiness(storage.connect(f"sqlite:///{path}"), load_voices())
    assert not found.ready
    assert found.checks["database"] == "database-unavailable"


def test_a_place_where_no_file_can_be_is_not_ready_and_does_not_fail(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = readiness(storage.connect(f"sqlite:///{tmp_path / 'file' / 'x.sqlite3'}"), load_voices())
    assert not found.ready
    assert found.checks["database"] == "database-unavailable"
