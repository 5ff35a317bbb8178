"""Visitors who take the adaptive quiz through its front door."""

from dataclasses import dataclass
from datetime import UTC, datetime

from mentormatch.adaptive import Ask, Finished, next_step
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import (
    UNANSWERED,
    Attempt,
    Bank,
    Form,
    Part,
    Question,
    begin,
    with_answer,
    with_shown,
)
from mentormatch.scoring import arrays_for, load_expert
from tests.banks import small_bank

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MODEL = load_expert()


@dataclass(frozen=True)
class Visit:
    """An attempt at its end, and what was asked on the way, with what was said to be left."""

    attempt: Attempt
    asks: tuple[Ask, ...]

    @property
    def questions(self) -> list[Question]:
        return [ask.question for ask in self.asks]

    @property
    def traits(self) -> list[Question]:
        return [question for question in self.questions if question.part is Part.TRAITS]


def fresh(
    role: Role = Role.FIND, form: Form = Form.ADAPTIVE, seed: int = 1, bank: Bank | None = None
) -> Attempt:
    return begin(bank or small_bank(), role=role, form=form, locale=Locale.EN, seed=seed, now=NOW)


def step(attempt: Attempt, bank: Bank | None = None) -> Ask | Finished:
    bank = bank or small_bank()
    return next_step(MODEL, arrays_for(bank, MODEL), bank, attempt)


def visit(attempt: Attempt, would_answer: bytes, bank: Bank | None = None) -> Visit:
    """The rest of an attempt by somebody who would answer so (code 0: skips)."""
    asks = []
    while isinstance(ask := step(attempt, bank), Ask):
        asks.append(ask)
        code = would_answer[ask.question.index]
        option = None if code == UNANSWERED else ask.question.options[(code - 1)].key
        attempt = with_shown(attempt, ask.question, ask.left)
        attempt = with_answer(attempt, ask.question, option, locale=Locale.EN, now=NOW)
    return Visit(attempt, tuple(asks))
