"""Who may commit, who may read the clock, and what must not be loaded to serve a page."""

import ast
import subprocess
import sys

import pytest

from tests.house.tree import PACKAGE, ROOT, modules

_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
_EDGES = ("mentormatch/web/", "mentormatch/cli/", "mentormatch/__main__.py")


def _calls(text: str) -> list[tuple[int, str, str]]:
    """Each `owner.name(…)` of a module: its line, owner's last word, name."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value).rpartition(".")[2]
            found.append((node.lineno, owner, node.func.attr))
    return found


def callers(names: set[str], files: dict[str, str]) -> set[str]:
    """The modules that call a method of one of these names."""
    return {name for name, text in files.items() for _, _, call in _calls(text) if call in names}


def clock_readings(files: dict[str, str]) -> list[str]:
    """Each place that reads the clock instead of being told the time."""
    return [
        f"{name}:{line}"
        for name, text in files.items()
        for line, owner, call in _calls(text)
        if (owner, call) in _CLOCKS
    ]


def test_one_module_frames_every_transaction_and_nobody_commits_by_hand() -> None:
    storage = {name: text for name, text in modules().items() if name.startswith("mentormatch/storage/")}
    assert callers({"begin", "begin_nested"}, storage) == {"mentormatch/storage/database.py"}
    assert callers({"commit", "rollback"}, modules()) == set()


def test_a_commit_by_hand_would_be_caught() -> None:
    sample = {"a.py": "def deed(db):\n    db.commit()\n", "b.py": "def deed(tx):\n    tx.execute(1)\n"}
    assert callers({"commit", "rollback"}, sample) == {"a.py"}


def test_the_time_is_told_to_the_core_and_read_only_at_the_edges() -> None:
    core = {name: text for name, text in modules().items() if not name.startswith(_EDGES)}
    assert clock_readings(core) == []


def test_a_reading_of_the_clock_would_be_caught() -> None:
    text = "import datetime as d\nnow = d.datetime.now(d.UTC)\nthen = time.time()\n"
    assert clock_readings({"x.py": text}) == ["x.py:2", "x.py:3"]


@pytest.mark.skipif(not (PACKAGE / "cli" / "__init__.py").is_file(), reason="there is no command yet")
def test_a_start_loads_nothing_that_only_some_requests_need() -> None:
    late = ["sklearn", "openpyxl", "icalendar", "alembic", "redis", "typst", "numpy.random"]
    # The dialect of the database is loaded when it is connected to.
    late += ["sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite"]
    code = f"import sys, mentormatch.cli.serve; print([name for name in {late} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


def test_a_start_builds_no_validator_of_a_part_of_a_document() -> None:
    code = "from mentormatch.quiz import document as d; print(d.TextDocument.__pydantic_complete__)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.stderr) == ("False", "")
