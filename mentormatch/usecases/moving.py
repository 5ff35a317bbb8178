"""Moving a whole installation to another database, such as from SQLite to PostgreSQL."""

from collections.abc import Callable

from mentormatch import storage
from mentormatch.errors import ConflictError, UnavailableError


def copy_to(
    source: storage.Database, target: storage.Database, tell: Callable[[str, int], None]
) -> dict[str, storage.copying.TableDigest]:
    """Copy everything, or what is missing after a break, and compare table by table.

    `tell` hears of each table how many rows were written; returned are the tables' digests. Stop
    the server first: what is written meanwhile is not carried over, and then told.

    Raises:
        ConflictError: `foreign-content` when the target holds anything else; `copy-differs` when
            the two are not the same afterwards.
        UnavailableError: `schema` when the source is not at the program's schema.
    """
    state = storage.schema_state(source)
    if state.current != state.head:
        raise UnavailableError("schema", f"at {state.current}, this program is at {state.head}")
    for table, written in storage.copying.copy_on(source, target):
        tell(table, written)
    with source.reading() as here, target.reading() as there:
        wanted, found = storage.copying.digests(here), storage.copying.digests(there)
    different = [table for table, digest in wanted.items() if found[table] != digest]
    if different:
        remedy = "was something written meanwhile? Empty the target and copy again"
        raise ConflictError("copy-differs", f"{', '.join(different)}; {remedy}")
    return wanted
