"""The list of deeds."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.world import Act, World

Prepare = Callable[[World], Act]

# A deed of many transactions, which a repeat takes up where it stood.
MANY = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """One write: `prepare` does everything up to it, `commits` is in how many steps it becomes real.

    One that is not `vital` may be left out when the disk fails: what is acknowledged is something else.
    """

    name: str
    prepare: Prepare
    commits: int
    vital: bool


DEEDS: dict[str, Deed] = {}


def deed(commits: int = 1, *, vital: bool = True) -> Callable[[Prepare], Prepare]:
    """Enter a deed under the name of the function that prepares it."""

    def enter(prepare: Prepare) -> Prepare:
        name = prepare.__name__.replace("_", " ")
        DEEDS[name] = Deed(name, prepare, commits, vital)
        return prepare

    return enter
