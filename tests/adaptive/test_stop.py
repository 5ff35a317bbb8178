import math
from dataclasses import replace

import numpy as np
import pytest

from mentormatch.adaptive.progress import expected_questions
from mentormatch.adaptive.standing import standing
from mentormatch.adaptive.stop import flip_probability, is_decided, rivals
from mentormatch.guide import Kind, Role
from mentormatch.scoring import arrays_for, load_expert
from tests.banks import packed_answers, small_bank, stereotype

BANK = small_bank()
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)


@pytest.mark.parametrize(("odds", "news"), [(0.0, 1.0), (0.5, 0.3), (1.0, 4.0), (2.5, 2.0), (0.1, 9.0)])
def test_the_probability_of_a_flip_is_how_often_it_happens(odds: float, news: float) -> None:
    chance = np.random.default_rng(4)
    right = chance.random(400_000) < 1 / (1 + math.exp(-odds))
    drift = np.where(right, news / 2, -news / 2)
    later = odds + drift + math.sqrt(news) * chance.standard_normal(len(right))
    assert flip_probability(odds, news) == pytest.approx(np.mean(later < 0), abs=0.004)


def test_nothing_flips_when_nothing_is_left_to_learn() -> None:
    assert flip_probability(0.0, 0.0) == 0.0
    assert flip_probability(0.3, 1e-15) == 0.0


def test_a_greater_lead_flips_less_and_more_news_flips_more() -> None:
    by_lead = [flip_probability(odds, 2.0) for odds in (0.0, 0.5, 1.0, 2.0, 4.0)]
    by_news = [flip_probability(1.5, news) for news in (0.1, 0.5, 1.0, 2.0, 4.0)]
    assert by_lead == sorted(by_lead, reverse=True)
    assert by_news == sorted(by_news)


@pytest.mark.parametrize("role", Role)
def test_news_is_what_the_whole_bank_would_add(role: Role) -> None:
    """ΔμᵀKΔμ of all items less that of the shown ones, from the published K."""
    answers = stereotype(BANK, Kind.FORMAL)
    shown = ARRAYS.asked[role] & (np.arange(len(ARRAYS.keys)) % 3 == 0)
    now = standing(ARRAYS, answers, shown, role)

    def k(
        mask: np.ndarray[tuple[int], np.dtype[np.bool_]],
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        p = MODEL.precision
        return p - p @ np.linalg.inv(p + ARRAYS.information[mask].sum(axis=0)) @ p

    gap = MODEL.means[0] - MODEL.means[2]
    assert now.news[0, 2] == pytest.approx(gap @ (k(ARRAYS.asked[role]) - k(shown)) @ gap)


def test_every_other_kind_is_a_rival_and_the_door_become_has_two() -> None:
    shown = np.zeros(len(ARRAYS.keys), dtype=bool)
    counts = [
        len(list(rivals(ARRAYS, standing(ARRAYS, bytes(len(BANK.questions)), shown, role)))) for role in Role
    ]
    assert counts == [3, 2]


def test_a_clear_lead_is_not_decided_before_eight_answers() -> None:
    answers = stereotype(BANK, Kind.FORMAL)
    enough = standing(ARRAYS, answers, ARRAYS.asked[Role.BECOME], Role.BECOME)
    assert is_decided(ARRAYS, enough)
    assert not is_decided(ARRAYS, replace(enough, answered=7))


def test_a_tie_is_not_decided_while_there_is_more_to_learn() -> None:
    answers = packed_answers(BANK, {})
    shown = np.zeros(len(ARRAYS.keys), dtype=bool)
    assert not is_decided(ARRAYS, replace(standing(ARRAYS, answers, shown, Role.FIND), answered=20))


def test_coaching_is_not_decided_before_its_focus_was_asked_about() -> None:
    answers = stereotype(BANK, Kind.COACHING)
    asked = ARRAYS.asked[Role.FIND]
    assert is_decided(ARRAYS, standing(ARRAYS, answers, asked, Role.FIND))
    assert not is_decided(ARRAYS, standing(ARRAYS, answers, asked & ~ARRAYS.is_focus, Role.FIND))


def test_the_focus_questions_of_coaching_are_counted_as_still_to_come() -> None:
    most = ARRAYS.asked[Role.FIND] & ~ARRAYS.is_focus
    now = standing(ARRAYS, stereotype(BANK, Kind.COACHING), most, Role.FIND)
    assert expected_questions(ARRAYS, now) == 3
