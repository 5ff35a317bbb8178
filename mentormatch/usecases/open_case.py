"""Putting a result before the counselors, in the transaction that makes it."""

from mentormatch import storage
from mentormatch.casework import CaseState, Origin, Shares
from mentormatch.storage.attempts import StoredAttempt
from mentormatch.storage.cases import Case
from mentormatch.storage.results import StoredResult
from mentormatch.usecases.choices import Choices


def shares_of(secret: str, choices: Choices) -> Shares:
    """The shares of cases that are read blind and twice, as they are in force."""
    return Shares(secret, choices.blind_percent, choices.double_percent)


def open_case(tx: storage.Transaction, result: StoredResult, attempt: StoredAttempt, shares: Shares) -> None:
    """Open the case of a new result; how it will be read is fixed here, before anybody sees it.

    What its visitor asked about an earlier result of the attempt, and was promised, goes over to
    this one; unfinished cases of earlier results leave the queue.
    """
    asked = [
        case
        for case in storage.cases.of_attempt(tx, attempt.id)
        if case.state.is_open and case.origin is Origin.ASKED and case.result_id != result.id
    ]
    opened = storage.cases.create(tx, _case(result, attempt, shares, asked[-1] if asked else None))
    if opened and result.number > 1:
        storage.cases.replace_earlier(tx, attempt.id, result.id)


def _case(result: StoredResult, attempt: StoredAttempt, shares: Shares, asked: Case | None) -> Case:
    usual = Origin.UNCERTAIN if result.close_call else Origin.ROUTINE
    return Case(
        result_id=result.id,
        attempt_id=attempt.id,
        kind=result.recommendation,
        focus=result.focus,
        role=attempt.attempt.role.value,
        locale=attempt.attempt.locale.value,
        certainty=max(result.probabilities.values()),
        close_call=result.close_call,
        origin=Origin.ASKED if asked else usual,
        state=CaseState.WAITING,
        due=asked.due if asked else None,
        blind_first=shares.is_blind(result.id),
        double_reading=shares.is_double(result.id),
        made=result.created,
        revision=0,
        last_key="",
        demo=attempt.demo,
    )
