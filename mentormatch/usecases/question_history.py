"""What became of one question over the versions, and what differs between any two states."""

from collections.abc import Iterator

from mentormatch import storage
from mentormatch.quiz.differences import Difference, What, question_difference
from mentormatch.quiz.drafting import BankDraft, QuestionDraft, parse_draft
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases.edit_bank import look
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.values import dataclass

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Step:
    """A state in which a question was not as in the state before; `version` is None for the draft."""

    version: BankVersion | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class State:
    """A state of the bank that can be compared; `version` is None for the draft."""

    version: BankVersion | None
    bank: BankDraft


def history(tx: storage.Transaction, key: str) -> tuple[Step, ...]:
    """Every step of a question, newest first; empty when no state ever had it."""
    states = [(version, _bank(tx, version)) for version in reversed(storage.banks.versions(tx, BANK_KEY))]
    draft = look(tx).draft
    return tuple(reversed(list(_steps(key, [*states, (None, draft)]))))


def state(tx: storage.Transaction, name: str) -> State:
    """A version by its number in digits, or the draft.

    Raises:
        NotFoundError: `bank-version` when there is none of this name.
    """
    if name == DRAFT:
        return State(None, look(tx).draft)
    number = int(name) if name.isdecimal() and len(name) < 9 else 0
    version = storage.banks.by_number(tx, BANK_KEY, number)
    return State(version, _bank(tx, version))


def _bank(tx: storage.Transaction, version: BankVersion) -> BankDraft:
    return parse_draft(storage.banks.document(tx, version.id))


def _steps(key: str, states: list[tuple[BankVersion | None, BankDraft]]) -> Iterator[Step]:
    before: QuestionDraft | None = None
    for version, bank in states:
        now = bank.question(key) if bank.has(key) else None
        if (difference := _between(key, before, now)) is not None:
            yield Step(version, difference)
        before = now


def _between(key: str, before: QuestionDraft | None, now: QuestionDraft | None) -> Difference | None:
    if before is not None and now is not None:
        return question_difference(before, now)
    if before is None and now is None:
        return None
    return Difference(What.ADDED if before is None else What.REMOVED, key, before, now)
