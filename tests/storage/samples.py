"""Small banks, attempts and results to store."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mentormatch import quiz, storage
from mentormatch.casework import CaseState, Origin
from mentormatch.guide import Role, Trait
from mentormatch.i18n import Locale

NOW = datetime(2026, 3, 29, 0, 59, 59, 123_457, tzinfo=UTC)
DAY = timedelta(days=1)
BIGGEST_SEED = 2**64 - 1


@contextmanager
def failing(database: storage.Database) -> Iterator[storage.Transaction]:
    """A transaction in which something goes wrong at the end."""
    with suppress(ZeroDivisionError), database.transaction() as tx:
        yield tx
        raise ZeroDivisionError


def text(sentence: str) -> dict[str, str]:
    return {"fr": f"{sentence} ?", "en": f"{sentence}?", "ar": f"{sentence}؟"}


def bank(title: str = "Which support", key: str = "sample") -> quiz.Bank:
    """A bank of one agreement question a trait."""
    questions = [
        {
            "key": f"q-{trait.value}",
            "part": "traits",
            "role": "both",
            "format": "agree",
            "prompt": text(trait.value),
            "loads": {trait.value: 1.0},
        }
        for trait in Trait
    ]
    document = {"schema": 1, "key": key, "title": text(title), "questions": questions}
    return quiz.bank_from_document(quiz.validate_document(document))


def token(name: str = "someone") -> bytes:
    return hashlib.sha256(name.encode()).digest()


def attempt(of: quiz.Bank, *, now: datetime = NOW, seed: int = BIGGEST_SEED) -> quiz.Attempt:
    """An attempt with a question shown and answered, and one more shown."""
    begun = quiz.begin(of, role=Role.BECOME, form=quiz.Form.FULL, locale=Locale.AR, seed=seed, now=now)
    shown = quiz.with_shown(quiz.with_shown(begun, of.questions[10], 9), of.questions[2], 8)
    answered = quiz.with_answer(shown, of.questions[10], "4", locale=Locale.EN, now=now + timedelta(hours=3))
    return quiz.with_answer(answered, of.questions[3], None, locale=Locale.FR, now=now + timedelta(hours=3))


def published(
    tx: storage.Transaction, of: quiz.Bank | None = None, *, now: datetime = NOW
) -> storage.banks.BankVersion:
    return storage.banks.publish(tx, of or bank(), published_by=None, note="for a test", now=now)


def stored(
    tx: storage.Transaction, name: str = "someone", *, now: datetime = NOW
) -> storage.attempts.StoredAttempt:
    """A stored attempt at the sample bank, last seen at `now`."""
    version = published(tx)
    begun = replace(attempt(bank(), now=now), last_seen=now)
    return storage.attempts.create(tx, token(name), attempt=begun, bank_version_id=version.id)


def result(
    tx: storage.Transaction,
    of: storage.attempts.StoredAttempt,
    *,
    number: int = 1,
    outcome: dict[str, object] | None = None,
    now: datetime = NOW,
) -> storage.results.StoredResult:
    return storage.results.save(
        tx,
        of.id,
        number=number,
        bank_version_id=of.bank_version_id,
        model_hash="e" * 64,
        recommendation="coaching",
        focus="leadership",
        probabilities={"coaching": 0.1 + 0.2, "formal": 0.7},
        close_call=True,
        outcome={"why": "parce que"} if outcome is None else outcome,
        now=now,
    )


def case(
    tx: storage.Transaction,
    of: storage.results.StoredResult,
    *,
    now: datetime = NOW,
    **other: object,
) -> storage.cases.Case:
    """The case of a result, waiting, as it is stored; `other` values in the place of the usual."""
    made = storage.cases.Case(
        result_id=of.id,
        attempt_id=of.attempt_id,
        kind="coaching",
        focus="leadership",
        role="become",
        locale="ar",
        certainty=0.7,
        close_call=True,
        origin=Origin.UNCERTAIN,
        state=CaseState.WAITING,
        due=None,
        blind_first=False,
        double_reading=False,
        made=now,
        revision=0,
        last_key="",
        demo=False,
    )
    storage.cases.create(tx, replace(made, **other))  # type: ignore[arg-type]  # any field by its name
    return storage.cases.load(tx, of.id)


def counselor(tx: storage.Transaction, name: str = "zoe") -> str:
    """A member of staff; the id."""
    member = storage.staff.create(
        tx, email=f"{name}@example.org", role="counselor", password_hash="x", locale=Locale.FR, now=NOW
    )
    return member.id
