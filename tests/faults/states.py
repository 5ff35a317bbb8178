"""What is committed in a folder's databases, in a form that two runs of one deed can be compared in."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from mentormatch.storage.engines import sqlite_module

# Every row of every table, each value as a short text.
State: TypeAlias = dict[str, list[list[str]]]
Column: TypeAlias = tuple[str, int]

# A try that was counted and came to nothing stays counted for some minutes, as it should.
_PASSING = "sign_in_tries"
_LONGEST = 60
_NEW = "·"


def state_of(folder: Path) -> State:
    """All rows of the databases in a folder, and what its backups hold."""
    found: State = {}
    for path in sorted(folder.glob("*.sqlite3")):
        found |= {f"{path.stem}.{table}": rows for table, rows in _tables(path)}
    backups = sorted((folder / "backups").glob("mentormatch-*.sqlite3"))
    # One that is not whole has no place in any state that is allowed.
    return found | {"backups": [[_content(path)] for path in backups]} if backups else found


def _tables(path: Path, how: str = "mode=rw") -> Iterator[tuple[str, list[list[str]]]]:
    connection: Any = sqlite_module().connect(f"file:{path}?{how}", uri=True)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for name in {name for (name,) in names.fetchall()} - {_PASSING}:
            rows = [[_short(value) for value in row] for row in connection.execute(f"SELECT * FROM {name}")]
            yield name, sorted(rows)
    finally:
        connection.close()


def _content(path: Path) -> str:
    try:
        tables = sorted(_tables(path, "immutable=1"))
    except sqlite_module().DatabaseError:
        return "damaged"
    return hashlib.sha256(repr(tables).encode()).hexdigest()


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Course:
    """The states that a deed goes through, the one before it first; chance and clocks blotted out."""

    states: tuple[State, ...]
    moving: frozenset[Column]

    def places(self, found: State) -> set[int]:
        """Which of the states a database is in; none when it is half way between."""
        wanted = self._still(found)
        return {at for at, state in enumerate(self.states) if self._still(state) == wanted}

    def _still(self, state: State) -> State:
        before = self.states[0]

        def blotted(table: str, row: list[str]) -> list[str]:
            if row in before.get(table, ()):
                return row
            return [
                _NEW if (table, at) in self.moving and text != "None" else text for at, text in enumerate(row)
            ]

        return {table: sorted(blotted(table, row) for row in rows) for table, rows in state.items() if rows}


def course_of(runs: Sequence[Sequence[State]]) -> Course:
    """The course of a deed that was done undisturbed more than once from the same beginning."""
    # A repeat may be refused because it comes within the same second: the longest run tells most.
    longest = max(runs, key=len)
    moving = {
        column for run in runs for one, two in zip(longest, run, strict=False) for column in _moved(one, two)
    }
    return Course(tuple(longest), frozenset(moving))


def _moved(one: State, two: State) -> Iterator[Column]:
    for table, rows in one.items():
        for at in range(len(rows[0]) if rows else 0):
            if Counter(row[at] for row in rows) != Counter(row[at] for row in two.get(table, ())):
                yield table, at
