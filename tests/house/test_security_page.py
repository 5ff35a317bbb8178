"""docs/security.md names tests that exist and requirements that look like ASVS 5.0's."""

import ast
import re

from tests.house.tree import ROOT

_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
_REQUIREMENT = re.compile(r"\bV(?:[1-9]|1[0-7])\.\d{1,2}\.\d{1,2}\b")


def named_tests(page: str) -> list[tuple[str, str]]:
    """Each test that a page names: its file, and its function where it says one."""
    return _TEST.findall(page)


def missing(page: str) -> list[str]:
    """The tests that are named and do not exist."""
    found = []
    for name, function in named_tests(page):
        path = ROOT / name
        if not path.is_file():
            found.append(name)
        elif function and function not in _functions(path.read_text(encoding="utf-8")):
            found.append(f"{name}::{function}")
    return found


def _functions(text: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)}


def claims(page: str) -> list[str]:
    """The rows of the page's tables, without their heads."""
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    return [row for row in rows if not row.startswith("| claim")]


def _page() -> str:
    return (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_exists() -> None:
    assert len(named_tests(_page())) > 30
    assert missing(_page()) == []


def test_every_claim_has_its_requirement_and_its_test() -> None:
    rows = claims(_page())
    assert len(rows) > 25
    assert [row for row in rows if not (_REQUIREMENT.search(row) and _TEST.search(row))] == []


def test_a_test_that_is_gone_would_be_caught() -> None:
    here = "`tests/house/test_security_page.py::test_that_never_was`"
    assert missing(f"| a | V1.2.1 | {here} |") == [here.strip("`")]
    assert missing("`tests/house/test_nowhere.py`") == ["tests/house/test_nowhere.py"]
    assert missing("`tests/house/test_security_page.py`") == []
