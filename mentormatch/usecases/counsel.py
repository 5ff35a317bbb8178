"""Between a visitor and a counselor, seen from the visitor: ask, take it back, open the word.

Each deed takes the visitor's secret token and may be repeated: a double click changes nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from mentormatch import storage
from mentormatch.accounts.emails import is_email, tidy_email
from mentormatch.casework import CaseState, Origin, Shares
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import hidden_characters
from mentormatch.storage.actions import Action
from mentormatch.storage.attempts import StoredAttempt
from mentormatch.storage.cases import Case
from mentormatch.storage.contact import Consent, ContactRequest
from mentormatch.storage.reviews import Review
from mentormatch.usecases.open_case import open_case
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass

CONSENT_VERSION = "1"
LONGEST_MESSAGE = 2000
ANSWERED = (CaseState.RELEASED, CaseState.SECOND)


@dataclass(frozen=True, slots=True)
class Counsel:
    """What passed between a visitor and the counselors.

    `request` is what was asked last, `due` when its answer was promised (None when it was taken
    back or answered), `word` what a counselor released, which may not be opened yet. `answered`
    says that the word is about the latest result, so that nothing more can be asked. `language` is
    that in which the word is written.
    """

    request: ContactRequest | None
    due: datetime | None
    word: Review | None
    answered: bool = False
    language: Locale | None = None

    @property
    def waits(self) -> bool:
        """Whether an answer is being waited for."""
        return self.request is not None and self.request.withdrawn is None and self.due is not None


NOTHING_ASKED = Counsel(None, None, None)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a visitor sends: a message, perhaps an address, and whether they may be written to."""

    message: str
    email: str
    agrees: bool
    locale: Locale


def problems_of(asking: Asking) -> dict[str, str]:
    """What is wrong with a request, by field: a code each; nothing is kept while there is any."""
    found = {}
    message, email = asking.message.strip(), tidy_email(asking.email)
    if not message:
        found["message"] = "message-missing"
    elif len(message) > LONGEST_MESSAGE:
        found["message"] = "message-long"
    elif hidden_characters(message):
        found["message"] = "message-hidden"
    if email and not is_email(email):
        found["email"] = "email-malformed"
    if email and not asking.agrees:
        found["agrees"] = "consent-missing"
    if asking.agrees and not email:
        found["email"] = "email-missing"
    return found


def ask(
    tx: storage.Transaction,
    token: str,
    asking: Asking,
    *,
    due: Callable[[datetime], datetime] | None,
    shares: Shares,
    now: datetime,
) -> None:
    """Put the latest result before a counselor; a repeat while one is waited for changes nothing.

    `due` tells by when an answer to what is asked at a moment is promised; None takes no question.

    Raises:
        InvalidInputError: when `problems_of` finds any.
        ConflictError: `already-answered` when a counselor has released a word on this result,
            `asking-closed` when none is taken.
    """
    if problems_of(asking):
        raise InvalidInputError("asking")
    stored = storage.attempts.load(tx, token_hash(token), for_update=True)
    case = _case(tx, stored, shares)
    earlier = storage.contact.find(tx, stored.id)
    if case.state in ANSWERED:
        raise ConflictError("already-answered")
    if earlier is not None and earlier.withdrawn is None and case.origin is Origin.ASKED:
        return
    if due is None:
        raise ConflictError("asking-closed")
    email = tidy_email(asking.email) or None
    storage.contact.ask(
        tx,
        stored.id,
        message=asking.message.strip(),
        email=email,
        consent=Consent(CONSENT_VERSION, asking.locale, now) if email else None,
        locale=asking.locale,
        now=now,
    )
    state = CaseState.WAITING if case.state is CaseState.WITHDRAWN else case.state
    storage.cases.move(tx, case, state, key="", origin=Origin.ASKED, due=due(now))
    _note(tx, Action.COUNSEL_ASKED, case, now=now)


def withdraw(tx: storage.Transaction, token: str, *, now: datetime) -> None:
    """Take the question back: message and address are forgotten, the case leaves the queue."""
    stored = storage.attempts.load(tx, token_hash(token), for_update=True)
    _take_back(tx, stored.id, now=now)


def withdraw_again(tx: storage.Transaction, before: Iterable[storage.contact.Withdrawal]) -> int:
    """Take back what a restored backup brought back, as of then; how many questions that were.

    `before` was taken back and left so; what was asked again since is known by its tombstone,
    which must be there already.
    """
    count = 0
    for one in (*before, *storage.contact.came_back(tx)):
        found = storage.contact.find(tx, one.attempt_id)
        if found is not None and found.id == one.request_id and found.withdrawn is None:
            _take_back(tx, one.attempt_id, now=one.withdrawn)
            count += 1
    return count


def _take_back(tx: storage.Transaction, attempt_id: str, *, now: datetime) -> None:
    if not storage.contact.withdraw(tx, attempt_id, now):
        return
    for case in storage.cases.of_attempt(tx, attempt_id):
        if case.state.is_open and case.origin is Origin.ASKED:
            storage.cases.move(tx, case, CaseState.WITHDRAWN, key="")
            storage.claims.drop(tx, case.result_id)
            _note(tx, Action.COUNSEL_WITHDRAWN, case, now=now)


def open_word(tx: storage.Transaction, token: str, *, now: datetime) -> None:
    """Note that the visitor opens what a counselor released: from here on it stays as it is.

    Raises:
        NotFoundError: `word` when there is none, or none any more.
    """
    stored = storage.attempts.load(tx, token_hash(token), for_update=True)
    word = storage.reviews.word_for(tx, stored.id)
    if word is None:
        raise NotFoundError("word")
    if storage.reviews.see(tx, word.id, now=now):
        _note(tx, Action.COUNSEL_OPENED, storage.cases.load(tx, word.result_id), now=now)


def counsel_of(tx: storage.Transaction, attempt_id: str) -> Counsel:
    """What passed between the visitor of an attempt and the counselors."""
    cases = storage.cases.of_attempt(tx, attempt_id)
    waits = [case.due for case in cases if case.state.is_open and case.origin is Origin.ASKED]
    word = storage.reviews.word_for(tx, attempt_id)
    told = {Locale(case.locale) for case in cases if word is not None and case.result_id == word.result_id}
    return Counsel(
        request=storage.contact.find(tx, attempt_id),
        due=waits[-1] if waits else None,
        word=word,
        answered=bool(cases) and cases[-1].state in ANSWERED,
        language=next(iter(told), None),
    )


def counsel_document(counsel: Counsel) -> dict[str, Any]:
    """The same for `data.json`; a word that is not opened is not told here either."""
    request, word = counsel.request, counsel.word
    return {
        "question": _question_document(request, counsel.due) if request else None,
        "word": _word_document(word) if word is not None and word.seen is not None else None,
    }


def _question_document(request: ContactRequest, due: datetime | None) -> dict[str, Any]:
    consent = request.consent
    return {
        "message": request.message,
        "email": request.email,
        "consent": consent.version if consent else None,
        "consent_language": consent.locale.value if consent else None,
        "consented": consent.given.isoformat() if consent else None,
        "asked": request.asked.isoformat(),
        "due": due.isoformat() if due else None,
        "withdrawn": request.withdrawn.isoformat() if request.withdrawn else None,
    }


def _word_document(review: Review) -> dict[str, Any]:
    assert review.word is not None
    assert review.released is not None
    assert review.seen is not None
    return {
        "verdict": review.word.verdict.value,
        "recommendation": review.word.told,
        "focus": review.word.told_focus,
        "note": review.word.note_to_visitor,
        "released": review.released.isoformat(),
        "opened": review.seen.isoformat(),
    }


def _case(tx: storage.Transaction, stored: StoredAttempt, shares: Shares) -> Case:
    """The case of the latest result, made when the result is older than the queue."""
    result = storage.results.latest(tx, stored.id)
    if result is None:
        raise NotFoundError("no-result")
    try:
        return storage.cases.load(tx, result.id, for_update=True)
    except NotFoundError:
        open_case(tx, result, stored, shares)
        return storage.cases.load(tx, result.id, for_update=True)


def _note(tx: storage.Transaction, action: Action, case: Case, *, now: datetime) -> None:
    storage.audit.append(
        tx, actor="visitor", action=action, subject=f"case {case.result_id}", details={}, now=now
    )
