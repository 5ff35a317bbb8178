"""Differential functioning: the textbook's numbers, and how often it is right about simulated people."""

from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from scipy import stats

from mentormatch.bundled import data_path
from mentormatch.guide import Role
from mentormatch.itemstats.differences import differences
from mentormatch.itemstats.differential import Effect, chosen_difference, graded_difference, strata_of
from mentormatch.itemstats.rest import standing, without
from mentormatch.quiz import Bank, Format, Part, parse_bank
from mentormatch.scoring import arrays_for, load_expert
from tests.itemstats.people import alike_world, answered, pulled

# Hosmer-free figures: two strata of a 2 × 2 table, small enough to work out by hand.
_TABLES = [((30, 20), (22, 28)), ((12, 38), (6, 44))]


def _people(tables: list[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[Any, Any, Any]:
    chosen, strata, focal = [], [], []
    for stratum, table in enumerate(tables):
        for who, row in enumerate(table):
            for what, count in zip((True, False), row, strict=True):
                chosen += [what] * count
                strata += [stratum] * count
                focal += [bool(who)] * count
    return np.array(chosen), np.array(strata), np.array(focal)


def test_a_choice_has_the_mantel_haenszel_figures_of_the_hand_calculation() -> None:
    found = chosen_difference(*_people(_TABLES))
    assert found is not None
    # α = Σ ad/n over Σ bc/n = (30·28 + 12·44)/100 ÷ (20·22 + 38·6)/100 = 13.68 / 6.68
    assert found.size == pytest.approx(-2.35 * np.log(13.68 / 6.68))
    # Σa = 42, ΣE = 50·52/100 + 50·18/100 = 35, ΣV = 50·50·52·48/990000 + 50·50·18·82/990000
    variance = (2500 * 52 * 48 + 2500 * 18 * 82) / 990_000
    assert found.chance == pytest.approx(stats.chi2.sf((7 - 0.5) ** 2 / variance, 1))


def test_one_table_alone_has_the_classical_odds_ratio_and_its_error() -> None:
    """With one stratum the variance is the sum of the reciprocals (Woolf)."""
    ((a, b), (c, d)) = (400, 600), (250, 750)
    found = chosen_difference(*_people([((a, b), (c, d))]))
    assert found is not None
    assert found.size == pytest.approx(-2.35 * np.log(a * d / (b * c)))
    error = 2.35 * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    beyond = NormalDist().cdf(-(abs(found.size) - 1) / error) < 0.05
    assert (found.effect is Effect.C) is bool(abs(found.size) >= 1.5 and beyond)


def test_agreement_in_one_stratum_is_the_trend_test_and_cohens_difference() -> None:
    """Mantel's χ² of one stratum is (n − 1) r² between group and step."""
    rng = np.random.default_rng(3)
    steps = rng.integers(1, 6, 400)
    focal = rng.random(400) < 0.5
    steps[focal] = np.minimum(5, steps[focal] + (rng.random(focal.sum()) < 0.3))
    found = graded_difference(steps, np.zeros(400, dtype=np.int64), focal)
    assert found is not None
    r = np.corrcoef(steps, focal)[0, 1]
    assert found.chance == pytest.approx(stats.chi2.sf(399 * r**2, 1))
    assert found.size == pytest.approx((steps[focal].mean() - steps[~focal].mean()) / steps.std())


@pytest.mark.parametrize(("shift", "effect"), [(0.0, Effect.A), (0.2, Effect.B), (0.4, Effect.C)])
def test_agreement_has_its_classes(shift: float, effect: Effect) -> None:
    """40,000 people of whom the focal half stand `shift` standard deviations higher."""
    rng = np.random.default_rng(1)
    focal = np.arange(40_000) % 2 == 0
    steps = np.clip(np.round(3 + rng.normal(0, 1, 40_000)), 1, 5)
    steps = (steps + (rng.random(40_000) < shift * steps.std()) * focal).astype(np.int64)
    found = graded_difference(steps, rng.integers(0, 5, 40_000), focal)
    assert found is not None
    assert found.effect is effect


def test_what_a_small_sample_shows_by_chance_is_no_class() -> None:
    found = chosen_difference(*_people([((6, 4), (3, 7))]))
    assert found is not None
    assert abs(found.size) > 1.5
    assert found.effect is Effect.A


def test_groups_that_never_meet_cannot_be_compared() -> None:
    strata, focal = np.array([0, 0, 1, 1]), np.array([False, False, True, True])
    assert chosen_difference(np.array([True, False, True, False]), strata, focal) is None
    assert graded_difference(np.array([1, 2, 3, 4]), strata, focal) is None


def test_the_five_strata_are_of_equal_size() -> None:
    matching = np.random.default_rng(2).normal(size=1000)
    assert np.bincount(strata_of(matching)).tolist() == [200] * 5


@pytest.fixture(scope="module")
def bank() -> Bank:
    return parse_bank(data_path("banks", "mentoring.json").read_bytes())


_PULL = {Format.AGREE: 0.7, Format.PAIR: 1.0, Format.CHOOSE: 1.6}


def _flags(bank: Bank, world_number: int, size: int, pull: float) -> dict[Format, list[bool]]:
    """Per format, whether each of six questions is classed B or C; `pull` of 1 makes it differ in truth."""
    arrays, world = arrays_for(bank, load_expert()), alike_world(world_number)
    people, codes, spoken = answered(world, bank, size)
    found: dict[Format, list[bool]] = {form: [] for form in Format}
    asked = bank.asked_of(Role.FIND, Part.TRAITS)
    for form in Format:
        for question in [q for q in asked if q.format is form][:6]:
            changed = pulled(world, bank, people, codes, question.key, pull * _PULL[form])
            rest = without(
                arrays, standing(arrays, changed, (Role.FIND,) * size), arrays.item_of[question.index]
            )
            seen, compared = differences(question, rest, spoken[rest.people, question.index])
            assert compared == ["ar"]
            found[form].append(any(one.effect != "A" for one in seen))
    return found


def test_questions_that_differ_are_found_at_300_a_language_and_others_are_left_alone(bank: Bank) -> None:
    """Power of at least .75 in every format, and at most one false alarm in ten, over 5 worlds."""
    for pull, least, most in ((1.0, 0.75, 1.0), (0.0, 0.0, 0.1)):
        runs = [_flags(bank, number, 600, pull) for number in range(5)]
        for form in Format:
            share = np.mean([flag for run in runs for flag in run[form]])
            assert least <= share <= most, (pull, form, share)
