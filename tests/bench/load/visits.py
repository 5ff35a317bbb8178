"""What visitors do one after the other, and what each was told: the mix of requests of a busy day."""

import json
import re
import secrets
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import cycle

from mentormatch.bundled import data_path
from mentormatch.guide import Kind
from mentormatch.quiz import parse_bank
from mentormatch.usecases.tokens import token_for
from tests.bench.load.wire import Answer, Ask
from tests.bench.visitors import Person, choice_of, people
from tests.faults.oracle import Ledger, Told

_LANGUAGES = ("fr", "en", "ar")
_PEOPLE = 60
_STYLE = re.compile(r'href="(/static/[^"]+\.css)"')
_READS_THE_GUIDE = 3
_TAKES_A_REPORT = 20
_TAKES_THE_DATES = 10

Steps = Generator[Ask, Answer, None]


class StrangeAnswerError(Exception):
    """An answer that neither a fault nor the load excuses."""


@dataclass(slots=True)
class Visits:
    """Newcomers without end; `ledger` holds what each of them was told."""

    secret: str
    ledger: Ledger = field(default_factory=Ledger)
    _people: Iterator[Person] = field(init=False)
    _number: int = 0

    def __post_init__(self) -> None:
        bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
        groups = [people(bank, _PEOPLE, lang) for lang in _LANGUAGES]
        self._people = cycle([person for together in zip(*groups, strict=True) for person in together])

    def newcomer(self) -> Steps:
        """The steps of somebody who comes now."""
        self._number += 1
        key = secrets.token_urlsafe(32)
        told = self.ledger.newcomer(token_for(key, self.secret))
        return _whole_visit(next(self._people), key, told, self._number)


def _whole_visit(person: Person, key: str, told: Told, number: int) -> Steps:
    lang = person.lang
    if number % _READS_THE_GUIDE == 0:
        kind = list(Kind)[number // _READS_THE_GUIDE % len(Kind)]
        yield Ask("guide", f"/{lang}/guide/{kind}")
    start = yield Ask("start", f"/{lang}/quiz")
    yield Ask("style", _found(_STYLE, start.body))
    form = f"start_key={key}&role=find&form=adaptive"
    begun = yield Ask("begin", f"/{lang}/quiz", form)
    told.begun = True
    check = yield from _questions(person, told, begun.headers["location"].partition("?")[0])
    yield Ask("check", check)
    told.asked = True
    there = yield Ask("confirm", check, "")
    told.confirmed = True
    result = there.headers["location"]
    yield Ask("result", result)
    data = yield Ask("data", f"{result}/data.json")
    told.result = json.loads(data.body)["recommendation"]
    if number % _TAKES_A_REPORT == 0:
        yield Ask("report", f"{result}/report.pdf")
    if number % _TAKES_THE_DATES == 0:
        yield Ask("dates", f"{result}/plan.ics")


def _questions(person: Person, told: Told, place: str) -> Generator[Ask, Answer, str]:
    while not place.endswith("/check"):
        page = yield Ask("page", place)
        option = choice_of(page.body.encode(), person)
        number = int(place.rpartition("/")[2])
        form = "action=skip"
        if option is not None:
            told.sent = (number, option)
            form = f"action=answer&answer={option}"
        answered = yield Ask("answer", place, form)
        if option is not None:
            told.answers[number] = option
        place = answered.headers["location"].partition("?")[0]
    return place


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if not found:
        raise StrangeAnswerError(f"a page without {pattern.pattern}")
    return found[1]
