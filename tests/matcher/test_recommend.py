import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.errors import InvalidInputError
from mentormatch.guide import (
    COMMITMENTS,
    MENTORING_KINDS,
    Focus,
    Kind,
    Leaf,
    Readiness,
    Role,
    Trait,
    kinds_for,
)
from mentormatch.matcher import contributions, outcome_document, recommend
from mentormatch.quiz import Bank, parse_bank
from mentormatch.scoring import LEAVES, arrays_for, load_expert, score
from mentormatch.scoring.posterior import tempered
from tests.banks import packed_answers, random_answers, small_bank, small_bank_document, stereotype

BANK = small_bank()
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)
PEOPLE = [row.tobytes() for row in random_answers(BANK, 5, people=300, answered=0.7)]
person = st.sampled_from(PEOPLE)
door = st.sampled_from(Role)


@pytest.mark.parametrize("kind", Kind)
def test_somebody_who_is_as_the_guide_says_of_a_kind_is_recommended_that_kind(kind: Kind) -> None:
    outcome = recommend(MODEL, ARRAYS, BANK, stereotype(BANK, kind), Role.FIND)
    assert outcome.recommendation is kind
    assert outcome.probabilities[kind] > 0.9
    assert not outcome.close_call
    assert outcome.focus is (Focus.CAREER if kind is Kind.COACHING else None)


@pytest.mark.parametrize("kind", MENTORING_KINDS)
def test_at_the_door_become_the_same_kinds_are_found_without_coaching(kind: Kind) -> None:
    outcome = recommend(MODEL, ARRAYS, BANK, stereotype(BANK, kind), Role.BECOME)
    assert outcome.recommendation is kind
    assert tuple(outcome.probabilities) == MENTORING_KINDS
    assert not outcome.focus_probabilities


def test_with_nothing_answered_every_kind_is_equally_likely_and_it_is_a_close_call() -> None:
    outcome = recommend(MODEL, ARRAYS, BANK, bytes(len(BANK.questions)), Role.FIND)
    assert list(outcome.probabilities.values()) == pytest.approx([0.25] * 4)
    assert (outcome.recommendation, outcome.runner_up) == (Kind.FORMAL, Kind.INFORMAL)
    assert outcome.close_call
    assert outcome.reasons == ()
    assert outcome.careless.predictability is None


@given(person, door)
def test_an_outcome_is_consistent_with_itself(answers: bytes, role: Role) -> None:
    outcome = recommend(MODEL, ARRAYS, BANK, answers, role)
    chances = dict(outcome.probabilities)
    ranked = sorted(chances, key=lambda kind: -chances[kind])
    assert tuple(chances) == kinds_for(role)
    assert sum(chances.values()) == pytest.approx(1.0)
    assert [outcome.recommendation, outcome.runner_up] == ranked[:2]
    first, second = chances[ranked[0]], chances[ranked[1]]
    assert outcome.close_call == (first < 0.55 or first - second < 0.15)
    if role is Role.FIND:
        assert sum(outcome.focus_probabilities.values()) == pytest.approx(1.0)
    assert (outcome.focus is not None) == (outcome.recommendation is Kind.COACHING)
    assert tuple(outcome.traits) == tuple(Trait)


def test_a_small_lead_is_a_close_call_even_above_one_half() -> None:
    rows = random_answers(BANK, 6, people=6000, answered=0.3)
    leaves = np.sort(score(ARRAYS, rows, [Role.BECOME] * len(rows)).probabilities, axis=1)
    narrow = np.flatnonzero((leaves[:, -1] > 0.55) & (leaves[:, -1] - leaves[:, -2] < 0.15))
    assert len(narrow) > 2
    for row in rows[narrow]:
        assert recommend(MODEL, ARRAYS, BANK, row.tobytes(), Role.BECOME).close_call


@given(person, door)
def test_reasons_are_the_answers_that_weighed_most(answers: bytes, role: Role) -> None:
    outcome = recommend(MODEL, ARRAYS, BANK, answers, role)
    account = contributions(ARRAYS, answers, role)
    stands = {kind: Leaf(kind.value) for kind in MENTORING_KINDS}
    if role is Role.FIND:
        focus = max(outcome.focus_probabilities, key=outcome.focus_probabilities.__getitem__)
        stands[Kind.COACHING] = Leaf(f"coaching-{focus}")
    columns = {kind: account.values[:, LEAVES.index(leaf)] for kind, leaf in stands.items()}
    mean = np.mean(list(columns.values()), axis=0)
    own = columns[outcome.recommendation] - mean
    best = sorted((weight for weight in own if weight > 0), reverse=True)[:3]
    supporting = [reason for reason in outcome.reasons if reason.supports]
    opposing = [reason for reason in outcome.reasons if not reason.supports]
    assert [reason.weight for reason in supporting] == pytest.approx(best)
    assert {reason.toward for reason in supporting} <= {outcome.recommendation}
    assert len(opposing) == (1 if own.min() < 0 else 0)
    for reason in opposing:
        worst = account.questions.index(reason.question)
        assert own[worst] == pytest.approx(own.min())
        assert reason.weight == pytest.approx(max(columns[kind][worst] - mean[worst] for kind in columns))
        assert reason.toward is not outcome.recommendation


@given(person, door)
def test_reasons_name_the_option_that_was_chosen(answers: bytes, role: Role) -> None:
    for reason in recommend(MODEL, ARRAYS, BANK, answers, role).reasons:
        question = BANK.by_key[reason.question]
        assert answers[question.index] == question.code_of(reason.option)


@given(person, door)
def test_contributions_account_for_the_log_odds_exactly(answers: bytes, role: Role) -> None:
    account = contributions(ARRAYS, answers, role)
    packed = random_answers(BANK, 5, people=300, answered=0.7)[PEOPLE.index(answers)]
    log_p = score(ARRAYS, packed.reshape(1, -1), [role]).log_probabilities[0] / MODEL.temperature
    possible = [leaf for leaf, value in zip(LEAVES, log_p, strict=True) if value > float("-inf")]
    for leaf in possible:
        for rival in possible:
            expected = log_p[LEAVES.index(leaf)] - log_p[LEAVES.index(rival)]
            assert account.log_odds(leaf, rival) == pytest.approx(expected, abs=1e-9)


def test_an_answer_that_is_left_out_takes_its_contribution_with_it() -> None:
    question = BANK.by_key["situation-2"]
    answers = packed_answers(BANK, {"situation-2": "reverse", "agree-method-more": "5"})
    account = contributions(ARRAYS, answers, Role.FIND)
    assert account.questions == ("agree-method-more", "situation-2")
    assert account.values[1].argmax() == LEAVES.index(Leaf.REVERSE)
    assert question.index in range(len(answers))


def test_the_document_is_plain_json_at_full_precision() -> None:
    outcome = recommend(MODEL, ARRAYS, BANK, stereotype(BANK, Kind.COACHING), Role.FIND)
    document = outcome_document(outcome)
    assert json.loads(json.dumps(document)) == document
    assert list(document) == [
        "recommendation",
        "focus",
        "probabilities",
        "focus_probabilities",
        "traits",
        "close_call",
        "reasons",
        "careless",
    ]
    assert document["probabilities"]["coaching"] == outcome.probabilities[Kind.COACHING]
    assert document["reasons"][0].keys() == {"question", "option", "toward", "weight"}
    assert document["traits"]["method"].keys() == {"mean", "sd"}


def readiness_answers(levels: dict[Readiness, str | None]) -> bytes:
    return packed_answers(BANK, {condition.question_key: level for condition, level in levels.items()})


def test_readiness_is_the_smaller_of_competence_and_commitment_and_names_the_weakest() -> None:
    levels: dict[Readiness, str | None] = dict.fromkeys(Readiness, "level-5")
    levels |= {Readiness.TIME: "level-1", Readiness.PATIENCE: "level-3"}
    ready = recommend(MODEL, ARRAYS, BANK, readiness_answers(levels), Role.BECOME).readiness
    assert ready is not None
    assert (ready.competence, ready.commitment, ready.headline) == (0.9, 0.75, 0.75)
    assert ready.weakest is Readiness.TIME
    assert ready.levels[Readiness.PATIENCE] == 0.5


def test_readiness_waits_for_both_parts_and_leaves_out_what_was_skipped() -> None:
    levels: dict[Readiness, str | None] = {Readiness.EMPATHY: "level-2", Readiness.EXPERTISE: None}
    ready = recommend(MODEL, ARRAYS, BANK, readiness_answers(levels), Role.BECOME).readiness
    assert ready is not None
    assert (ready.competence, ready.commitment, ready.headline) == (0.25, None, None)
    assert ready.weakest is Readiness.EMPATHY
    assert all(ready.levels[condition] is None for condition in COMMITMENTS)


def test_readiness_is_not_told_to_those_who_look_for_a_mentor() -> None:
    answers = readiness_answers(dict.fromkeys(Readiness, "level-5"))
    outcome = recommend(MODEL, ARRAYS, BANK, answers, Role.FIND)
    assert outcome.readiness is None
    assert "readiness" not in outcome_document(outcome)


def test_arrays_of_another_bank_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="wrong-bank"):
        recommend(MODEL, ARRAYS, other_bank(), PEOPLE[0], Role.FIND)


def other_bank() -> Bank:
    return parse_bank(json.dumps(small_bank_document() | {"key": "other"}))


def test_coaching_is_the_sum_of_its_focuses() -> None:
    answers = stereotype(BANK, Kind.COACHING)
    row = score(ARRAYS, np.frombuffer(answers, dtype=np.uint8).reshape(1, -1), [Role.FIND])
    leaves = tempered(row.log_probabilities, MODEL.temperature)[0]
    outcome = recommend(MODEL, ARRAYS, BANK, answers, Role.FIND)
    assert outcome.probabilities[Kind.COACHING] == pytest.approx(leaves[3:].sum(), abs=1e-15)
    shares = leaves[3:] / leaves[3:].sum()
    assert list(outcome.focus_probabilities.values()) == pytest.approx(list(shares))
