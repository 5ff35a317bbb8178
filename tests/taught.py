"""An installation in which simulated visitors were judged: something to learn from, quickly made."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from mentormatch import quiz, storage
from mentormatch.bundled import data_path
from mentormatch.casework import Confidence, Shares
from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale
from mentormatch.lab import Codes, People, Purpose, Regime, draw_people, make_world, respond
from mentormatch.lab.forms import balanced_form, only
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.storage.reviews import Thought
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.make_result import compute_result, keep_result
from mentormatch.usecases.set_up import set_up

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
_KINDS, _LOCALES = tuple(Kind), tuple(Locale)
# Every case is read blind, or none is.
_SHARES = {blind: Shares("a secret for tests", 100 * blind, 0) for blind in (True, False)}


@dataclass
class Installation:
    """A database with the shipped bank, four counselors, and people of a simulated world."""

    database: storage.Database
    world: int = 4
    made: int = 0

    def __post_init__(self) -> None:
        set_up(self.database, now=START)
        self.instruments = Instruments(load_expert())
        with self.database.transaction() as tx:
            self.counselors = [_counselor(tx, f"counselor{number}") for number in range(4)]

    def visit(self, count: int, *, blind: bool = True, judged: bool = True) -> list[str]:
        """So many more people answer, and are judged as what they are; the ids of their results."""
        people, codes = _simulated(self.world)
        found = []
        with self.database.transaction() as tx:
            for place in range(self.made, self.made + count):
                language = _LOCALES[people.language[place]]
                result = self._result(tx, codes[place].tobytes(), language, place, blind)
                found.append(result.id)
                if judged:
                    self._judge(tx, result, _KINDS[people.kind[place]], blind, place)
        self.made += count
        return found

    def _result(
        self, tx: storage.Transaction, answers: bytes, locale: Locale, place: int, blind: bool
    ) -> storage.results.StoredResult:
        instrument, now = self.instruments.current(tx), START + place * HOUR
        begun = quiz.begin(
            instrument.bank, role=Role.FIND, form=quiz.Form.FULL, locale=locale, seed=place, now=now
        )
        attempt = replace(begun, answers=answers, state=quiz.State.FINISHED)
        stored = storage.attempts.create(
            tx, place.to_bytes(32, "big"), attempt=attempt, bank_version_id=instrument.version_id
        )
        made = compute_result(instrument, self.instruments.serving(tx), attempt)
        keep_result(tx, made, stored, shares=_SHARES[blind], now=now)
        result = storage.results.latest(tx, stored.id)
        assert result is not None
        return result

    def _judge(
        self,
        tx: storage.Transaction,
        result: storage.results.StoredResult,
        kind: Kind,
        blind: bool,
        place: int,
    ) -> None:
        now = START + place * HOUR + HOUR / 2
        focus = "career" if kind is Kind.COACHING else None
        storage.reviews.judge(
            tx,
            result.id,
            Thought(kind.value, focus, Confidence.FAIRLY),
            attempt_id=result.attempt_id,
            staff_id=self.counselors[place % len(self.counselors)],
            reading=1,
            blind_first=blind,
            now=now,
        )


@cache
def _simulated(world: int) -> tuple[People, Codes]:
    """People of a world and their answers to the fixed form of the shipped bank."""
    place = make_world(Purpose.TUNING, Regime.REALISTIC, world)
    people = draw_people(place, Role.FIND, 300)
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    return people, only(respond(place, bank, people).codes, balanced_form(bank, Role.FIND))


def _counselor(tx: storage.Transaction, name: str) -> str:
    member = storage.staff.create(
        tx, email=f"{name}@example.org", role="counselor", password_hash="x", locale=Locale.FR, now=START
    )
    return member.id
