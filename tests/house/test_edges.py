"""Who may commit, who may read the clock, and what must not be loaded to serve a page."""

import ast
import subprocess
import sys

import pytest

from tests.house.tree import PACKAGE, ROOT, modules

_FRAMES_OF_A_TRANSACTION = {"begin", "begin_nested", "commit", "rollback"}
_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
_EDGES = ("mentormatch/web/", "mentormatch/cli/", "mentormatch/__main__.py")


def _calls(text: str) -> list[tuple[int, str, str]]:
    """Each `owner.name(…)` of a module: its line, owner's last word, name."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            found.append((node.lineno, owner, node.func.attr))
    return found


def framers(files: dict[str, str]) -> set[str]:
    """The modules that begin or end a transaction."""
    return {
        name
        for name, text in files.items()
        for _, _, call in _calls(text)
        if call in _FRAMES_OF_A_TRANSACTION
    }


def clock_readings(files: dict[str, str]) -> list[str]:
    """Each place that reads the clock instead of being told the time."""
    return [
        f"{name}:{line}"
        for name, text in files.items()
        for line, owner, call in _calls(text)
        if (owner, call) in _CLOCKS
    ]


def test_only_one_module_frames_transactions() -> None:
    assert framers(modules()) == {"mentormatch/storage/database.py"}


def test_a_commit_elsewhere_would_be_caught() -> None:
    sample = {"a.py": "def deed(db):\n    db.commit()\n", "b.py": "def deed(tx):\n    tx.execute(1)\n"}
    assert framers(sample) == {"a.py"}


def test_the_time_is_told_to_the_core_and_read_only_at_the_edges() -> None:
    core = {name: text for name, text in modules().items() if not name.startswith(_EDGES)}
    assert clock_readings(core) == []


def test_a_reading_of_the_clock_would_be_caught() -> None:
    text = "import datetime as d\nnow = d.datetime.now(d.UTC)\nthen = time.time()\n"
    assert clock_readings({"x.py": text}) == ["x.py:2", "x.py:3"]


@pytest.mark.skipif(not (PACKAGE / "cli").is_dir(), reason="there is no command yet")
def test_serving_does_not_load_the_training_library() -> None:
    code = "import sys, mentormatch.web, mentormatch.cli; print('sklearn' in sys.modules, 'openpyxl' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.stderr) == ("False False", "")
