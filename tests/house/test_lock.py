"""The locks: everything pinned and hashed, nothing fetched from a named place, both in agreement."""

import re
import tomllib
from itertools import chain

import pytest

from tests.house.tree import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")
# What `./dev bench` puts into an environment of its own.
PEER_LOCK = "tests/bench/otree/requirements.txt"


def _pins(lock: str) -> dict[str, set[str]]:
    """Each requirement line of a lock (name, version, marker) with its hashes."""
    pins: dict[str, set[str]] = {}
    line = ""
    for row in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if re.match(r"[a-z0-9]", row):
            line = row.rstrip(" \\")
            pins[line] = set()
        elif hashed := re.match(r"\s+--hash=(sha256:[0-9a-f]{64})", row):
            pins[line].add(hashed[1])
    return pins


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9_.-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _declared() -> tuple[set[str], set[str]]:
    """The names that pyproject.toml asks for: to run, and for development as well."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = document["project"]["dependencies"]
    extras = chain(*document["project"]["optional-dependencies"].values())
    return {_name(r) for r in run}, {_name(r) for r in [*run, *extras, *document["dependency-groups"]["dev"]]}


@pytest.mark.parametrize(("lock", "least"), [*((lock, 20) for lock in LOCKS), (PEER_LOCK, 10)])
def test_every_requirement_is_pinned_and_hashed(lock: str, least: int) -> None:
    pins = _pins(lock)
    assert len(pins) > least
    assert [line for line, hashes in pins.items() if "==" not in line or not hashes] == []


@pytest.mark.parametrize("lock", [*LOCKS, PEER_LOCK])
def test_no_lock_holds_an_address(lock: str) -> None:
    assert "//" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_development_lock_holds_all_that_the_other_does_at_the_same_versions() -> None:
    run, development = (_pins(lock) for lock in LOCKS)
    assert {line: hashes for line, hashes in run.items() if development.get(line) != hashes} == {}


def test_whatever_the_project_asks_for_is_locked() -> None:
    run, development = ({_name(line) for line in _pins(lock)} for lock in LOCKS)
    needed_to_run, needed_to_develop = _declared()
    assert needed_to_run - run == set()
    assert needed_to_develop - development == set()


def test_what_the_quiz_is_compared_with_over_http_reaches_no_environment_of_ours() -> None:
    assert "otree" in {_name(line) for line in _pins(PEER_LOCK)}
    assert [lock for lock in LOCKS if "otree" in {_name(line) for line in _pins(lock)}] == []
