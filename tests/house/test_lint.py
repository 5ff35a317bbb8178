"""Ruff and mypy as they are configured here: each rule of the house shown to bite."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.tree import ROOT, texts

_SWITCHED_OFF = re.compile(r"# ?(noqa(: ?[A-Z0-9, ]+)?|type: ?ignore(\[[\w, -]+\])?|fmt: ?off)\s*$")


def broken_rules(code: str, name: str = "mentormatch/usecases/sample.py") -> set[str]:
    """The rules that `code` would break as the module `name`."""
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--output-format=json",
            f"--stdin-filename={name}",
            "-",
        ],
        cwd=ROOT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )
    return {finding["code"] for finding in json.loads(run.stdout)}


def _function(body: str, arguments: str = "") -> str:
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f'"""A sample."""\n\n\ndef sample({arguments}) -> None:\n    """Do."""\n{lines}\n'


_MANY_BRANCHES = "\n".join(f"if {n} == int():\n    str()" for n in range(9))


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("C901", _function(_MANY_BRANCHES)),
        ("PLR0913", _function("str()", "a: int, b: int, c: int, d: int, e: int, f: int, g: int")),
        ("PLR0915", _function("\n".join(["str()"] * 26))),
        ("D103", '"""A sample."""\n\n\ndef sample() -> None:\n    str()\n'),
        ("T201", _function('print("x")')),
        ("DTZ005", '"""A sample."""\n\nfrom datetime import datetime\n\nNOW = datetime.now()\n'),
        ("ERA001", '"""A sample."""\n\n# x = 1\n'),
        ("INT001", _function('_(f"{1} left")')),
        ("INT002", _function('ngettext("{} left".format(1), "", 1)')),
        ("TID251", '"""A sample."""\n\nfrom flask import g\n\nX = g\n'),
        ("TID251", '"""A sample."""\n\nimport random\n\nX = random\n'),
        ("TID251", '"""A sample."""\n\nimport os\n\nX = os.environ\n'),
        ("TID251", '"""A sample."""\n\nimport pickle\n\nX = pickle\n'),
        ("TID251", '"""A sample."""\n\nfrom joblib import load\n\nX = load\n'),
        ("TID251", '"""A sample."""\n\nimport marshal\n\nX = marshal\n'),
        ("TID251", '"""A sample."""\n\nimport shelve\n\nX = shelve\n'),
        ("TID251", '"""A sample."""\n\nimport os\n\nX = os.getenv("HOME")\n'),
        ("TID251", '"""A sample."""\n\nimport yaml\n\nX = yaml\n'),
        ("TID251", '"""A sample."""\n\nfrom flask import session\n\nX = session\n'),
        (
            "TID251",
            '"""A sample."""\n\nfrom flask import render_template_string\n\nX = render_template_string\n',
        ),
        ("TID251", '"""A sample."""\n\nimport numpy as np\n\nX = np.random.seed\n'),
        ("TID252", '"""A sample."""\n\nfrom . import answers\n\nX = answers\n'),
        ("E722", _function("try:\n    str()\nexcept:\n    str()")),
        ("BLE001", _function("try:\n    str()\nexcept Exception:\n    str()")),
        ("S307", _function('eval("1")')),
        ("PGH004", '"""A sample."""\n\nX = 1  # noqa\n'),
    ],
)
def test_the_linter_catches(rule: str, code: str) -> None:
    assert rule in broken_rules(code)


def test_the_linter_is_content_with_plain_code() -> None:
    assert broken_rules(_function("input()")) == set()


def without_a_reason(files: dict[str, str]) -> list[str]:
    """Each switched-off rule with no reason behind it or in a comment above it."""
    found = []
    for name, text in files.items():
        lines = ["", *text.splitlines()]
        for above, line in pairwise(lines):
            if _SWITCHED_OFF.search(line) and not above.strip().startswith("#"):
                found.append(f"{name}: {line.strip()}")
    return found


def test_every_rule_that_is_switched_off_has_its_reason_beside_it() -> None:
    python = {name: text for name, text in texts().items() if name.endswith(".py")}
    assert without_a_reason(python) == []


def test_a_rule_switched_off_without_a_reason_would_be_caught() -> None:
    bare = ["x = 1  # noqa: E501", "x = 1  # type: ignore[arg-type]", "x = 1  # noqa"]
    said = [f"{bare[0]} - a table", f"{bare[1]}  # the stub is wrong", f"# The stub is wrong.\n{bare[1]}"]
    assert without_a_reason({str(n): line for n, line in enumerate(bare)}) == [
        f"{n}: {x}" for n, x in enumerate(bare)
    ]
    assert without_a_reason({str(n): line for n, line in enumerate(said)}) == []


def test_a_match_that_forgets_a_case_and_a_bare_function_would_be_caught(tmp_path: Path) -> None:
    code = """
from enum import Enum
class Kind(Enum):
    FORMAL = 1
    REVERSE = 2
def name(kind: Kind) -> str:
    match kind:
        case Kind.FORMAL:
            found = "formal"
    return found
def bare(kind):
    return kind
"""
    (tmp_path / "sample.py").write_text(code, encoding="utf-8")
    arguments = [
        "--config-file",
        str(ROOT / "pyproject.toml"),
        f"--cache-dir={tmp_path}",
        str(tmp_path / "sample.py"),
    ]
    run = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "[exhaustive-match]" in run.stdout
    assert "[possibly-undefined]" in run.stdout
    assert "[no-untyped-def]" in run.stdout
