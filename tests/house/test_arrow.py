"""The arrow between the rooms: kept, complete, and shown to bite."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import PACKAGE, ROOT


def check_imports(folder: Path) -> tuple[int, str]:
    """The exit status and the words of import-linter for the package in `folder`."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package's rooms that may be broken: each one an empty package."""
    folder = tmp_path_factory.mktemp("skeleton")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for layer in _layers():
        room = folder / "mentormatch" / layer
        room.mkdir(parents=True)
        (room / "__init__.py").touch()
    (folder / "mentormatch" / "__init__.py").touch()
    for module in (*_tables(), *_simulator()):
        (folder / "mentormatch" / f"{module.replace('.', '/')}.py").touch()
    return folder


def _contract(name: str) -> dict[str, Any]:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = document["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == name)


def _layers() -> list[str]:
    return [name.strip(" ()") for layer in _contract("arrow")["layers"] for name in layer.split("|")]


def _tables() -> list[str]:
    """The modules of tables, without the package."""
    return [name.removeprefix("mentormatch.") for name in _contract("tables")["protected_modules"]]


def _simulator() -> list[str]:
    """The modules that the contract about simulated respondents names, without the package."""
    contract = _contract("simulator")
    names = [*contract["source_modules"], *contract["forbidden_modules"]]
    return [name.removeprefix("mentormatch.") for name in names if name.count(".") > 1]


def test_every_room_imports_only_to_its_right() -> None:
    status, words = check_imports(ROOT)
    assert status == 0, words


def test_every_room_of_the_package_has_its_place_in_the_arrow() -> None:
    rooms = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__", "__main__"} <= set(_layers())


def test_the_empty_rooms_break_nothing(skeleton: Path) -> None:
    status, words = check_imports(skeleton)
    assert status == 0, words


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("scoring", "import mentormatch.matcher", "A room imports only to its right"),
        ("errors", "import mentormatch.config", "A room imports only to its right"),
        ("web", "import mentormatch.cli", "A room imports only to its right"),
        ("usecases", "from flask import request", "Only web knows Flask"),
        ("cli", "from werkzeug.datastructures import Headers", "Only web knows Flask"),
        ("usecases", "from sqlalchemy.orm import Session", "Only storage knows SQLAlchemy"),
        ("web", "import sqlite3", "Only storage knows SQLAlchemy"),
        ("usecases", "import numpy as np", "Only scoring, matcher, adaptive, itemstats and lab know numpy"),
        ("web", "from sklearn.linear_model import LogisticRegression", "Only scoring, matcher, adaptive"),
        ("usecases", "from mentormatch.storage import tables", "The tables are storage's own"),
        ("unknown", "", "A room imports only to its right"),
    ],
)
def test_a_forbidden_import_would_be_caught(skeleton: Path, room: str, line: str, contract: str) -> None:
    module = skeleton / "mentormatch" / room / "intruder.py"
    _write(module, line)
    status, words = check_imports(skeleton)
    _remove(module)
    broken = [row for row in words.splitlines() if row.endswith("BROKEN")]
    assert (status, len(broken)) == (1, 1), words
    assert broken[0].startswith(contract)


@pytest.mark.parametrize("line", ["import mentormatch.scoring", "from mentormatch.lab import forms"])
def test_a_simulator_that_asks_the_scorer_would_be_caught(skeleton: Path, line: str) -> None:
    people = skeleton / "mentormatch" / "lab" / "people.py"
    _write(people, line)
    status, words = check_imports(skeleton)
    people.write_text("", encoding="utf-8")
    assert status == 1
    assert "Simulated respondents know nothing of the scorer BROKEN" in words


def test_a_circle_inside_a_room_would_be_caught(skeleton: Path) -> None:
    room = skeleton / "mentormatch" / "quiz"
    _write(room / "bank.py", "import mentormatch.quiz.attempt")
    _write(room / "attempt.py", "import mentormatch.quiz.bank")
    status, words = check_imports(skeleton)
    _remove(room / "bank.py")
    _remove(room / "attempt.py")
    assert status == 1
    assert "No cycles inside a room BROKEN" in words


def _write(module: Path, text: str) -> None:
    module.parent.mkdir(exist_ok=True)
    (module.parent / "__init__.py").touch()
    module.write_text(text + "\n", encoding="utf-8")


def _remove(module: Path) -> None:
    module.unlink()
    if module.parent.name == "unknown":
        shutil.rmtree(module.parent)
