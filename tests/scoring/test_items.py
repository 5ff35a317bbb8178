"""The score vector and information of an answer, against the likelihood they expand."""

from itertools import pairwise

import numpy as np
import pytest

from mentormatch.guide import Role, Trait
from mentormatch.quiz import Format, Part, Question
from mentormatch.scoring import (
    ACQUIESCENCE,
    DIMENSIONS,
    TRAITS,
    Floats,
    ScoringArrays,
    arrays_for,
    load_expert,
)
from tests.banks import small_bank

SMALL = 1e-5
OF_EACH_FORMAT = ("agree-goals-less", "pair-structure-guidance", "situation-2", "focus-1")


def arrays() -> ScoringArrays:
    return arrays_for(small_bank(), load_expert())


def chances(question: Question, theta: Floats) -> Floats:
    """P(option) as the model of each format has it, written out plainly."""
    if question.format is Format.AGREE:
        logit = 1.5 * (
            sum(w * theta[TRAITS.index(t)] for t, w in question.loads.items()) + theta[ACQUIESCENCE]
        )
        cuts = [-np.inf, *(1.5 * np.array([-1.6, -0.55, 0.55, 1.6])), np.inf]
        below = [1 / (1 + np.exp(logit - cut)) for cut in cuts]
        return np.array([high - low for low, high in pairwise(below)])
    slope = 1.3 if question.format is Format.PAIR else 1.4
    pulls = [sum(w * theta[TRAITS.index(t)] for t, w in option.loads.items()) for option in question.options]
    weights = np.exp(slope * np.array(pulls))
    result: Floats = weights / weights.sum()
    return result


@pytest.mark.parametrize("key", OF_EACH_FORMAT)
def test_a_score_is_the_slope_of_the_log_likelihood_at_the_middle(key: str) -> None:
    question, found = small_bank().by_key[key], arrays()
    first = int(found.first[found.keys.index(key)])
    for code in range(1, len(question.options) + 1):
        slope = np.array(
            [
                np.log(chances(question, step)[code - 1] / chances(question, -step)[code - 1]) / (2 * SMALL)
                for step in SMALL * np.eye(DIMENSIONS)
            ]
        )
        assert found.scores[first + code] == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("key", OF_EACH_FORMAT)
def test_information_is_the_mean_square_of_the_scores(key: str) -> None:
    question, found = small_bank().by_key[key], arrays()
    item = found.keys.index(key)
    at = int(found.first[item]) + 1
    scores = found.scores[at : at + len(question.options)]
    middle = chances(question, np.zeros(DIMENSIONS))
    assert scores.T @ middle == pytest.approx(np.zeros(DIMENSIONS), abs=1e-12)
    assert found.information[item] == pytest.approx(scores.T @ (middle[:, np.newaxis] * scores))


def test_an_agreement_item_keyed_the_other_way_mirrors_the_trait_and_not_acquiescence() -> None:
    found = arrays()
    more, less = (int(found.first[found.keys.index(f"agree-goals-{pole}")]) + 5 for pole in ("more", "less"))
    goals = TRAITS.index(Trait.GOALS)
    assert found.scores[more, goals] == -found.scores[less, goals] > 0
    assert found.scores[more, ACQUIESCENCE] == found.scores[less, ACQUIESCENCE] > 0


def test_only_trait_questions_of_the_door_are_scored() -> None:
    bank, found = small_bank(), arrays()
    for role in Role:
        asked = {key for key, yes in zip(found.keys, found.asked[role], strict=True) if yes}
        assert asked == {question.key for question in bank.asked_of(role, Part.TRAITS)}


def test_focus_questions_are_known() -> None:
    found = arrays()
    focus = {key for key, yes in zip(found.keys, found.is_focus, strict=True) if yes}
    assert focus == {"focus-1", "focus-2", "focus-3"}


def test_arrays_of_the_same_bank_and_model_are_made_once() -> None:
    assert arrays() is arrays()
