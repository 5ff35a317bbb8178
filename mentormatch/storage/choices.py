"""What admins have chosen while the program runs: one small document, changed under a revision."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from mentormatch.errors import ConflictError
from mentormatch.storage.choice_tables import CHOICES
from mentormatch.storage.database import Transaction
from mentormatch.storage.documents import from_text, to_canonical
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass

_ONE = 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen last: names and values as they were written; revision 0 when nothing was."""

    revision: int
    document: dict[str, Any]
    at: datetime | None
    by: str


NOTHING = Chosen(0, {}, None, "")


def load(tx: Transaction) -> Chosen:
    """What stands now; one query."""
    row = tx.execute(select(CHOICES)).one_or_none()
    if row is None:
        return NOTHING
    return Chosen(row.revision, from_text(row.document), row.changed_at, row.changed_by)


def save(tx: Transaction, document: dict[str, Any], *, revision: int, by: str, now: datetime) -> None:
    """Put a document in the place of the one that was seen.

    Raises:
        ConflictError: `choices-moved` when another was saved since.
    """
    values = {
        "revision": revision + 1,
        "document": to_canonical(document),
        "changed_at": now,
        "changed_by": by,
    }
    if revision == 0:
        saved = insert_if_absent(tx, CHOICES, {"id": _ONE, **values})
    else:
        change = update(CHOICES).where(CHOICES.c.id == _ONE, CHOICES.c.revision == revision)
        saved = tx.execute(change.values(**values)).rowcount == 1
    if not saved:
        raise ConflictError("choices-moved", f"since revision {revision}")
