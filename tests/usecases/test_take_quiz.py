"""Taking the quiz by its deeds: too early, too late, twice, and after a close call."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from mentormatch import storage
from mentormatch.casework import Shares
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import Form, State
from mentormatch.scoring import load_expert
from mentormatch.usecases import erase, health, make_result, take_quiz
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.set_up import set_up
from mentormatch.usecases.short_turns import do_in_a_short_turn
from mentormatch.usecases.take_quiz import AtCheck, AtQuestion, AtResult, Beginning, Given, Place
from mentormatch.usecases.tokens import token_for, token_hash
from mentormatch.usecases.voices import load_voices
from tests.databases import backend, database, database_url, postgresql_server, sqlite_template

__all__ = ["backend", "database", "database_url", "postgresql_server", "sqlite_template"]

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN = "t" * 43
FIND = Beginning(Role.FIND, Form.ADAPTIVE, Locale.FR, 7)


class Quiz:
    """One attempt, deed by deed, each in its own transaction."""

    shares = Shares("s" * 32, 20, 10)

    def __init__(self, database: storage.Database) -> None:
        self.database, self.instruments = database, Instruments(load_expert())
        self.now = START

    def _later(self) -> datetime:
        self.now += timedelta(seconds=5)
        return self.now

    def start(self, beginning: Beginning = FIND) -> Place:
        with self.database.transaction() as tx:
            opening = take_quiz.foresee_start(tx, self.instruments, beginning, now=self._later())
            return take_quiz.start(tx, TOKEN, opening)

    def look(self) -> take_quiz.Standing:
        with self.database.reading() as tx:
            return take_quiz.look(tx, self.instruments, TOKEN)

    def answer(self, position: int, option: str | None) -> take_quiz.Answered:
        given, now = Given(position, option, Locale.EN), self._later()

        def foresee(tx: storage.Transaction, for_update: bool) -> take_quiz.Foreseen:
            return take_quiz.foresee_answer(
                tx, self.instruments, TOKEN, given, now=now, for_update=for_update
            )

        return do_in_a_short_turn(self.database, foresee, take_quiz.answer)

    def confirm(self) -> Place:
        now = self._later()

        def foresee(tx: storage.Transaction, for_update: bool) -> take_quiz.Ending:
            return take_quiz.foresee_end(tx, self.instruments, TOKEN, now=now, for_update=for_update)

        confirm = partial(take_quiz.confirm, shares=self.shares, now=now)
        return do_in_a_short_turn(self.database, foresee, confirm)

    def more(self, extra: int) -> Place:
        with self.database.transaction() as tx:
            return take_quiz.ask_for_more(tx, self.instruments, TOKEN, extra, now=self._later())

    def result(self) -> make_result.ResultView:
        with self.database.reading() as tx:
            return make_result.read_result(tx, self.instruments, TOKEN, result_days=180)

    def answer_to_the_check(self, choose: Callable[[take_quiz.Standing], str | None]) -> None:
        while isinstance(place := self.look().place, AtQuestion):
            self.answer(place.position, choose(self.look()))

    def finish(self, choose: Callable[[take_quiz.Standing], str | None]) -> None:
        self.answer_to_the_check(choose)
        assert self.confirm() == AtResult()


def skip(standing: take_quiz.Standing) -> str | None:
    """Skips: the call is then as close as can be."""
    del standing
    return None


def speak_for_structure(standing: take_quiz.Standing) -> str | None:
    """Answers as somebody who is sure to want a frame, and nothing that grows by itself."""
    place = standing.place
    assert isinstance(place, AtQuestion)
    asked = take_quiz.shown_questions(standing)[place.position - 1]
    wanted = {"structure": 1.0, "network": 0.5, "guidance": 0.5, "naturalness": -1.0, "method": -0.5}
    if not asked.options[0].loads and asked.loads:
        pull = sum(wanted.get(trait, 0.0) * weight for trait, weight in asked.loads.items())
        return "5" if pull > 0 else "1" if pull < 0 else "3"
    return max(
        asked.options, key=lambda option: sum(wanted.get(t, 0.0) * w for t, w in option.loads.items())
    ).key


@pytest.fixture
def taken(database: storage.Database) -> Quiz:
    """A quiz on each backend, not begun."""
    set_up(database, now=START)
    return Quiz(database)


def test_a_quiz_begins_with_a_question_and_a_repeat_finds_it(taken: Quiz) -> None:
    assert taken.start() == AtQuestion(1)
    first = taken.look()
    assert taken.start(Beginning(Role.BECOME, Form.FULL, Locale.AR, 8)) == AtQuestion(1)
    assert taken.look().attempt == first.attempt


def test_an_answer_leads_on_and_is_kept_with_its_language_and_time(taken: Quiz) -> None:
    taken.start()
    question = take_quiz.shown_questions(taken.look())[0]
    answered = taken.answer(1, question.options[1].key)
    assert answered == take_quiz.Answered(AtQuestion(2))
    attempt = taken.look().attempt
    assert attempt.code(question) == 2
    assert attempt.languages[question.index] == 2
    assert attempt.elapsed[question.index] == 50
    assert attempt.revision == 1


def test_the_result_too_early_leads_to_the_open_question_and_makes_none(taken: Quiz) -> None:
    taken.start()
    assert taken.confirm() == AtQuestion(1)
    with pytest.raises(NotFoundError, match="no-result"):
        taken.result()


def test_more_questions_before_there_is_a_result_lead_on_and_add_none(taken: Quiz) -> None:
    taken.start()
    taken.answer(1, None)
    before = taken.look()
    assert taken.more(2) == AtQuestion(2)
    assert taken.look() == before
    taken.answer_to_the_check(skip)
    assert taken.more(2) == AtCheck()
    assert taken.confirm() == AtResult()
    assert taken.result().number == 1


def test_after_a_close_call_two_more_are_asked_and_a_second_result_made(taken: Quiz) -> None:
    taken.start()
    taken.finish(skip)
    first = taken.result()
    assert first.outcome["close_call"] is True
    shown = len(taken.look().attempt.shown)
    assert taken.more(2) == AtQuestion(shown + 1)
    assert taken.more(2) == AtQuestion(shown + 1), "a double click asks for no more"
    assert taken.more(4) == AtQuestion(shown + 1), "nor do two more before these two"
    taken.finish(skip)
    assert len(taken.look().attempt.shown) == shown + 2
    assert taken.result().number == 2
    with taken.database.reading() as tx:
        stored = storage.attempts.load(tx, token_hash(TOKEN))
        kept = storage.results.of_attempt(tx, stored.id)
    assert [result.number for result in kept] == [1, 2]
    assert kept[0].outcome == first.outcome


@pytest.mark.parametrize("extra", [1, 3, 4, 6, 100])
def test_only_as_many_more_as_are_offered_can_be_asked_for(taken: Quiz, extra: int) -> None:
    taken.start()
    taken.finish(skip)
    with pytest.raises(InvalidInputError, match="extra-questions"):
        taken.more(extra)
    assert taken.look().attempt.state is State.FINISHED


def test_after_a_clear_result_no_more_are_asked(taken: Quiz) -> None:
    taken.start()
    taken.finish(speak_for_structure)
    assert taken.result().outcome["close_call"] is False
    with pytest.raises(ConflictError, match="no-more-questions"):
        taken.more(2)
    assert taken.look().attempt.state is State.FINISHED


def test_a_result_stays_with_the_answers_it_was_made_from_while_more_are_asked(taken: Quiz) -> None:
    taken.start()
    taken.finish(skip)
    before = make_result.data_document(taken.result())
    taken.more(2)
    question = take_quiz.shown_questions(taken.look())[0]
    taken.answer(1, question.options[0].key)
    now = make_result.data_document(taken.result())
    for part in ("answers", "shown", "probabilities", "reasons", "traits"):
        assert now[part] == before[part]
    taken.finish(skip)
    after = make_result.data_document(taken.result())
    assert after["answers"] != before["answers"]
    assert isinstance(after["answers"], dict)
    assert after["answers"][question.key] == question.options[0].key


def test_a_finished_quiz_takes_no_answer(taken: Quiz) -> None:
    taken.start()
    taken.finish(skip)
    with pytest.raises(ConflictError, match="attempt-finished"):
        taken.answer(1, None)
    before = taken.look()
    assert taken.confirm() == AtResult()
    assert taken.look() == before, "a second click writes nothing"


def test_a_change_from_the_check_page_says_whether_another_kind_leads(taken: Quiz) -> None:
    taken.start()
    taken.answer_to_the_check(speak_for_structure)
    standing = taken.look()
    question = take_quiz.shown_questions(standing)[0]
    same = question.options[standing.attempt.code(question) - 1].key
    assert taken.answer(1, same) == take_quiz.Answered(AtCheck())
    other = next(option.key for option in question.options if option.key != same)
    assert taken.answer(1, other).changed_afterwards


def test_an_unknown_token_leads_nowhere_whatever_is_done(taken: Quiz) -> None:
    deeds: list[Callable[[], object]] = [
        taken.look,
        lambda: taken.answer(1, None),
        taken.confirm,
        lambda: taken.more(2),
        taken.result,
    ]
    for deed in deeds:
        with pytest.raises(NotFoundError):
            deed()
    with pytest.raises(NotFoundError), taken.database.transaction() as tx:
        erase.erase(tx, TOKEN, now=START)


def test_an_erased_quiz_cannot_be_begun_again(taken: Quiz) -> None:
    taken.start()
    for _twice in range(2):
        with taken.database.transaction() as tx:
            erase.erase(tx, TOKEN, now=START)
    with pytest.raises(NotFoundError):
        taken.look()
    with pytest.raises(ConflictError, match="attempt-erased"):
        taken.start()


def test_without_a_bank_a_quiz_cannot_begin_now_and_readiness_says_so(database: storage.Database) -> None:
    voices = load_voices()
    assert health.readiness(database, voices).checks["bank"] != "ok"
    with pytest.raises(UnavailableError, match="no-bank"):
        Quiz(database).start()
    set_up(database, now=START)
    parts = ("database", "schema", "bank", "model", "texts", "languages", "figures")
    assert health.readiness(database, voices) == health.Readiness(True, dict.fromkeys(parts, "ok"))


@pytest.mark.parametrize("key", ["", "k" * 42, "k" * 44, "é" * 43, "k" * 42 + "\n", "k" * 42 + "="])
def test_a_key_that_our_form_did_not_make_begins_nothing(key: str) -> None:
    with pytest.raises(InvalidInputError, match="start-key"):
        token_for(key, "secret")


def test_a_token_follows_from_key_and_secret_and_from_nothing_else() -> None:
    one = token_for("k" * 43, "secret")
    assert one == token_for("k" * 43, "secret")
    assert len({one, token_for("l" * 43, "secret"), token_for("k" * 43, "other"), "k" * 43}) == 4
    assert len(one) == 43
    assert len(token_hash(one)) == 32
