"""Cases with their readings, as many as figures need."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from mentormatch import storage
from mentormatch.casework import Confidence, Verdict
from mentormatch.storage.reviews import Thought, Word
from mentormatch.storage.tables import REVIEWS
from mentormatch.usecases.review_figures import Tally
from mentormatch.web.services import services
from tests.apps import START
from tests.storage import samples


def read_cases(
    app: Flask,
    count: int,
    *,
    agreeing: int,
    twice: int = 0,
    opposed: int = 0,
    days: float = 5,
    **other: object,
) -> None:
    """`count` cases that were judged some days before the clock's start.

    The first of them agree with the matcher and are read twice; the second readings of the very
    first say something else than the first readings.
    """
    made = START - timedelta(days=days)
    with app.app_context():
        database = services().database
    with database.transaction() as tx:
        first, second = (member.id for member in storage.staff.everyone(tx)[:2])
        version = samples.published(tx)
        for number in range(count):
            begun = samples.attempt(samples.bank(), now=made)
            name = f"{days} {sorted(other.items())} {number}"
            stored = storage.attempts.create(
                tx, samples.token(name), attempt=begun, bank_version_id=version.id
            )
            result = samples.result(tx, stored, now=made)
            case = samples.case(tx, result, now=made, **other)
            kind = case.kind if number < agreeing else "informal"
            reviews = [
                storage.reviews.judge(
                    tx,
                    case.result_id,
                    Thought("reverse" if reading == 2 and number < opposed else kind, None, Confidence.SURE),
                    attempt_id=case.attempt_id,
                    staff_id=staff,
                    reading=reading,
                    blind_first=case.blind_first,
                    private_note="a private thought",
                    now=made,
                )
                for reading, staff in ((1, first), (2, second))[: 2 if number < twice else 1]
            ]
            word = Word(Verdict.CONFIRM, kind, None, "=1+1", "-dear you", "a private thought")
            storage.reviews.say(tx, reviews[-1].id, word)


def disagree(app: Flask) -> None:
    """Let every second reading say the opposite of the first, half of them each way."""
    with app.app_context(), services().database.transaction() as tx:
        keys = (
            tx.execute(select(REVIEWS.c.result_id).distinct().order_by(REVIEWS.c.result_id)).scalars().all()
        )
        for place, key in enumerate(keys):
            says = ("formal", "reverse") if place % 2 else ("reverse", "formal")
            for reading, kind in zip((1, 2), says, strict=True):
                ours = (REVIEWS.c.result_id == key) & (REVIEWS.c.reading == reading)
                tx.execute(update(REVIEWS).where(ours).values(judgement=kind))


def forget_the_day(app: Flask) -> None:
    """Let readings be counted anew, as they are when a day begins."""
    served = app.extensions["mentormatch"]
    app.extensions["mentormatch"] = replace(served, tally=Tally())


def with_shares(app: Flask, *, blind: int = 0, double: int = 0) -> None:
    """Set the shares of cases that are read blind and twice, for the results that come."""
    found = app.extensions["mentormatch"]
    settings = replace(found.settings, blind_percent=blind, double_percent=double)
    app.extensions["mentormatch"] = replace(found, settings=settings)
