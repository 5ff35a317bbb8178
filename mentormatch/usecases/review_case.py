"""Reviewing a case: claim it, judge it, say it, release it, take it back.

Every deed is one transaction with its audit event. A form brings the revision of the case that
it was made from and a key of its own: a repeat of the last form changes nothing, a form from
before somebody else's deed is refused.
"""

from datetime import datetime, timedelta

from mentormatch import storage
from mentormatch.casework import CaseState, Verdict
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.guide import Role
from mentormatch.storage.actions import Action
from mentormatch.storage.cases import Case
from mentormatch.storage.claims import Claim
from mentormatch.storage.contact import ContactRequest
from mentormatch.storage.reviews import Review, Thought
from mentormatch.usecases import make_result
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.make_result import ResultView
from mentormatch.usecases.saying import Saying, thought_of, word_of
from mentormatch.usecases.staff_people import names
from mentormatch.values import dataclass

_FIRST, _SECOND = 1, 2
_ANSWERED = (CaseState.SECOND, CaseState.RELEASED)


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand does something: the person, the form's key and the revision it was made from.

    `lasts` is for how long the deed keeps the case for that person.
    """

    staff_id: str
    key: str
    revision: int
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as a counselor sees it.

    `hidden` says that the matcher's view must not be shown yet; `reading` which reading is due
    (1 or 2). `reviews` never hold what the reader of a second reading may not know yet.
    """

    case: Case
    result: ResultView
    request: ContactRequest | None
    reviews: tuple[Review, ...]
    claim: Claim | None
    names: dict[str, str]
    reading: int
    hidden: bool


def look(
    tx: storage.Transaction,
    instruments: Instruments,
    result_id: str,
    *,
    me: str,
    result_days: int,
    now: datetime,
) -> Opened:
    """A case with all that its reader may know; NotFoundError `case` when it was erased."""
    case = storage.cases.load(tx, result_id)
    reviews = storage.reviews.of_case(tx, result_id)
    reading = _SECOND if case.state is CaseState.SECOND else _FIRST
    second = reading == _SECOND and not any(review.staff_id == me for review in reviews)
    judged = any(review.reading == reading for review in reviews)
    return Opened(
        case=case,
        result=make_result.of_case(tx, instruments, result_id, result_days=result_days),
        request=storage.contact.find(tx, case.attempt_id),
        reviews=() if second else reviews,
        claim=storage.claims.find(tx, result_id, now),
        names=names(tx),
        reading=reading,
        hidden=case.blind_first and not judged and (second or reading == _FIRST),
    )


def claim(tx: storage.Transaction, result_id: str, hand: Hand, *, now: datetime) -> Claim:
    """Take a case for oneself for a while, or keep it for longer.

    Raises:
        ConflictError: `case-taken`, `own-reading` (it is for somebody else to read it again),
            or where it is no longer to be read.
    """
    case = storage.cases.load(tx, result_id, for_update=True)
    if not case.state.is_open and case.state is not CaseState.SECOND:
        raise ConflictError(_closed(case))
    if case.state is CaseState.SECOND:
        _refuse_own(tx, result_id, hand.staff_id)
    held = storage.claims.find(tx, result_id, now)
    if held is not None and held.staff_id != hand.staff_id:
        raise ConflictError("case-taken")
    found = _take(tx, result_id, hand, now)
    if held is None:
        _note(tx, Action.CASE_CLAIMED, case, hand, now=now)
    return found


def let_go(tx: storage.Transaction, result_id: str, hand: Hand, *, now: datetime) -> None:
    """Give a claimed case back to the queue; a repeat changes nothing.

    Raises:
        ConflictError: `case-taken` when it is somebody else's.
    """
    case = storage.cases.load(tx, result_id, for_update=True)
    held = storage.claims.find(tx, result_id, now)
    if held is not None and held.staff_id != hand.staff_id:
        raise ConflictError("case-taken")
    if storage.claims.release(tx, result_id, hand.staff_id):
        _note(tx, Action.CASE_LET_GO, case, hand, now=now)


def judge(
    tx: storage.Transaction,
    result_id: str,
    thought: Thought,
    private_note: str,
    hand: Hand,
    *,
    now: datetime,
) -> None:
    """Lock a judgement: of a blind case before the reveal, or of a second reading.

    Raises:
        InvalidInputError: a kind or focus that the door cannot recommend.
        ConflictError: the case has moved on, is somebody else's, or asks for no such judgement.
    """
    case = entered(tx, result_id, hand, now)
    if case is None:
        return
    _check(thought, Role(case.role))
    second = case.state is CaseState.SECOND
    if second:
        _refuse_own(tx, result_id, hand.staff_id)
    elif case.state is not CaseState.WAITING or not case.blind_first:
        raise ConflictError("case-moved")
    storage.reviews.judge(
        tx,
        result_id,
        thought,
        attempt_id=case.attempt_id,
        staff_id=hand.staff_id,
        reading=_SECOND if second else _FIRST,
        blind_first=case.blind_first,
        private_note=private_note if second else "",
        now=now,
    )
    storage.cases.move(tx, case, CaseState.RELEASED if second else CaseState.JUDGED, key=hand.key)
    if second:
        storage.claims.drop(tx, result_id)
    _note(tx, Action.CASE_JUDGED, case, hand, now=now, reading=_SECOND if second else _FIRST)


def say(tx: storage.Transaction, result_id: str, saying: Saying, hand: Hand, *, now: datetime) -> None:
    """Keep what is to be said of a result, to be looked at once more before it is released.

    In an open case the judgement is what is said; a blind one stands as it was locked.

    Raises:
        InvalidInputError: `reason-missing` when the automatic result is corrected without one.
        ConflictError: the case has moved on, or is somebody else's.
    """
    case = entered(tx, result_id, hand, now)
    if case is None:
        return
    _check(saying.thought, Role(case.role))
    if not case.state.is_open or (case.blind_first and case.state is CaseState.WAITING):
        raise ConflictError("case-moved")
    word = word_of(case, saying)
    if word.verdict is Verdict.OVERRIDE and not word.reason:
        raise InvalidInputError("reason-missing")
    review = _first_reading(tx, case, saying.thought, hand, now)
    storage.reviews.say(tx, review.id, word)
    storage.cases.move(tx, case, CaseState.REVIEWED, key=hand.key)
    _note(tx, Action.CASE_REVIEWED, case, hand, now=now, verdict=word.verdict.value)


def release(tx: storage.Transaction, result_id: str, hand: Hand, *, now: datetime) -> None:
    """Let the visitor see what was said; from now on the details of contact are counted down."""
    case = entered(tx, result_id, hand, now)
    if case is None:
        return
    if case.state is not CaseState.REVIEWED:
        raise ConflictError("case-moved")
    reviews = storage.reviews.of_case(tx, result_id)
    storage.reviews.release(tx, reviews[0].id, staff_id=hand.staff_id, now=now)
    again = case.double_reading and len(reviews) == 1
    storage.cases.move(tx, case, CaseState.SECOND if again else CaseState.RELEASED, key=hand.key)
    storage.contact.close(tx, case.attempt_id, now)
    storage.claims.drop(tx, result_id)
    _note(tx, Action.CASE_RELEASED, case, hand, now=now)


def undo(tx: storage.Transaction, result_id: str, hand: Hand, *, now: datetime) -> None:
    """Take back what was released, to be changed; not once the visitor has opened it.

    Raises:
        ConflictError: `review-seen`, `not-yours` (somebody else wrote and released it), or as
            every deed.
    """
    case = entered(tx, result_id, hand, now)
    if case is None:
        return
    if case.state not in _ANSWERED:
        raise ConflictError("case-moved")
    review = storage.reviews.by_reading(tx, result_id, _FIRST)
    if hand.staff_id not in (review.staff_id, review.released_by):
        raise ConflictError("not-yours")
    storage.reviews.undo(tx, review.id, now=now)
    storage.cases.move(tx, case, CaseState.REVIEWED, key=hand.key)
    storage.contact.close(tx, case.attempt_id, None)
    _note(tx, Action.CASE_UNDONE, case, hand, now=now)


def entered(tx: storage.Transaction, result_id: str, hand: Hand, now: datetime) -> Case | None:
    """The case, kept for the hand that works on it; None when the form was sent before.

    Raises:
        NotFoundError: `case` when the visitor erased everything meanwhile.
        ConflictError: what has happened since the form was made.
    """
    case = storage.cases.load(tx, result_id, for_update=True)
    if case.last_key == hand.key:
        return None
    if case.state in (CaseState.WITHDRAWN, CaseState.REPLACED):
        raise ConflictError(_closed(case))
    _take(tx, result_id, hand, now)
    if case.revision != hand.revision:
        raise ConflictError("case-moved")
    return case


def _take(tx: storage.Transaction, result_id: str, hand: Hand, now: datetime) -> Claim:
    taken = storage.claims.take(tx, result_id, hand.staff_id, expires=now + hand.lasts, now=now)
    if taken.staff_id != hand.staff_id:
        raise ConflictError("case-claimed")
    return taken


def _closed(case: Case) -> str:
    return {CaseState.WITHDRAWN: "case-withdrawn", CaseState.REPLACED: "case-replaced"}.get(
        case.state, "case-closed"
    )


def _refuse_own(tx: storage.Transaction, result_id: str, staff_id: str) -> None:
    if any(review.staff_id == staff_id for review in storage.reviews.of_case(tx, result_id)):
        raise ConflictError("own-reading")


def _first_reading(
    tx: storage.Transaction, case: Case, thought: Thought, hand: Hand, now: datetime
) -> Review:
    try:
        review = storage.reviews.by_reading(tx, case.result_id, _FIRST)
    except NotFoundError:
        return storage.reviews.judge(
            tx,
            case.result_id,
            thought,
            attempt_id=case.attempt_id,
            staff_id=hand.staff_id,
            reading=_FIRST,
            blind_first=False,
            now=now,
        )
    if not review.blind_first and review.thought != thought:
        storage.reviews.judge_again(tx, review, thought, staff_id=hand.staff_id, now=now)
    return review


def _check(thought: Thought, role: Role) -> None:
    thought_of(role, thought.kind, thought.focus or "", str(int(thought.confidence)))


def _note(
    tx: storage.Transaction, action: Action, case: Case, hand: Hand, *, now: datetime, **details: object
) -> None:
    storage.audit.append(
        tx,
        actor=hand.staff_id,
        action=action,
        subject=f"case {case.result_id}",
        details=details,
        now=now,
    )
