"""Deeds that compute before they write, so that others wait for their turn to write as briefly as can be.

On SQLite one process writes at a time. What a deed comes to is foreseen in a reading, which waits for nobody;
the transaction only writes it down, under a check that nothing has moved meanwhile. Where something has,
foreseeing and writing are done once more, together.
"""

from collections.abc import Callable
from typing import TypeVar

from mentormatch.errors import ConflictError
from mentormatch.storage import Database, Transaction

_Foreseen = TypeVar("_Foreseen")
_Done = TypeVar("_Done")

MOVED = "attempt-moved"


def do_in_a_short_turn(
    database: Database,
    foresee: Callable[[Transaction, bool], _Foreseen],
    write: Callable[[Transaction, _Foreseen], _Done],
) -> _Done:
    """What `write` gives for what `foresee` gave; `foresee` is told whether to keep others from writing."""
    with database.reading() as tx:
        foreseen = foresee(tx, False)
    try:
        with database.transaction() as tx:
            return write(tx, foreseen)
    except ConflictError as error:
        if error.code != MOVED:
            raise
    with database.transaction() as tx:
        return write(tx, foresee(tx, True))
