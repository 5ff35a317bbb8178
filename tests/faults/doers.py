"""Processes that do one deed each, from the same beginning every time: `python -m tests.faults.doers`.

One process makes the world; for each deed it forks one that prepares it; that one forks another
for every time the deed is done. What is killed is always the last.
"""

import ctypes
import inspect
import json
import os
import secrets
import shutil
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from mentormatch.errors import MentormatchError
from mentormatch.storage import Database
from tests.faults.deeds import DEEDS
from tests.faults.states import State, state_of
from tests.faults.talking import Line
from tests.faults.world import Act, World, made_in

_PR_SET_PTRACER = 0x59616D61
_ENDS_OF_TRANSACTIONS = {
    inspect.unwrap(method).__code__ for method in (Database.transaction, Database.rebuilding)
}


class Watching:
    """What of the program is called during a deed, and each state that it commits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.called: set[str] = set()
        self.states: list[State] = [state_of(folder)]

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call":
            module = frame.f_globals.get("__name__", "")
            if module.startswith("mentormatch."):
                self.called.add(f"{module}.{code.co_qualname}")
        elif event == "return" and code in _ENDS_OF_TRANSACTIONS:
            self.look()

    def look(self) -> None:
        found = state_of(self._folder)
        if found != self.states[-1]:
            self.states.append(found)


def main(folder: Path, line: Line) -> None:
    place = folder / "place"
    place.mkdir()
    world = made_in(place)
    world.close()
    shutil.copytree(place, folder / "beginning")
    line.say(ready=True)
    with suppress(EOFError):
        while name := str(line.hear()["deed"]):
            _forked(partial(_one_deed, folder, line, world, name))
            line.say(left=name)


def _one_deed(folder: Path, line: Line, world: World, name: str) -> None:
    try:
        _copied(folder / "beginning", folder / "place")
        act = DEEDS[name].prepare(world)
        world.close()
        prepared = folder / "prepared"
        _copied(folder / "place", prepared)
    except Exception:  # noqa: BLE001 - the test is told, and fails
        line.say(failed=traceback.format_exc())
        return
    line.say(prepared=name)
    with suppress(EOFError):
        _do_it(folder, line, world, act, prepared)


def _do_it(folder: Path, line: Line, world: World, act: Act, prepared: Path) -> None:
    do = {"watched": _watched, "disturbed": _disturbed, "again": _again}
    while "leave" not in (asked := line.hear()):
        if asked["how"] != "again":
            _copied(prepared, folder / "place")
        _forked(partial(do[str(asked["how"])], folder, line, world, act))
        line.say(ended=True)


def _watched(folder: Path, line: Line, world: World, act: Act) -> None:
    """Do it twice without a fault: what it calls, what it commits, and what the repeat does."""
    # What depends on the moment is known by its being different at another.
    world.clock.go_on(seconds=secrets.randbelow(1000) / 100)
    watching = Watching(folder / "place")
    sys.setprofile(watching)
    refused = act()
    sys.setprofile(None)
    watching.look()
    states = len(watching.states)
    again = act()
    watching.look()
    (folder / "watched.json").write_text(json.dumps([watching.states, sorted(watching.called)]))
    line.say(refused=refused, again=again, states=states)
    world.close()


def _disturbed(folder: Path, line: Line, world: World, act: Act) -> None:
    """Do it when told to; then read, and do it again."""
    del folder
    # Whoever traces need not be an ancestor.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    line.say(pid=os.getpid())
    line.hear()
    line.say(refused=_told(act))
    line.hear()
    read = world.visitor.get("/readyz").status_code
    line.say(read=read, again=_told(act))


def _again(folder: Path, line: Line, world: World, act: Act) -> None:
    """Do it in a new process on whatever is there."""
    del folder, world
    line.say(again=_told(act))


def _told(act: Act) -> str:
    try:
        return act()
    except MentormatchError as error:
        return f"refused: {error}"
    except Exception as error:  # noqa: BLE001 - whatever it is, the test is told
        return f"defect: {error!r}"


def _forked(do: Callable[[], Any]) -> None:
    """Do it in a child, and wait for its end, whatever that is."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            do()
            status = 0
        except BaseException:  # noqa: BLE001 - this process is only there for it
            traceback.print_exc()
        finally:
            os._exit(status)
    os.waitpid(child, 0)


def _copied(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Line(socket.socket(fileno=int(sys.argv[2]))))
