"""What a question would tell, against doing the sum outcome by outcome."""

from dataclasses import replace

import numpy as np
import pytest

from mentormatch.adaptive.select import best_item, information_gain
from mentormatch.adaptive.standing import Standing, standing
from mentormatch.guide import Role
from mentormatch.quiz import Format
from mentormatch.scoring import Bools, Floats, arrays_for, load_expert, score
from tests.banks import random_answers, small_bank

BANK = small_bank()
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)
PEOPLE = random_answers(BANK, 8, people=6, answered=0.3)


def where(person: int, role: Role) -> Standing:
    return standing(ARRAYS, PEOPLE[person].tobytes(), shown(person), role)


def shown(person: int) -> Bools:
    mask: Bools = PEOPLE[person][ARRAYS.questions] != 0
    return mask


def entropy(p: Floats) -> float:
    return float(-(p[p > 0] * np.log(p[p > 0])).sum())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("person", range(3))
def test_where_an_attempt_stands_is_where_its_answers_score(person: int, role: Role) -> None:
    scores = score(ARRAYS, PEOPLE[person : person + 1], [role])
    assert where(person, role).probabilities == pytest.approx(scores.probabilities[0], abs=1e-12)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("person", range(3))
def test_gain_is_the_expected_fall_of_the_entropy_over_the_leaves(person: int, role: Role) -> None:
    now = where(person, role)
    gains = information_gain(ARRAYS, now)
    for item in (*ARRAYS.graded.items[[0, 5, 18, 20]], *ARRAYS.situations.items[[0, 3, 7]]):
        chances = by_leaf(int(item), now)
        answer = now.probabilities @ chances
        after = [now.probabilities * chances[:, code] / answer[code] for code in range(len(answer))]
        expected = entropy(now.probabilities) - sum(
            c * entropy(p) for c, p in zip(answer, after, strict=True)
        )
        assert gains[item] == pytest.approx(expected, abs=1e-10)


def by_leaf(item: int, now: Standing) -> Floats:
    """P(answer | leaf), (leaf, answers), option by option."""
    question = BANK.questions[ARRAYS.questions[item]]
    v, means = now.covariance, now.leaf_means
    if question.format is Format.CHOOSE:
        logits = ARRAYS.situations.logits[
            ARRAYS.situations.items.tolist().index(item), : len(question.options)
        ]
        gaps = [(a - b) @ v @ (a - b) for a in logits for b in logits if a is not b]
        mean_gap = sum(gaps) / (len(logits) * (len(logits) - 1))
        weights = np.exp(logits @ means / np.sqrt(1 + np.pi / 8 * mean_gap))
        shares: Floats = (weights / weights.sum(axis=0)).T
        return shares
    loading = ARRAYS.graded.loadings[ARRAYS.graded.items.tolist().index(item)]
    logit, shrink = loading @ means, np.sqrt(1 + np.pi / 8 * loading @ v @ loading)
    cuts = [0.0] if question.format is Format.PAIR else 1.5 * np.array([-1.6, -0.55, 0.55, 1.6])
    below = [
        np.zeros_like(logit),
        *(1 / (1 + np.exp(-(cut - logit) / shrink)) for cut in cuts),
        np.ones_like(logit),
    ]
    return np.diff(np.array(below), axis=0).T


def test_the_choice_is_the_greatest_gain_for_the_time_it_takes() -> None:
    seconds = np.array(
        [{"agree": 6, "pair": 11, "choose": 18}[BANK.by_key[key].format] for key in ARRAYS.keys]
    )
    other_without_time = 0
    for answers in random_answers(BANK, 12, people=20, answered=0.15):
        now = standing(ARRAYS, answers.tobytes(), answers[ARRAYS.questions] != 0, Role.FIND)
        seen, situations = now.shown.sum(), (now.shown & ARRAYS.is_situation).sum()
        half = 2 * (situations + 1) <= seen + 1
        gain = np.where(now.remaining & (half | ~ARRAYS.is_situation), information_gain(ARRAYS, now), 0)
        assert best_item(ARRAYS, now, focus_first=False) == np.argmax(np.round(gain / np.sqrt(seconds), 12))
        other_without_time += np.argmax(gain) != np.argmax(gain / np.sqrt(seconds))
    assert other_without_time


@pytest.mark.parametrize("noise", [1e-15, -1e-15])
def test_of_two_questions_that_tell_equally_much_the_first_is_asked_whatever_the_last_bit_says(
    noise: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two mirrored agreement questions tell the same; a processor's rounding must not choose."""
    now = standing(ARRAYS, bytes(len(BANK.questions)), np.zeros(len(ARRAYS.keys), dtype=bool), Role.FIND)
    gain = information_gain(ARRAYS, now) / ARRAYS.cost
    first, second = np.flatnonzero(np.abs(gain - gain[ARRAYS.graded.items].max()) < 1e-12)[:2]
    only = replace(now, remaining=np.isin(np.arange(len(gain)), [first, second]))
    exact = information_gain(ARRAYS, only)
    rounded = np.where(np.arange(len(gain)) == second, exact + noise, exact)
    monkeypatch.setattr("mentormatch.adaptive.select.information_gain", lambda *_: rounded)
    assert best_item(ARRAYS, only, focus_first=False) == first


def test_a_long_question_must_tell_more_to_be_asked() -> None:
    costs = {BANK.by_key[key].format: cost for key, cost in zip(ARRAYS.keys, ARRAYS.cost, strict=True)}
    assert costs[Format.AGREE] < costs[Format.PAIR] < costs[Format.CHOOSE]
    assert costs[Format.CHOOSE] == pytest.approx(18**0.5)


def test_when_only_situations_are_left_the_balance_gives_way() -> None:
    now = standing(ARRAYS, bytes(len(BANK.questions)), ~ARRAYS.is_focus, Role.FIND)
    assert ARRAYS.is_focus[best_item(ARRAYS, now, focus_first=False)]


def test_focus_questions_come_first_once_coaching_leads() -> None:
    now = where(2, Role.FIND)
    half = now.shown & ~ARRAYS.is_focus & ~ARRAYS.is_situation
    plain = standing(ARRAYS, PEOPLE[2].tobytes(), half, Role.FIND)
    assert ARRAYS.is_focus[best_item(ARRAYS, plain, focus_first=True)]
