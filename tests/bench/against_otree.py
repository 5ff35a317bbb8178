"""The quiz against oTree, the best known server for studies: as many questions, in the same run."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import TypeVar

from mentormatch.bundled import data_path
from mentormatch.quiz import Bank, parse_bank
from tests.bench.otree_server import Words, bring, otree, version
from tests.bench.processes import NoMeasurementError, Server
from tests.bench.ratios import Figure, paired, percentile
from tests.bench.serving import VISITORS, ours
from tests.bench.sizes import Sizes
from tests.bench.visitors import Connection, Person, Taken, all_at_once, answer_all, begin, finish, people

W = TypeVar("W")

_LANGUAGE = "fr"
_CHOICE = re.compile(rb'type="radio"[^>]*\bname="(\w+)"[^>]*\bvalue="(\w+)"')
_END = "/OutOfRangeNotification/"
_MOST_PAGES = 120


@dataclass(frozen=True, slots=True)
class Round:
    """What one server needed for everyone's quiz, from the first page to the last.

    Processor seconds a quiz, quizzes a second, seconds of the slowest question pages.
    """

    questions: float
    page_bytes: int
    cpu: float
    speed: float
    page_p99: float


def measure_against_otree(folder: Path, sizes: Sizes, tick: Callable[[str], None]) -> list[Figure]:
    """Whole quizzes by four visitors at once: ours, oTree's, and ours with a single worker."""
    bring(tick)
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    everyone = people(bank, sizes.quizzes, _LANGUAGE)
    two, one = folder / "two-workers", folder / "one-worker"
    two.mkdir()
    one.mkdir()
    rounds: list[tuple[Round, Round, Round]] = []
    with ours(two) as our, ours(one, "--workers", "1") as single:
        usual = _round(our, take_ours, everyone)
        _round(single, take_ours, everyone)
        with otree(folder / "otree", questions(bank, round(usual.questions))) as their:
            joins = [join_of(their, (1 + sizes.repetitions) * len(everyone))] * len(everyone)
            _round(their, take_otree, joins)
            for number in range(1, sizes.repetitions + 1):
                tick(f"quizzes against oTree, {number} of {sizes.repetitions}")
                rounds.append(
                    (
                        _round(our, take_ours, everyone),
                        _round(their, take_otree, joins),
                        _round(single, take_ours, everyone),
                    )
                )
    return _figures(rounds)


def questions(bank: Bank, count: int) -> list[Words]:
    """So many questions from all over the bank, in words."""
    step = len(bank.questions) // count
    return [
        (
            question.prompt.to_mapping()[_LANGUAGE],
            [(option.key, option.label.to_mapping()[_LANGUAGE]) for option in question.options],
        )
        for question in bank.questions[::step][:count]
    ]


def join_of(their: Server, visitors: int) -> str:
    """Where visitors come in, once oTree has made room for so many: it wants to know beforehand."""
    asked = json.dumps({"session_config_name": "survey", "num_participants": visitors})
    connection = Connection(their.port)
    made = json.loads(connection.post("/api/sessions", asked, "session").body)
    connection.close()
    return f"/join/{made['session_wide_url'].rpartition('/')[2]}"


def take_ours(visitor: Connection, person: Person) -> Taken:
    """Our quiz from the start page to the result."""
    taken = answer_all(visitor, begin(visitor, person.lang), person)
    finish(visitor, taken.check)
    return taken


def take_otree(visitor: Connection, join: str) -> Taken:
    """oTree's survey from the link to the page after the last question; the first option each time."""
    place = visitor.get(visitor.get(join, "join").location, "begin").location
    size = 0
    for pages in range(_MOST_PAGES):
        if place.startswith(_END):
            visitor.get(place, "end")
            return Taken(pages, size, place)
        body = visitor.get(place, "page").body
        size += len(body)
        choice = _CHOICE.search(body)
        if not choice:
            raise NoMeasurementError("a page of oTree's without a question")
        form = f"{choice[1].decode()}={choice[2].decode()}"
        place = visitor.post(place, form, "answer").location
        if not place:
            raise NoMeasurementError("oTree showed a question again instead of going on")
    raise NoMeasurementError("oTree's survey does not end")


def _round(server: Server, take: Callable[[Connection, W], Taken], work: Sequence[W]) -> Round:
    before = server.cpu()
    crowd = all_at_once(take, server.port, work, VISITORS)
    cpu = server.cpu() - before
    asked = [taken.questions for taken in crowd.done]
    return Round(
        questions=mean(asked),
        page_bytes=sum(taken.page_bytes for taken in crowd.done) // sum(asked),
        cpu=cpu / len(work),
        speed=len(work) / crowd.took,
        page_p99=percentile(crowd.seconds["page"], 0.99),
    )


def _figures(rounds: Sequence[tuple[Round, Round, Round]]) -> list[Figure]:
    mine, theirs, single = zip(*rounds, strict=True)
    # A whole number of pages is never quite the mean of ours: oTree's time is that of as many questions.
    equal = [their.cpu * our.questions / their.questions for our, their, _ in rounds]
    count, pages = median(our.questions for our in mine), theirs[0].questions
    sizes = f"page of {median(r.page_bytes for r in mine):.0f} and {theirs[0].page_bytes} bytes"
    their_p99 = [their.page_p99 for their in theirs]
    return [
        Figure(
            f"quizzes per CPU second ÷ oTree {version()}",
            paired(equal, [our.cpu for our in mine]),
            "×",
            6,
            12,
            f"{count:.1f} questions; oTree's {pages:.0f} as so many",
            least=True,
        ),
        Figure("page p99 ÷ oTree's", paired([r.page_p99 for r in mine], their_p99), "×", 0.15, 0.05, sizes),
        Figure("the same, ours with one worker", paired([r.page_p99 for r in single], their_p99), "×"),
        Figure("CPU of a whole quiz", tuple(1e3 * r.cpu for r in mine), "ms"),
        Figure("the same, oTree", tuple(1e3 * cpu for cpu in equal), "ms"),
        Figure("page p99, 4 visitors", tuple(1e3 * r.page_p99 for r in mine), "ms"),
        Figure("the same, oTree", tuple(1e3 * p99 for p99 in their_p99), "ms"),
        Figure("quizzes a second", tuple(r.speed for r in mine), "/s", about="4 visitors, client included"),
        Figure("the same, oTree", tuple(r.speed for r in theirs), "/s"),
    ]
