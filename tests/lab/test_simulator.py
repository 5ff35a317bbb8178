"""The simulated respondents do what they claim, for any bank."""

import ast
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mentormatch.lab
from mentormatch.bundled import data_path
from mentormatch.guide import Kind, Leaf, Role, Trait, kinds_for
from mentormatch.lab import (
    CONDITIONS,
    Codes,
    Manner,
    People,
    Purpose,
    Regime,
    World,
    behaviour,
    ceiling,
    chances,
    draw_people,
    make_world,
    respond,
)
from mentormatch.lab.worlds import Floats
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank, Format, Part, bank_from_document, parse_bank
from mentormatch.quiz.document import validate_document
from tests.banks import small_bank, small_bank_document

SHIPPED = parse_bank(data_path("banks", "mentoring.json").read_bytes())
BANKS = {"shipped": SHIPPED, "small": small_bank()}
KINDS = tuple(Kind)

regimes = st.sampled_from(Regime)
roles = st.sampled_from(Role)
indices = st.integers(min_value=0, max_value=50)
banks = st.sampled_from(list(BANKS.values()))


def people_of(world: World, role: Role = Role.FIND, size: int = 400) -> People:
    return draw_people(world, role, size)


def realistic(index: int = 0) -> World:
    return make_world(Purpose.TUNING, Regime.REALISTIC, index)


def agreement(bank: Bank, people: People, codes: Codes, trait: Trait) -> Floats:
    """Mean keyed agreement with the questions on one trait; a skip counts as the middle."""
    questions = [q for q in bank.asked_of(people.role, Part.TRAITS) if trait in q.loads]
    signs = np.sign([q.loads[trait] for q in questions])
    given = codes[:, [q.index for q in questions]].astype(float)
    keyed: Floats = np.where(given == SKIPPED, 0.0, signs * (given - 3.0)).mean(axis=1)
    return keyed


@given(regime=regimes, role=roles, index=indices, bank=banks)
@settings(max_examples=15)
def test_every_answer_is_one_that_the_question_has(
    regime: Regime, role: Role, index: int, bank: Bank
) -> None:
    world = make_world(Purpose.TUNING, regime, index)
    codes = respond(world, bank, people_of(world, role, 60)).codes
    for question in bank.questions:
        column = codes[:, question.index]
        if role not in question.roles:
            assert (column == UNANSWERED).all()
        else:
            assert ((column <= len(question.options)) | (column == SKIPPED)).all()
            assert (column != UNANSWERED).all()


@given(regime=regimes, index=indices, bank=banks)
@settings(max_examples=10)
def test_the_chances_of_a_question_s_options_sum_to_one(regime: Regime, index: int, bank: Bank) -> None:
    world = make_world(Purpose.TUNING, regime, index)
    people = people_of(world, Role.FIND, 50)
    for question in bank.questions:
        chance = chances(behaviour(world, question), people)
        assert chance.shape == (50, len(question.options))
        assert (chance >= 0).all()
        np.testing.assert_allclose(chance.sum(axis=1), 1.0, rtol=1e-12)


def test_answers_come_as_often_as_their_chances_say() -> None:
    world = realistic()
    people = people_of(world, size=4000)
    codes = respond(world, SHIPPED, people).codes
    for question in SHIPPED.asked_of(Role.FIND, Part.TRAITS):
        answered = codes[:, question.index] != SKIPPED
        expected = chances(behaviour(world, question), people.those(answered))
        for option in range(len(question.options)):
            seen = np.mean(codes[answered, question.index] == option + 1)
            error = np.sqrt(np.sum(expected[:, option] * (1 - expected[:, option]))) / answered.sum()
            assert abs(seen - expected[:, option].mean()) < 5 * error


def test_the_same_names_give_the_same_people_and_answers() -> None:
    first, second = (respond(realistic(3), SHIPPED, people_of(realistic(3))) for _ in range(2))
    np.testing.assert_array_equal(first.codes, second.codes)
    np.testing.assert_array_equal(first.seconds, second.seconds)


@given(regime=regimes, index=indices)
@settings(max_examples=20)
def test_tuning_and_held_out_worlds_have_nothing_in_common(regime: Regime, index: int) -> None:
    worlds = [make_world(purpose, regime, index) for purpose in Purpose]
    for one, other in combinations(worlds, 2):
        assert (one.means != other.means).all()
        assert (people_of(one).traits != people_of(other).traits).all()


def test_an_edit_to_one_question_leaves_all_other_answers_as_they_were() -> None:
    document = small_bank_document()
    changed = document["questions"][1]
    changed["loads"] = {trait: -weight for trait, weight in changed["loads"].items()}
    document["questions"] = [*document["questions"][:10], *document["questions"][11:]]
    edited = bank_from_document(validate_document(document))
    world = realistic()
    before = respond(world, small_bank(), people_of(world)).codes
    after = respond(world, edited, people_of(world)).codes
    for question in edited.questions:
        same = (before[:, small_bank().by_key[question.key].index] == after[:, question.index]).all()
        assert same == (question.key != changed["key"])


@pytest.mark.parametrize("role", list(Role))
def test_only_what_a_door_can_recommend_is_true_there(role: Role) -> None:
    people = people_of(realistic(), role, 2000)
    assert {KINDS[kind] for kind in people.kind} == set(kinds_for(role))


@pytest.mark.parametrize("regime", list(Regime))
def test_known_groups_differ_as_the_guide_says(regime: Regime) -> None:
    """What a kind stands for is answered more strongly by its people than by the others, mostly."""
    marks = {
        Kind.FORMAL: Trait.NETWORK,
        Kind.INFORMAL: Trait.NATURALNESS,
        Kind.REVERSE: Trait.RECIPROCITY,
        Kind.COACHING: Trait.METHOD,
    }
    right = []
    for index in range(6):
        world = make_world(Purpose.TUNING, regime, index)
        people = people_of(world, size=600)
        codes = respond(world, SHIPPED, people).codes
        for kind, trait in marks.items():
            score, own = agreement(SHIPPED, people, codes, trait), people.kind == KINDS.index(kind)
            right.append(score[own].mean() > score[~own].mean())
    assert np.mean(right) > 0.9


def test_answers_follow_traits_and_follow_them_less_where_worlds_are_fuzzy() -> None:
    """Correlation of two keyed agreement questions with the trait they claim, by regime."""
    found = {}
    for regime in Regime:
        each = []
        for index in range(6):
            world = make_world(Purpose.TUNING, regime, index)
            people = people_of(world, size=600)
            codes = respond(world, SHIPPED, people).codes
            for row, trait in enumerate(tuple(Trait)[:8]):
                score = agreement(SHIPPED, people, codes, trait)
                each.append(np.corrcoef(score, people.traits[:, row])[0, 1])
        found[regime] = np.mean(each)
    assert 0.8 > found[Regime.CRISP] > found[Regime.REALISTIC] > found[Regime.FUZZY] > 0.4


def test_people_come_back_much_as_they_were() -> None:
    world = realistic()
    before, after = (draw_people(world, Role.FIND, 2000, occasion) for occasion in (1, 2))
    np.testing.assert_array_equal(before.leaf, after.leaf)
    within = [people.traits - world.means[people.leaf] for people in (before, after)]
    stability = [np.corrcoef(within[0][:, t], within[1][:, t])[0, 1] for t in range(11)]
    assert 0.85 < np.mean(stability) < 0.97
    first, second = (respond(world, SHIPPED, p, n).codes for n, p in ((1, before), (2, after)))
    traits = [q.index for q in SHIPPED.asked_of(Role.FIND, Part.TRAITS)]
    again = np.mean(first[:, traits] == second[:, traits])
    stranger = np.mean(first[:, traits] == np.roll(second, 1, axis=0)[:, traits])
    assert 0.9 > again > stranger + 0.05


def test_traits_have_heavier_tails_than_the_normal_curve() -> None:
    world = realistic()
    calm = replace(world, conditions=replace(world.conditions, torn=0.0))
    people = people_of(calm, size=20_000)
    within = (people.traits - world.means[people.leaf]) / np.sqrt(
        np.einsum("lij,lij->li", world.roots, world.roots)[people.leaf]
    )
    assert np.mean(within**2) == pytest.approx(1.0, abs=0.05)
    assert np.mean(within**4) > 4.0


def test_saying_yes_raises_agreement_whichever_way_a_question_is_keyed() -> None:
    world = realistic()
    people = people_of(world, size=800)
    eager = replace(people, saying_yes=people.saying_yes + 0.7)
    steps = np.arange(1, 6)
    for question in SHIPPED.asked_of(Role.FIND, Part.TRAITS):
        plain, more = (chances(behaviour(world, question), who) for who in (people, eager))
        if question.format is Format.AGREE:
            assert (more @ steps).mean() > (plain @ steps).mean() + 0.1
        else:
            np.testing.assert_array_equal(plain, more)


def test_an_extreme_style_prefers_the_ends_of_the_scale() -> None:
    world = realistic()
    people = people_of(world, size=800)
    bold = replace(people, extremes=people.extremes + 0.7)
    for question in SHIPPED.asked_of(Role.FIND, Part.TRAITS):
        if question.format is Format.AGREE:
            plain, ends = (chances(behaviour(world, question), who) for who in (people, bold))
            assert ends[:, [0, 4]].mean() > plain[:, [0, 4]].mean()


def with_manner(world: World, manner: Manner, size: int = 600) -> People:
    people = people_of(world, size=size)
    return replace(people, manner=np.full(size, manner))


def test_a_random_clicker_takes_every_option_equally_often() -> None:
    world = realistic()
    people = with_manner(world, Manner.RANDOM)
    for question in SHIPPED.asked_of(Role.FIND, Part.TRAITS):
        given = chances(behaviour(world, question), people)
        np.testing.assert_allclose(given, 1.0 / len(question.options))


def test_a_straight_liner_answers_agreement_questions_alike() -> None:
    world = realistic()
    people = with_manner(world, Manner.STRAIGHT)
    codes = respond(world, SHIPPED, people).codes
    agree = [q.index for q in SHIPPED.asked_of(Role.FIND, Part.TRAITS) if q.format is Format.AGREE]
    given = codes[:, agree]
    assert np.mean((given == people.line[:, np.newaxis] + 1) | (given == SKIPPED)) > 0.97


def test_the_hurried_are_between_the_attentive_and_the_random() -> None:
    world = realistic()
    question = SHIPPED.by_key["agree-dates-set-ahead"]
    spread = [
        chances(behaviour(world, question), with_manner(world, manner)).var(axis=0).sum()
        for manner in (Manner.ATTENTIVE, Manner.HURRIED, Manner.RANDOM)
    ]
    assert spread[0] > spread[1] > spread[2] == pytest.approx(0.0)


@pytest.mark.parametrize("regime", list(Regime))
def test_careless_people_are_as_common_as_the_regime_says(regime: Regime) -> None:
    c = CONDITIONS[regime]
    people = people_of(make_world(Purpose.TUNING, regime, 0), size=20_000)
    shares = np.bincount(people.manner, minlength=4) / len(people)
    np.testing.assert_allclose(shares[1:], [c.hurried, c.random, c.straight], atol=0.006)


def test_some_skip_now_and_then_and_some_often() -> None:
    world = realistic()
    codes = respond(world, SHIPPED, people_of(world, size=2000)).codes
    traits = [q.index for q in SHIPPED.asked_of(Role.FIND, Part.TRAITS)]
    skips = np.mean(codes[:, traits] == SKIPPED, axis=1)
    assert 0.01 < skips.mean() < 0.06
    assert np.quantile(skips, 0.99) > 0.1
    assert np.mean(skips == 0) > 0.3


def test_a_translation_changes_some_questions_in_some_languages() -> None:
    changed = []
    for question in SHIPPED.asked_of(Role.FIND, Part.TRAITS):
        weights = behaviour(realistic(), question).weights
        changed += [not np.allclose(weights[a], weights[0]) for a in (1, 2)]
    assert 0.05 < np.mean(changed) < 0.5


def test_with_no_answer_the_ceiling_knows_the_shares_and_no_more() -> None:
    world = realistic()
    people = people_of(world, size=20)
    nothing = np.zeros((20, len(SHIPPED.questions)), dtype=np.uint8)
    nothing[0, SHIPPED.by_key["agree-dates-set-ahead"].index] = 3
    found = ceiling(world, SHIPPED, people, nothing, draws=50)
    np.testing.assert_allclose(found[1:], np.tile(world.shares, (19, 1)), rtol=1e-9)


def test_the_ceiling_says_what_it_knows_and_is_highest_where_worlds_are_crisp() -> None:
    accuracy = {}
    for regime in Regime:
        right, sure = [], []
        for index in range(4):
            world = make_world(Purpose.TUNING, regime, index)
            people = people_of(world, size=300)
            codes = respond(world, SHIPPED, people).codes
            codes[:, np.arange(codes.shape[1]) % 3 > 0] = UNANSWERED
            found = ceiling(world, SHIPPED, people, codes, draws=4000)
            start = tuple(Leaf).index(Leaf.COACHING_CAREER)
            kinds = np.column_stack([found[:, :start], found[:, start:].sum(axis=1)])
            right.append(np.mean(kinds.argmax(axis=1) == people.kind))
            sure.append(kinds.max(axis=1).mean())
        accuracy[regime] = float(np.mean(right))
        assert np.mean(sure) == pytest.approx(accuracy[regime], abs=0.06)
    assert accuracy[Regime.CRISP] > accuracy[Regime.REALISTIC] > accuracy[Regime.FUZZY] > 0.5


def test_the_simulator_shares_no_code_with_what_it_tests() -> None:
    folder = Path(mentormatch.lab.__file__).parent
    simulator = ("chance", "regimes", "worlds", "people", "questions", "answering", "ceiling")
    # `values` makes dataclasses, and knows nothing of what they hold.
    allowed = tuple(f"mentormatch.{room}" for room in ("guide", "i18n", "lab", "quiz", "values"))
    for name in simulator:
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mentormatch"):
                assert (node.module or "").startswith(allowed), f"{name} imports {node.module}"
                if (node.module or "").startswith("mentormatch.lab."):
                    assert (node.module or "").removeprefix("mentormatch.lab.") in simulator
