import json
from dataclasses import replace

import pytest

from mentormatch.adaptive import Ask, Finished, full_order, next_step
from mentormatch.errors import InvalidInputError
from mentormatch.guide import Kind, Readiness, Role
from mentormatch.i18n import Locale
from mentormatch.matcher import recommend
from mentormatch.quiz import (
    GATE_KEY,
    SKIPPED,
    UNANSWERED,
    Form,
    Format,
    Part,
    with_answer,
    with_extra,
    with_shown,
)
from mentormatch.scoring import arrays_for, parse_expert
from tests.adaptive.visits import MODEL, NOW, fresh, step, visit
from tests.banks import large_bank, random_answers, small_bank, stereotype

BANK = small_bank()
ALL = [
    row.tobytes().replace(bytes([SKIPPED]), b"\x01")
    for row in random_answers(BANK, 2, people=30, answered=1.1)
]
DOORS = pytest.mark.parametrize("role", Role)


def test_the_gate_comes_first_at_the_door_find_and_readiness_last_at_the_door_become() -> None:
    find, become = (visit(fresh(role), ALL[0]).questions for role in Role)
    assert find[0].key == GATE_KEY
    assert {question.part for question in find[1:]} == {Part.TRAITS}
    assert [question.key for question in become[-9:]] == [c.question_key for c in Readiness]
    assert {question.part for question in become[:-9]} == {Part.TRAITS}


@DOORS
@pytest.mark.parametrize("form", Form)
def test_nothing_is_asked_twice_and_only_what_the_door_asks(role: Role, form: Form) -> None:
    for answers in ALL[:8]:
        asked = visit(fresh(role, form), answers).questions
        assert len({question.key for question in asked}) == len(asked)
        assert all(role in question.roles for question in asked)


@DOORS
def test_the_full_form_asks_everything_and_counts_down_exactly(role: Role) -> None:
    journey = visit(fresh(role, Form.FULL), ALL[0])
    assert {q.key for q in journey.traits} == {q.key for q in BANK.asked_of(role, Part.TRAITS)}
    assert [ask.left for ask in journey.asks] == list(range(len(journey.asks)))[::-1]


def test_the_order_of_the_full_form_is_the_attempts_own() -> None:
    orders = {tuple(q.key for q in full_order(BANK, fresh(form=Form.FULL, seed=seed))) for seed in range(5)}
    again = tuple(q.key for q in full_order(BANK, fresh(form=Form.FULL, seed=3)))
    assert len(orders) == 5
    assert again in orders


@DOORS
@pytest.mark.parametrize("kind", [Kind.FORMAL, Kind.INFORMAL, Kind.REVERSE])
def test_a_clear_case_needs_few_questions_and_comes_to_the_same_result(role: Role, kind: Kind) -> None:
    answers = stereotype(BANK, kind)
    journey = visit(fresh(role), answers)
    outcome = recommend(MODEL, arrays_for(BANK, MODEL), BANK, journey.attempt.answers, role)
    assert outcome.recommendation is kind
    assert 8 <= len(journey.traits) <= 12


@DOORS
def test_at_least_eight_are_answered_and_at_most_thirty_two_are_shown(role: Role) -> None:
    lengths = set()
    for answers in ALL:
        journey = visit(fresh(role), answers)
        lengths.add(len(journey.traits))
        assert 8 <= len(journey.traits) <= 32
    assert len(lengths) > 3


def test_who_skips_everything_is_let_go_after_thirty_two() -> None:
    journey = visit(fresh(bank=large_bank()), bytes(len(large_bank().questions)), large_bank())
    assert len(journey.traits) == 32


def test_after_thirty_two_a_close_call_is_still_granted_its_extra_questions() -> None:
    bank = large_bank()
    first = visit(fresh(bank=bank), bytes(len(bank.questions)), bank)
    more = visit(with_extra(first.attempt, 2, now=NOW), bytes(len(bank.questions)), bank)
    assert len(more.asks) == 2


def test_skipped_questions_do_not_count_as_answers_and_do_not_come_back() -> None:
    answers = bytearray(stereotype(BANK, Kind.FORMAL))
    for skipped in visit(fresh(), bytes(answers)).traits[:4]:
        answers[skipped.index] = UNANSWERED
    journey = visit(fresh(), bytes(answers))
    given = [q for q in journey.traits if journey.attempt.answers[q.index] != SKIPPED]
    assert len(given) >= 8
    assert len(journey.traits) > len(given)


@DOORS
def test_at_most_half_of_what_is_seen_are_situations(role: Role) -> None:
    for answers in ALL:
        seen = [question.format for question in visit(fresh(role), answers).traits]
        for length in range(1, len(seen) + 1):
            assert seen[:length].count(Format.CHOOSE) <= length / 2


def test_who_is_led_to_coaching_is_asked_every_focus_question() -> None:
    journey = visit(fresh(), stereotype(BANK, Kind.COACHING))
    asked = {question.key for question in journey.questions}
    assert {"focus-1", "focus-2", "focus-3"} <= asked
    assert len(journey.traits) <= 12


def test_who_is_led_elsewhere_is_not_kept_for_the_focus() -> None:
    journey = visit(fresh(), stereotype(BANK, Kind.FORMAL))
    assert not {question.key for question in journey.questions} & {"focus-1", "focus-2", "focus-3"}


@DOORS
def test_the_same_attempt_is_always_asked_the_same(role: Role) -> None:
    assert visit(fresh(role), ALL[1]).questions == visit(fresh(role), ALL[1]).questions


@DOORS
@pytest.mark.parametrize("extra", [2, 4])
def test_after_a_close_call_exactly_the_extra_questions_are_asked(role: Role, extra: int) -> None:
    for answers in ALL[:10]:
        first = visit(fresh(role), answers)
        left = len(BANK.asked_of(role, Part.TRAITS)) - len(first.traits)
        more = visit(with_extra(first.attempt, extra, now=NOW), answers)
        assert len(more.asks) == min(extra, left)
        assert [ask.left for ask in more.asks] == list(range(len(more.asks)))[::-1]


def test_extra_questions_can_be_granted_twice() -> None:
    first = visit(fresh(), stereotype(BANK, Kind.REVERSE))
    second = visit(with_extra(first.attempt, 2, now=NOW), ALL[3])
    third = visit(with_extra(second.attempt, 4, now=NOW), ALL[4])
    assert (len(second.asks), len(third.asks)) == (2, 2)


def test_correcting_an_answer_while_readiness_is_asked_does_not_reopen_the_traits() -> None:
    journey = visit(fresh(Role.BECOME), stereotype(BANK, Kind.FORMAL))
    begun = replace(journey.attempt, shown=journey.attempt.shown[: len(journey.traits) + 2])
    for other in ALL:
        corrected = begun
        for question in journey.traits:
            option = question.options[other[question.index] - 1].key
            corrected = with_answer(corrected, question, option, locale=Locale.EN, now=NOW)
        ask = step(corrected)
        assert isinstance(ask, Ask)
        assert ask.question.part is Part.READINESS
        assert ask.left == 6


@DOORS
def test_what_is_left_is_never_negative_and_nothing_is_left_at_the_last_readiness_question(
    role: Role,
) -> None:
    for answers in ALL[:10]:
        asks = visit(fresh(role), answers).asks
        assert min(ask.left for ask in asks) >= 0
        assert role is Role.FIND or [ask.left for ask in asks[-9:]] == list(range(9))[::-1]


def test_what_is_left_is_right_to_within_a_few_questions() -> None:
    errors = []
    for role in Role:
        for answers in [*ALL, *(stereotype(BANK, kind) for kind in Kind)]:
            asks = visit(fresh(role), answers).asks
            errors += [ask.left - (len(asks) - 1 - at) for at, ask in enumerate(asks)]
    assert abs(sum(errors) / len(errors)) < 3
    assert sum(map(abs, errors)) / len(errors) < 6


def test_an_open_question_is_not_asked_again_and_the_end_is_the_end() -> None:
    ask = step(fresh())
    assert isinstance(ask, Ask)
    following = step(with_shown(fresh(), ask.question, ask.left))
    assert isinstance(following, Ask)
    assert following.question != ask.question
    assert step(visit(fresh(), ALL[0]).attempt) == Finished()


def test_arrays_of_another_model_are_refused() -> None:
    warmer = parse_expert(json.dumps(dict(MODEL.document) | {"temperature": 2.0}))
    with pytest.raises(InvalidInputError, match="wrong-bank"):
        next_step(warmer, arrays_for(BANK, MODEL), BANK, fresh())
