"""What must hold after any fault: the database against what its clients were told."""

from dataclasses import dataclass, field
from functools import cache

from mentormatch import storage
from mentormatch.errors import NotFoundError
from mentormatch.quiz import parse_bank
from mentormatch.usecases.deep_check import deep_check
from mentormatch.usecases.tokens import token_hash

_NOTHING = object()
_parsed = cache(parse_bank)


@dataclass(slots=True)
class Told:
    """What one visitor sent and was told; `sent` and `asked` are noted before, the others after."""

    token: str
    begun: bool = False
    answers: dict[int, str] = field(default_factory=dict)
    sent: tuple[int, str] | None = None
    asked: bool = False
    confirmed: bool = False
    result: str = ""


@dataclass(slots=True)
class Ledger:
    """Every visitor of a run; each is written to by one thread only."""

    visitors: list[Told] = field(default_factory=list)

    def newcomer(self, token: str) -> Told:
        """A visitor who is about to begin."""
        told = Told(token)
        self.visitors.append(told)
        return told

    @property
    def acknowledged(self) -> int:
        """How many writes were answered with success."""
        return sum(told.begun + len(told.answers) + told.confirmed for told in self.visitors)


def violations(database: storage.Database, ledger: Ledger) -> list[str]:
    """Every way in which a database contradicts the ledger or itself; empty when all rules hold."""
    found = [problem for checked in deep_check(database) for problem in checked.problems]
    with database.reading() as tx:
        for told in ledger.visitors:
            found += _contradictions(tx, told)
        attempts = storage.copying.digests(tx)["attempts"].rows
    if attempts > len(ledger.visitors):
        found.append(f"{attempts} attempts of {len(ledger.visitors)} visitors")
    return found


def _contradictions(tx: storage.Transaction, told: Told) -> list[str]:
    try:
        stored = storage.attempts.load(tx, token_hash(told.token))
    except NotFoundError:
        return [f"{told.token[:8]} was told that the quiz began"] if told.begun else []
    bank = _parsed(storage.banks.document(tx, stored.bank_version_id))
    found = []
    for place, shown in enumerate(stored.attempt.shown, start=1):
        question, code = bank.questions[shown.index], stored.attempt.answers[shown.index]
        option = question.options[code - 1].key if 1 <= code <= len(question.options) else _NOTHING
        allowed = {told.answers.get(place, _NOTHING)}
        if told.sent and told.sent[0] == place:
            allowed.add(told.sent[1])
        if option not in allowed:
            found.append(f"{told.token[:8]}, question {place}: {option} instead of {allowed}")
    if told.answers and max(told.answers) > len(stored.attempt.shown):
        found.append(f"{told.token[:8]}: an acknowledged question was never shown")
    return [*found, *_wrong_results(tx, told, stored.id)]


def _wrong_results(tx: storage.Transaction, told: Told, attempt_id: str) -> list[str]:
    results = storage.results.of_attempt(tx, attempt_id)
    found = []
    if told.confirmed and len(results) != 1:
        found.append(f"{told.token[:8]}: {len(results)} results of one confirmation")
    if results and not told.asked:
        found.append(f"{told.token[:8]}: a result that nobody asked for")
    if results and told.result and results[0].recommendation != told.result:
        found.append(f"{told.token[:8]}: another result than the one that was shown")
    return found
