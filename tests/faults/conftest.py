"""The databases that faults are done to, and the table of what came of it."""

from collections.abc import Callable

import pytest

from tests.databases import backend, database, database_url, postgresql_server, sqlite_template

__all__ = ["backend", "database", "database_url", "postgresql_server", "sqlite_template"]

Figures = Callable[..., None]
_TABLE = pytest.StashKey[dict[str, dict[str, float]]]()
_LONGEST = "longest s"


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> Figures:
    """`figures(row, kills=1, …)` adds to a row of the table; `longest_s` is not added up."""
    table = pytestconfig.stash.setdefault(_TABLE, {})

    def add(row: str, **numbers: float) -> None:
        found = table.setdefault(row, {})
        for name, number in numbers.items():
            named = name.replace("_", " ")
            before = found.get(named, 0)
            found[named] = max(before, round(number, 1)) if named == _LONGEST else before + number

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    table = terminalreporter.config.stash.get(_TABLE, {})
    if not table:
        return
    terminalreporter.section("what was done, and what came of it")
    for row, found in table.items():
        numbers = ", ".join(f"{name} {number:g}" for name, number in found.items())
        terminalreporter.write_line(f"{row:<46} {numbers}")
    kills = sum(found.get("kills", 0) for found in table.values())
    violations = sum(found.get("violations", 0) for found in table.values())
    terminalreporter.write_line(f"{'altogether':<46} kills {kills:g}, violations {violations:g}")
