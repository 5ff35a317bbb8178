"""A demonstration: a database of its own, full of simulated people, to look around in."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from mentormatch import storage
from mentormatch.config import Settings
from mentormatch.errors import NotFoundError
from mentormatch.lab.visits import Visit, draw_visits
from mentormatch.quiz import State
from mentormatch.usecases import demo_reviews, demo_staff, demo_visits
from mentormatch.usecases.choices import installed
from mentormatch.usecases.demo_database import Plan, is_filled
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.open_case import shares_of
from mentormatch.usecases.tokens import token_hash
from mentormatch.values import dataclass

_AT_A_TIME = 40
_BEFORE_NOW = timedelta(minutes=40)
_KINDS_OF_LINKS = 6


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A result to look at: its language and token, its kind, and what is particular about it."""

    locale: str
    token: str
    kind: str
    close_call: bool
    answered: bool


def fill(
    database: storage.Database,
    settings: Settings,
    instruments: Instruments,
    plan: Plan,
    tick: Callable[[], None] = lambda: None,
    *,
    now: datetime,
) -> None:
    """Fill a prepared database as planned, the visits lying before `now`; `tick` for each visitor.

    What an earlier fill that broke off has done already is left as it is.
    """
    if is_filled(database):
        return
    demo_staff.hire(database, settings.secret_key, now=now)
    with database.reading() as tx:
        visits = draw_visits(instruments.current(tx).bank, plan.seed, plan.people)
        desk = _desk(tx, settings, plan, now=now)
    for at in range(0, len(visits), _AT_A_TIME):
        with database.transaction() as tx:
            for visit in visits[at : at + _AT_A_TIME]:
                _one(tx, instruments, settings.secret_key, desk, plan, visit)
                tick()
    with database.transaction() as tx:
        storage.demo.mark_filled(tx, now=now)


def links(tx: storage.Transaction, plan: Plan, secret: str) -> tuple[DemoLink, ...]:
    """Results that show what there is: one of each kind, a close call, one with a counselor's word."""
    wanted: dict[object, DemoLink] = {}
    for link in _results(tx, plan, secret):
        for trait in (link.kind, link.close_call and "close", link.answered and "answered"):
            if trait and trait not in wanted:
                wanted[trait] = link
        if len(wanted) == _KINDS_OF_LINKS:
            break
    return tuple(dict.fromkeys(wanted.values()))


def _results(tx: storage.Transaction, plan: Plan, secret: str) -> Iterator[DemoLink]:
    """Results from the latest visit backwards."""
    for number in reversed(range(plan.people)):
        token = demo_visits.demo_token(plan.seed, number, secret)
        try:
            stored = storage.attempts.load(tx, token_hash(token))
        except NotFoundError:
            continue
        result = storage.results.latest(tx, stored.id)
        if result is not None:
            answered = storage.reviews.word_for(tx, stored.id) is not None
            locale = stored.attempt.locale.value
            yield DemoLink(locale, token, result.recommendation, result.close_call, answered)


def _desk(tx: storage.Transaction, settings: Settings, plan: Plan, *, now: datetime) -> demo_reviews.Desk:
    return demo_reviews.Desk(
        seed=plan.seed,
        shares=shares_of(settings.secret_key, installed(settings)),
        promise_days=settings.promise_days,
        counselors=demo_staff.counselors(tx),
        letters=demo_reviews.letters(),
        now=now,
    )


def _one(
    tx: storage.Transaction,
    instruments: Instruments,
    secret: str,
    desk: demo_reviews.Desk,
    plan: Plan,
    visit: Visit,
) -> None:
    """One visitor from the first question to what became of the result, unless they came before."""
    token = demo_visits.demo_token(plan.seed, visit.number, secret)
    try:
        storage.attempts.load(tx, token_hash(token))
    except NotFoundError:
        begun = desk.now - _BEFORE_NOW - visit.ago * timedelta(weeks=plan.weeks)
        stored = demo_visits.take(tx, instruments, token, visit, shares=desk.shares, now=begun)
        if stored.attempt.state is State.FINISHED:
            demo_reviews.work_on(tx, desk, visit, stored)
