"""A visitor's hour, to be recorded: `python -m tests.faults.recorded FOLDER LEDGER [older]`.

After each acknowledgement a mark goes into the ledger, and what was committed into a file beside it.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

if "older" in sys.argv[3:]:
    # As where the bundled SQLite has no wheel: Python's own, with a plain journal if its log can tear.
    sys.modules["pysqlite3"] = None  # type: ignore[assignment]

from tests.faults.deeds.visitors import asked
from tests.faults.states import State, state_of
from tests.faults.world import World, made_in
from tests.pages import choices
from tests.quizzes import begin


def main(folder: Path, ledger: Path) -> None:
    world = made_in(folder)
    states: list[State] = []
    with ledger.open("wb", buffering=0) as marks:

        def mark() -> None:
            states.append(state_of(folder))
            marks.write(b".")

        mark()
        _quiz(world, mark, "fr")
        asked(world)
        mark()
        world.visitor.submit(world.visitor.page(f"/en/result/{world.finished.token}/erase"))
        mark()
        _quiz(world, mark, "ar")
    ledger.with_suffix(".json").write_text(json.dumps(states))


def _quiz(world: World, mark: Callable[[], None], lang: str) -> None:
    page = begin(world.visitor, lang)
    mark()
    while not page.path.partition("?")[0].endswith("/check"):
        page = world.visitor.submit(page, answer=choices(page, "answer")[-1], action="answer")
        mark()
    world.visitor.submit(page)
    mark()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
