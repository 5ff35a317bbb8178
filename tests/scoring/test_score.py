import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.errors import InvalidInputError
from mentormatch.guide import Focus, Leaf, Role
from mentormatch.quiz import SKIPPED, UNANSWERED, Part, parse_bank
from mentormatch.scoring import LEAVES, TRAITS, Floats, Scores, arrays_for, load_expert, score
from tests.banks import random_answers, small_bank, small_bank_document

BANK = small_bank()
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)
PEOPLE = random_answers(BANK, 11, people=1000, answered=0.6)
ROLES = [Role.FIND if person % 3 else Role.BECOME for person in range(len(PEOPLE))]


def fields(scores: Scores) -> list[Floats]:
    return [scores.log_probabilities, scores.probabilities, scores.means, scores.sds]


def by_the_book(
    answers: np.ndarray[tuple[int], np.dtype[np.uint8]], role: Role
) -> tuple[Floats, Floats, Floats]:
    """ℓ, trait means and sds of one person, formula by formula as published."""
    h, info = np.zeros(12), np.zeros((12, 12))
    for item, index in enumerate(ARRAYS.questions):
        code = int(answers[index])
        if code not in {UNANSWERED, SKIPPED} and role in BANK.questions[index].roles:
            h += ARRAYS.scores[ARRAYS.first[item] + code]
            info += ARRAYS.information[item]
    precision = MODEL.precision
    v = np.linalg.inv(precision + info)
    b = precision @ v
    k = precision - b @ precision
    mu = MODEL.means
    log_p = mu @ b @ h - 0.5 * np.einsum("td,de,te->t", mu, k, mu) + MODEL.log_prior[role]
    weights = np.exp((log_p - log_p.max()) / MODEL.temperature)
    p = weights / weights.sum()
    mean = v @ (h + precision @ (p @ mu))
    return log_p, mean[: len(TRAITS)], np.sqrt(np.diagonal(v))[: len(TRAITS)]


@pytest.mark.parametrize("person", range(0, 60, 7))
def test_scores_are_those_of_the_published_formulas(person: int) -> None:
    scores = score(ARRAYS, PEOPLE[person : person + 1], [ROLES[person]])
    log_p, mean, sd = by_the_book(PEOPLE[person], ROLES[person])
    assert scores.log_probabilities[0] == pytest.approx(log_p, abs=1e-9)
    assert scores.means[0] == pytest.approx(mean, abs=1e-9)
    assert scores.sds[0] == pytest.approx(sd, abs=1e-9)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_person_scores_the_same_to_the_last_bit_in_any_company(size: int) -> None:
    alone = [
        np.concatenate(parts)
        for parts in zip(
            *(fields(score(ARRAYS, PEOPLE[at : at + 1], ROLES[at : at + 1])) for at in range(200)),
            strict=True,
        )
    ]
    order = np.random.default_rng(size).permutation(len(PEOPLE))
    roles = [ROLES[person] for person in order]
    together: list[list[Floats]] = [
        fields(score(ARRAYS, PEOPLE[order[at : at + size]], roles[at : at + size]))
        for at in range(0, len(order), size)
    ]
    place = np.argsort(order)[:200]
    for single, parts in zip(alone, zip(*together, strict=True), strict=True):
        assert np.concatenate(parts)[place].tobytes() == single.tobytes()


def test_probabilities_sum_to_one_and_mentors_are_never_sent_to_a_coach() -> None:
    scores = score(ARRAYS, PEOPLE, ROLES)
    assert scores.probabilities.sum(axis=1) == pytest.approx(1.0)
    become = [role is Role.BECOME for role in ROLES]
    assert not scores.probabilities[become, 3:].any()
    assert scores.probabilities[~np.array(become)].min() > 0


def test_without_an_answer_the_prior_stands_and_traits_are_in_the_middle_of_it() -> None:
    scores = score(ARRAYS, np.zeros((1, len(BANK.questions)), dtype=np.uint8), [Role.FIND])
    assert scores.probabilities[0] == pytest.approx([1 / 4] * 3 + [1 / 12] * 3)
    assert scores.means[0] == pytest.approx((scores.probabilities @ MODEL.means)[0, : len(TRAITS)])
    assert scores.sds[0] == pytest.approx(0.75)


def test_a_skipped_question_counts_as_if_the_bank_did_not_have_it() -> None:
    gone = "situation-3"
    document = small_bank_document()
    document["questions"] = [q for q in document["questions"] if q["key"] != gone]
    smaller = parse_bank(json.dumps(document))
    at = BANK.by_key[gone].index
    skipped = PEOPLE.copy()
    skipped[:, at] = SKIPPED
    with_it = score(ARRAYS, skipped, ROLES)
    without = score(arrays_for(smaller, MODEL), np.delete(PEOPLE, at, axis=1), ROLES)
    for one, other in zip(fields(with_it), fields(without), strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)


def test_answers_to_questions_of_the_other_door_and_other_parts_are_not_looked_at() -> None:
    foreign = [q.index for q in BANK.questions if q.part is not Part.TRAITS or Role.FIND not in q.roles]
    cleared = PEOPLE.copy()
    cleared[:, foreign] = UNANSWERED
    find = [Role.FIND] * len(PEOPLE)
    assert len(foreign) > 10
    assert np.array_equal(
        score(ARRAYS, PEOPLE, find).probabilities, score(ARRAYS, cleared, find).probabilities
    )


def test_swapping_two_focuses_in_the_answers_swaps_them_in_the_scores() -> None:
    swapped = PEOPLE.copy()
    for key in ("focus-1", "focus-2", "focus-3"):
        index = BANK.by_key[key].index
        career, performance = PEOPLE[:, index] == 1, PEOPLE[:, index] == 2
        swapped[career, index], swapped[performance, index] = 2, 1
    find = [Role.FIND] * len(PEOPLE)
    one, other = score(ARRAYS, PEOPLE, find), score(ARRAYS, swapped, find)
    a, b = LEAVES.index(Leaf.COACHING_CAREER), LEAVES.index(Leaf.COACHING_PERFORMANCE)
    assert list(Focus)[:2] == [Focus.CAREER, Focus.PERFORMANCE]
    np.testing.assert_allclose(one.probabilities[:, a], other.probabilities[:, b], atol=1e-12)
    np.testing.assert_allclose(one.probabilities[:, :3], other.probabilities[:, :3], atol=1e-12)


@given(st.integers(0, 999), st.integers(1, 4))
def test_agreeing_more_never_lowers_the_trait_that_is_asked_about(person: int, code: int) -> None:
    answers = np.repeat(PEOPLE[person : person + 1], 2, axis=0)
    index = BANK.by_key["agree-method-more"].index
    answers[:, index] = [code, code + 1]
    means = score(ARRAYS, answers, [Role.FIND, Role.FIND]).means[:, TRAITS.index(TRAITS[7])]
    assert means[1] > means[0]


def test_every_answer_makes_the_trait_estimates_more_certain() -> None:
    answers = PEOPLE[:1].copy()
    answers[0, BANK.by_key["agree-goals-more"].index] = UNANSWERED
    before = score(ARRAYS, answers, [Role.FIND]).sds
    answers[0, BANK.by_key["agree-goals-more"].index] = 3
    after = score(ARRAYS, answers, [Role.FIND]).sds
    assert (after <= before + 1e-12).all()
    assert after[0, 2] < before[0, 2]


@pytest.mark.parametrize(("question", "code"), [("pair-goals-naturalness", 3), ("agree-goals-more", 6)])
def test_a_code_that_its_question_does_not_have_is_refused(question: str, code: int) -> None:
    answers = np.zeros((2, len(BANK.questions)), dtype=np.uint8)
    answers[1, BANK.by_key[question].index] = code
    with pytest.raises(InvalidInputError, match="unknown-option"):
        score(ARRAYS, answers, [Role.FIND] * 2)


def test_answers_of_another_bank_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="wrong-bank"):
        score(ARRAYS, np.zeros((1, 3), dtype=np.uint8), [Role.FIND])


def test_nobody_at_all_is_an_empty_table() -> None:
    assert score(ARRAYS, PEOPLE[:0], []).probabilities.shape == (0, len(LEAVES))
