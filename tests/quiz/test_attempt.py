"""An attempt: what was answered counts as it was answered last, and nothing else moves."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.errors import ConflictError, InvalidInputError, NotFoundError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import (
    SKIPPED,
    UNANSWERED,
    Attempt,
    Form,
    State,
    begin,
    finished,
    option_order,
    question_at,
    with_answer,
    with_extra,
    with_shown,
)
from tests.banks import small_bank

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BANK = small_bank()
AGREE, PAIR, SITUATION = BANK.questions[1], BANK.questions[17], BANK.questions[25]


def new(seed: int = 1) -> Attempt:
    return begin(BANK, role=Role.FIND, form=Form.ADAPTIVE, locale=Locale.FR, seed=seed, now=START)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def answered(attempt: Attempt, key: str | None, seconds: float, locale: Locale = Locale.FR) -> Attempt:
    return with_answer(attempt, AGREE, key, locale=locale, now=after(seconds))


def test_answering_again_replaces_the_answer_its_time_and_its_language() -> None:
    first = answered(new(), "5", 3.0)
    again = answered(first, "2", 10.5, Locale.AR)
    assert (first.code(AGREE), first.elapsed[AGREE.index], first.languages[AGREE.index]) == (5, 30, 1)
    assert (again.code(AGREE), again.elapsed[AGREE.index], again.languages[AGREE.index]) == (2, 75, 3)
    assert again.locale is Locale.AR
    assert sum(code != UNANSWERED for code in again.answers) == 1


def test_an_answer_moves_nothing_but_its_own_place() -> None:
    before = with_answer(new(), PAIR, "two", locale=Locale.EN, now=after(1))
    later = answered(before, "1", 2)
    for was, now in ((before.answers, later.answers), (before.languages, later.languages)):
        assert [i for i in range(len(was)) if was[i] != now[i]] == [AGREE.index]
    moved = [i for i in range(len(before.elapsed)) if before.elapsed[i] != later.elapsed[i]]
    assert moved == [AGREE.index]


def test_a_skip_is_not_an_answer_and_not_nothing() -> None:
    attempt = with_shown(new(), AGREE, 3)
    assert attempt.next_open == 1
    skipped = answered(attempt, None, 2)
    assert skipped.code(AGREE) == SKIPPED
    assert skipped.next_open is None


@pytest.mark.parametrize("key", ["0", "6", "", " 1", "१", "true", "\x00", "1" * 10_000])
def test_an_option_that_the_question_does_not_have_is_refused(key: str) -> None:
    with pytest.raises(InvalidInputError, match="unknown-option"):
        answered(new(), key, 1)


def test_a_finished_attempt_takes_no_answer_until_it_is_opened_for_more() -> None:
    closed = finished(answered(new(), "3", 1), now=after(2))
    with pytest.raises(ConflictError, match="attempt-finished"):
        answered(closed, "4", 3)
    opened = with_extra(closed, 2, now=after(4))
    assert (opened.state, opened.extra) == (State.OPEN, 2)
    assert answered(opened, "4", 5).code(AGREE) == 4


@pytest.mark.parametrize(
    ("seconds", "tenths"), [(0, 1), (0.04, 1), (1.26, 13), (6553.5, 65_535), (10**7, 65_535), (-50, 1)]
)
def test_the_time_of_an_answer_is_kept_in_tenths_and_within_its_two_bytes(
    seconds: float, tenths: int
) -> None:
    assert answered(new(), "1", seconds).elapsed[AGREE.index] == tenths


def test_a_clock_that_goes_back_does_not_take_the_last_visit_back() -> None:
    attempt = answered(new(), "1", 100)
    assert answered(attempt, "2", 50).last_seen == after(100)
    assert finished(attempt, now=after(10)).last_seen == after(100)
    assert with_extra(attempt, 2, now=after(10)).last_seen == after(100)


@given(st.lists(st.integers(-3, 300), min_size=1, max_size=30))
def test_what_is_said_to_be_left_never_grows(lefts: list[int]) -> None:
    attempt = new()
    for question, left in zip(BANK.questions, lefts, strict=False):
        attempt = with_shown(attempt, question, left)
    said = [place.left for place in attempt.shown]
    assert said == sorted(said, reverse=True)
    assert min(said) >= 0
    assert said[0] == max(0, lefts[0])


def test_what_is_left_may_grow_only_when_more_was_asked_for() -> None:
    attempt = with_shown(new(), AGREE, 0)
    opened = with_extra(finished(attempt, now=START), 2, now=START)
    assert with_shown(opened, PAIR, 1).shown[-1].left == 1
    assert with_shown(attempt, PAIR, 1).shown[-1].left == 0


def test_only_a_question_that_was_shown_can_be_found() -> None:
    attempt = with_shown(with_shown(new(), PAIR, 5), AGREE, 4)
    assert question_at(attempt, BANK, 1) is PAIR
    assert question_at(attempt, BANK, 2) is AGREE
    for position in (0, -1, 3, 10**9):
        with pytest.raises(NotFoundError, match="question-not-shown"):
            question_at(attempt, BANK, position)


def test_options_are_shown_in_the_same_order_in_every_process() -> None:
    code = (
        "from tests.quiz.test_attempt import SITUATION, new; from mentormatch.quiz import option_order;"
        "import json; print(json.dumps([option_order(new(seed), SITUATION) for seed in range(20)]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = [list(option_order(new(seed), SITUATION)) for seed in range(20)]
    assert json.loads(run.stdout) == here
    moved = replace(answered(new(3), "1", 9), locale=Locale.AR, extra=2)
    assert option_order(moved, SITUATION) == option_order(new(3), SITUATION)


def test_every_order_of_four_options_is_as_likely_as_every_other() -> None:
    orders = list(permutations(range(4)))
    people = 6000
    seen = Counter(option_order(new(seed), SITUATION) for seed in range(people))
    expected = people / len(orders)
    statistic = sum((seen[order] - expected) ** 2 / expected for order in orders)
    # The 99.9 % point of chi square with 23 degrees of freedom.
    assert statistic < 49.7
    assert set(seen) == set(orders)


def test_two_questions_of_an_attempt_are_not_shuffled_alike() -> None:
    other = BANK.questions[26]
    alike = sum(option_order(new(seed), SITUATION) == option_order(new(seed), other) for seed in range(2400))
    assert 60 <= alike <= 145


def test_scales_levels_and_the_gate_keep_their_order() -> None:
    readiness = BANK.by_key["readiness-time"]
    for question in (AGREE, readiness, BANK.questions[0]):
        natural = tuple(range(len(question.options)))
        assert all(option_order(new(seed), question) == natural for seed in range(50))
