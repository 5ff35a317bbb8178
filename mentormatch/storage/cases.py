"""Cases: one for each result, which a counselor may look at; changed under a revision check."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from mentormatch.casework import OPEN_STATES, CaseState, Origin
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.storage.columns import NO_PROMISE
from mentormatch.storage.database import Transaction
from mentormatch.storage.tables import CASES
from mentormatch.storage.writing import insert_if_absent
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands; its key is that of its result, whose kind and certainty it repeats.

    `certainty` is the probability of the recommendation, `due` when an answer was promised (None
    where the visitor did not ask). `last_key` is the key of the form that changed it last.
    """

    result_id: str
    attempt_id: str
    kind: str
    focus: str | None
    role: str
    locale: str
    certainty: float
    close_call: bool
    origin: Origin
    state: CaseState
    due: datetime | None
    blind_first: bool
    double_reading: bool
    made: datetime
    revision: int
    last_key: str
    demo: bool


_BY_ID = select(CASES).where(CASES.c.result_id == bindparam("result"))
_BY_ID_LOCKED = _BY_ID.with_for_update()
_OF_ATTEMPT = select(CASES).where(CASES.c.attempt_id == bindparam("attempt")).order_by(CASES.c.result_id)


def create(tx: Transaction, case: Case) -> bool:
    """Put a case into the queue; False when its result has one already, which stands."""
    values = {
        "result_id": case.result_id,
        "attempt_id": case.attempt_id,
        "kind": case.kind,
        "focus": case.focus,
        "role": case.role,
        "locale": case.locale,
        "certainty": case.certainty,
        "close_call": case.close_call,
        "origin": case.origin.value,
        "state": case.state.value,
        "due_at": case.due or NO_PROMISE,
        "blind_first": case.blind_first,
        "double_reading": case.double_reading,
        "made_at": case.made,
        "revision": case.revision,
        "last_key": case.last_key,
        "demo": case.demo,
    }
    return insert_if_absent(tx, CASES, values)


def load(tx: Transaction, result_id: str, *, for_update: bool = False) -> Case:
    """One case; NotFoundError `case` when there is none, or none any more."""
    row = tx.execute(_BY_ID_LOCKED if for_update else _BY_ID, {"result": result_id}).one_or_none()
    if row is None:
        raise NotFoundError("case")
    return case_of(row)


def of_attempt(tx: Transaction, attempt_id: str) -> tuple[Case, ...]:
    """The cases of an attempt, in the order in which its results were made."""
    return tuple(map(case_of, tx.execute(_OF_ATTEMPT, {"attempt": attempt_id})))


def move(
    tx: Transaction,
    case: Case,
    state: CaseState,
    *,
    key: str,
    origin: Origin | None = None,
    due: datetime | None = None,
) -> None:
    """Bring a case from the state it was loaded in to another; `key` is the form that did it.

    What is promised stays as it is unless `due` says otherwise.

    Raises:
        ConflictError: `case-moved` when somebody changed it since.
    """
    query = update(CASES).where(CASES.c.result_id == case.result_id, CASES.c.revision == case.revision)
    changed = query.values(
        state=state.value,
        origin=(origin or case.origin).value,
        due_at=due or case.due or NO_PROMISE,
        revision=case.revision + 1,
        last_key=key,
    )
    if tx.execute(changed).rowcount != 1:
        raise ConflictError("case-moved")


def replace_earlier(tx: Transaction, attempt_id: str, result_id: str) -> None:
    """Take the unfinished cases of an attempt's earlier results out of the queue."""
    query = update(CASES).where(
        CASES.c.attempt_id == attempt_id,
        CASES.c.result_id != result_id,
        CASES.c.state.in_([state.value for state in OPEN_STATES]),
    )
    tx.execute(query.values(state=CaseState.REPLACED.value, revision=CASES.c.revision + 1, last_key=""))


def case_of(row: Row[Any]) -> Case:
    """The case of a row of all its columns."""
    return Case(
        result_id=row.result_id,
        attempt_id=row.attempt_id,
        kind=row.kind,
        focus=row.focus,
        role=row.role,
        locale=row.locale,
        certainty=row.certainty,
        close_call=row.close_call,
        origin=Origin(row.origin),
        state=CaseState(row.state),
        due=None if row.due_at == NO_PROMISE else row.due_at,
        blind_first=row.blind_first,
        double_reading=row.double_reading,
        made=row.made_at,
        revision=row.revision,
        last_key=row.last_key,
        demo=row.demo,
    )
