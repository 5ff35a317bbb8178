"""What is foreseen is written when nothing has moved; else it is foreseen again, and nothing is lost."""

from collections.abc import Callable

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.usecases import erase, take_quiz
from mentormatch.usecases.short_turns import do_in_a_short_turn
from mentormatch.usecases.take_quiz import AtQuestion, Given
from tests.usecases.test_take_quiz import (
    START,
    TOKEN,
    Quiz,
    backend,
    database,
    database_url,
    postgresql_server,
    skip,
    sqlite_template,
    taken,
)

__all__ = ["backend", "database", "database_url", "postgresql_server", "sqlite_template", "taken"]


def answering(
    quiz: Quiz, position: int, meanwhile: Callable[[], object], asked: list[bool]
) -> take_quiz.Answered:
    """Skip a question, while something else happens between foreseeing and writing."""

    def foresee(tx: storage.Transaction, for_update: bool) -> take_quiz.Foreseen:
        given = Given(position, None, Locale.FR)
        asked.append(for_update)
        foreseen = take_quiz.foresee_answer(
            tx, quiz.instruments, TOKEN, given, now=START, for_update=for_update
        )
        if not for_update:
            meanwhile()
        return foreseen

    return do_in_a_short_turn(quiz.database, foresee, take_quiz.answer)


def test_others_write_while_a_deed_is_foreseen(taken: Quiz) -> None:
    taken.start()
    asked: list[bool] = []

    def publish_something_else() -> None:
        with taken.database.transaction() as tx:
            storage.choices.save(tx, {}, revision=0, by="somebody", now=START)

    assert answering(taken, 1, publish_something_else, asked).place == AtQuestion(2)
    assert asked == [False]
    assert taken.look().attempt.revision == 1


def test_two_answers_at_once_are_both_kept(taken: Quiz) -> None:
    taken.start()
    taken.answer(1, None)
    first = take_quiz.shown_questions(taken.look())[0]
    asked: list[bool] = []
    answering(taken, 2, lambda: taken.answer(1, first.options[1].key), asked)
    assert asked == [False, True]
    attempt = taken.look().attempt
    assert attempt.code(first) == 2
    assert attempt.next_open == 3


def test_a_quiz_that_is_finished_meanwhile_takes_no_answer(taken: Quiz) -> None:
    taken.start()
    taken.answer_to_the_check(skip)
    with pytest.raises(ConflictError, match="attempt-finished"):
        answering(taken, 1, taken.confirm, [])


def test_a_quiz_that_is_erased_meanwhile_is_not_there(taken: Quiz) -> None:
    taken.start()

    def erase_it() -> None:
        with taken.database.transaction() as tx:
            erase.erase(tx, TOKEN, now=START)

    with pytest.raises(NotFoundError, match="attempt"):
        answering(taken, 1, erase_it, [])
    with pytest.raises(NotFoundError):
        taken.look()


def test_what_cannot_be_foreseen_is_refused_without_a_turn(taken: Quiz) -> None:
    taken.start()
    with taken.database.transaction(), pytest.raises(InvalidInputError, match="unknown-option"):
        taken.answer(1, "no such option")


def test_a_conflict_of_another_kind_is_told_and_not_tried_again(database: storage.Database) -> None:
    asked: list[bool] = []

    def write(_tx: storage.Transaction, _foreseen: None) -> None:
        raise ConflictError("another")

    with pytest.raises(ConflictError, match="another"):
        do_in_a_short_turn(database, lambda _tx, for_update: asked.append(for_update), write)
    assert asked == [False]


def test_a_result_that_is_asked_for_twice_at_once_is_made_once(taken: Quiz) -> None:
    taken.start()
    taken.answer_to_the_check(skip)
    with taken.database.reading() as tx:
        ending = take_quiz.foresee_end(tx, taken.instruments, TOKEN, now=START)
    taken.confirm()
    with pytest.raises(ConflictError, match="attempt-moved"), taken.database.transaction() as tx:
        take_quiz.confirm(tx, ending, shares=taken.shares, now=START)
    assert taken.result().number == 1
