"""Signs of careless clicking; predictability against leaving each answer out in truth."""

import numpy as np
import pytest

from mentormatch.guide import Kind, Role
from mentormatch.matcher import Careless, recommend
from mentormatch.quiz import SKIPPED, UNANSWERED, Format, Part, Question
from mentormatch.scoring import Floats, arrays_for, load_expert, score
from tests.banks import packed_answers, random_answers, small_bank, stereotype

BANK = small_bank()
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)
SCORED = BANK.asked_of(Role.FIND, Part.TRAITS)


def careless(answers: bytes) -> Careless:
    return recommend(MODEL, ARRAYS, BANK, answers, Role.FIND).careless


def foretold(question: Question, answers: bytes) -> Floats:
    """P(option) of one question from the posterior of all the other answers, the long way."""
    others = bytearray(answers)
    others[question.index] = UNANSWERED
    packed = np.frombuffer(bytes(others), dtype=np.uint8).reshape(1, -1)
    p = score(ARRAYS, packed, [Role.FIND]).probabilities[0]
    h, info = np.zeros(12), np.zeros((12, 12))
    for item, index in enumerate(ARRAYS.questions):
        if others[index] not in {UNANSWERED, SKIPPED} and Role.FIND in BANK.questions[index].roles:
            h += ARRAYS.scores[ARRAYS.first[item] + others[index]]
            info += ARRAYS.information[item]
    v: Floats = np.linalg.inv(MODEL.precision + info).astype(np.float64)
    means = (v @ (h[:, np.newaxis] + MODEL.precision @ MODEL.means.T)).T
    per_leaf = [chances(question, mean, v) for mean in means]
    result: Floats = p @ np.array(per_leaf)
    return result


def chances(question: Question, mean: Floats, v: Floats) -> Floats:
    """P(option) when the traits are N(mean, v), the logit shrunk by √(1 + πv/8)."""
    item = ARRAYS.keys.index(question.key)
    if question.format is Format.CHOOSE:
        logits = ARRAYS.situations.logits[
            ARRAYS.situations.items.tolist().index(item), : len(question.options)
        ]
        spread = logits @ v @ logits.T
        size = len(logits)
        gaps = [
            spread[a, a] + spread[b, b] - 2 * spread[a, b] for a in range(size) for b in range(size) if a != b
        ]
        weights = np.exp(logits @ mean / np.sqrt(1 + np.pi / 8 * np.mean(gaps)))
        shares: Floats = weights / weights.sum()
        return shares
    loading = ARRAYS.graded.loadings[ARRAYS.graded.items.tolist().index(item)]
    logit, shrink = loading @ mean, np.sqrt(1 + np.pi / 8 * loading @ v @ loading)
    if question.format is Format.PAIR:
        first = 1 / (1 + np.exp(-logit / shrink))
        return np.array([first, 1 - first])
    cuts = 1.5 * np.array([-1.6, -0.55, 0.55, 1.6])
    below = 1 / (1 + np.exp(-(cuts - logit) / shrink))
    return np.diff(np.concatenate([[0], below, [1]]))


@pytest.mark.parametrize("person", range(4))
def test_predictability_is_what_the_other_answers_foretell(person: int) -> None:
    answers = random_answers(BANK, 31, people=4, answered=0.8)[person].tobytes()
    surprises = []
    for question in SCORED:
        code = answers[question.index]
        if code not in {UNANSWERED, SKIPPED}:
            surprises.append(np.log(foretold(question, answers)[code - 1] * len(question.options)))
    assert careless(answers).predictability == pytest.approx(np.mean(surprises), abs=1e-9)


def test_clicking_at_random_is_noticed_and_being_of_a_kind_is_not() -> None:
    clickers = [careless(row.tobytes()) for row in random_answers(BANK, 41, people=200, answered=1.1)]
    assert np.mean([sign.random_like for sign in clickers]) > 0.4
    assert np.mean([sign.predictability for sign in clickers]) < -0.05
    for kind in Kind:
        sign = careless(stereotype(BANK, kind))
        assert not sign.random_like
        assert sign.predictability is not None
        assert sign.predictability > 0.3


def test_a_few_random_clicks_are_too_few_to_say_anything() -> None:
    rows = random_answers(BANK, 41, people=100, answered=0.35)
    assert not any(careless(row.tobytes()).random_like for row in rows)


@pytest.mark.parametrize("option", ["1", "3", "5"])
def test_the_same_answer_all_the_way_down_is_noticed(option: str) -> None:
    agreements = [q.key for q in SCORED if q.format is Format.AGREE]
    sign = careless(packed_answers(BANK, dict.fromkeys(agreements, option)))
    assert sign.straight_line
    assert sign.longest_run == 1.0


def test_a_run_goes_on_over_skipped_questions_and_ends_at_another_answer() -> None:
    agreements = [q.key for q in SCORED if q.format is Format.AGREE][:10]
    options = ["2", "2", None, "2", "2", "2", "4", "2", "2", "2"]
    sign = careless(packed_answers(BANK, dict(zip(agreements, options, strict=True))))
    assert sign.longest_run == pytest.approx(5 / 9)
    assert not sign.straight_line


def test_five_agreement_answers_are_too_few_for_a_straight_line() -> None:
    agreements = [q.key for q in SCORED if q.format is Format.AGREE][:5]
    assert not careless(packed_answers(BANK, dict.fromkeys(agreements, "3"))).straight_line


def test_answering_honestly_both_ways_is_no_straight_line() -> None:
    for kind in Kind:
        assert not careless(stereotype(BANK, kind)).straight_line
