"""Past results in bulk: as they lie, a page at a time, each in a short reading of its own."""

from sqlalchemy import bindparam, func, select

from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import ATTEMPTS, RESULTS
from mentormatch.values import dataclass

_FIRST = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class PastResults:
    """A page of results: columns of equal length, and `last`, the key after which the next begins.

    One result of each attempt, the latest; attempts that were opened again are left out, because
    their answers have moved on. `recommendations` are as they were told.
    """

    versions: tuple[str, ...]
    roles: tuple[str, ...]
    locales: tuple[str, ...]
    recommendations: tuple[str, ...]
    answers: tuple[bytes, ...]
    last: str

    def __len__(self) -> int:
        return len(self.versions)


_LATER = RESULTS.alias("later")
_PAGE = (
    select(
        RESULTS.c.id,
        ATTEMPTS.c.bank_version_id,
        ATTEMPTS.c.role,
        ATTEMPTS.c.locale,
        RESULTS.c.recommendation,
        ATTEMPTS.c.answers,
    )
    .join_from(RESULTS, ATTEMPTS)
    .where(
        RESULTS.c.id > bindparam("after"),
        ATTEMPTS.c.state == "finished",
        ~select(_LATER.c.id)
        .where(_LATER.c.attempt_id == RESULTS.c.attempt_id, _LATER.c.number > RESULTS.c.number)
        .exists(),
    )
    .order_by(RESULTS.c.id)
    .limit(bindparam("most"))
)


def count(tx: Transaction) -> int:
    """How many results there are."""
    return tx.execute(select(func.count()).select_from(RESULTS)).scalar_one()


def page(tx: Transaction, *, after: str = "", most: int) -> PastResults:
    """The next results after a key ("" for the first), at most `most`; empty at the end."""
    rows = tx.execute(_PAGE, {"after": after or _FIRST, "most": most}).all()
    if not rows:
        return PastResults((), (), (), (), (), after)
    keys, versions, roles, locales, told, answers = zip(*rows, strict=True)
    return PastResults(versions, roles, locales, told, answers, keys[-1])
