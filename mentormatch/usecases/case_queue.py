"""The counselors' queue: a page of it with who works on what, and how much there is."""

from datetime import datetime

from mentormatch import storage
from mentormatch.casework import CaseState
from mentormatch.storage.case_queue import Place, View
from mentormatch.storage.cases import Case
from mentormatch.storage.claims import Claim
from mentormatch.usecases.staff_people import names
from mentormatch.values import dataclass

PAGE = 25


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of a view; `total` and `states` count up to one more than is ever told apart.

    `mine` are one's own claimed cases; `names` are of the people who have claims, by id. `read` are the
    cases that wait for a second reading by somebody else, because the first one was one's own.
    """

    cases: tuple[Case, ...]
    next: Place | None
    total: int
    states: dict[CaseState, int]
    claims: dict[str, Claim]
    names: dict[str, str]
    mine: tuple[Case, ...]
    read: frozenset[str]


def look(tx: storage.Transaction, view: View, *, after: Place | None, me: str, now: datetime) -> Queue:
    """A page of the queue; the same number of queries however long the queue is."""
    page = storage.case_queue.page(tx, view, after=after, size=PAGE)
    return Queue(
        cases=page.cases,
        next=page.next,
        total=storage.case_queue.count(tx, view),
        states=storage.case_queue.states(tx),
        claims=storage.claims.among(tx, tuple(case.result_id for case in page.cases), now),
        names=names(tx),
        mine=storage.case_queue.claimed_by(tx, me, now),
        read=_read_by(tx, me, page.cases),
    )


def _read_by(tx: storage.Transaction, me: str, found: tuple[Case, ...]) -> frozenset[str]:
    again = tuple(case.result_id for case in found if case.state is CaseState.SECOND)
    if not again:
        return frozenset()
    readings = storage.reviews.of_cases(tx, again)
    return frozenset(review.result_id for review in readings if review.staff_id == me)


def is_hidden(case: Case) -> bool:
    """Whether nobody may see yet what the matcher thinks of a case."""
    return case.blind_first and case.state in (CaseState.WAITING, CaseState.SECOND)
