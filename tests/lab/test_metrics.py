"""The measuring sticks measure what they say."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, cohen_kappa_score, log_loss, roc_auc_score

from mentormatch.adaptive import Ask, next_step
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.lab import Purpose, Regime, baselines, draw_people, generator, make_world, respond
from mentormatch.lab.forms import balanced_form, only, walk, with_gaps
from mentormatch.lab.intervals import figures
from mentormatch.lab.metrics import (
    METRICS,
    calibration,
    confusion,
    decisions,
    items_used,
    mean,
    pairs_won,
    quality,
)
from mentormatch.quiz import Form, Format, Part, Shown, begin
from mentormatch.scoring import arrays_for, load_expert
from tests.banks import small_bank

seeds = st.integers(0, 1000)


def drawn(seed: int, size: int = 200) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(4), size), rng.integers(0, 4, size)


def value(name: str, part: np.ndarray) -> float:
    return float(METRICS[name].value(part))


@given(seeds)
def test_accuracy_log_loss_and_brier_are_what_the_textbook_says(seed: int) -> None:
    kinds, truth = drawn(seed)
    parts = quality(kinds, truth)
    assert value("top1", parts["top1"]) == pytest.approx(np.mean(kinds.argmax(axis=1) == truth))
    assert value("log_loss", parts["log_loss"]) == pytest.approx(log_loss(truth, kinds, labels=range(4)))
    brier = brier_score_loss(truth, kinds, labels=[0, 1, 2, 3], scale_by_half=False)
    assert value("brier", parts["brier"]) == pytest.approx(brier)
    assert value("top2", parts["top2"]) >= value("top1", parts["top1"])


@given(seeds)
def test_parts_of_two_worlds_add_up_to_the_parts_of_both(seed: int) -> None:
    kinds, truth = drawn(seed)
    whole, one, other = (
        quality(kinds, truth),
        quality(kinds[:80], truth[:80]),
        quality(kinds[80:], truth[80:]),
    )
    for name, part in whole.items():
        np.testing.assert_allclose(part, one[name] + other[name])


def test_a_forecaster_who_is_right_as_often_as_sure_has_no_calibration_error() -> None:
    sure = np.full(1000, 0.75)
    right = np.arange(1000) < 750
    assert value("ece", calibration(sure, right)) == pytest.approx(0.0)
    assert value("ece", calibration(np.full(1000, 0.95), right)) == pytest.approx(0.2)
    assert value("ece", calibration(np.ones(1000), right)) == pytest.approx(0.25)


@given(seeds)
def test_kappa_and_auc_agree_with_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 4, 100)
    second = np.where(rng.random(100) < 0.6, first, rng.integers(0, 4, 100))
    assert value("kappa", confusion(first, second, 4)) == pytest.approx(cohen_kappa_score(first, second))
    high, low = rng.normal(0.5, 1.0, 40).round(1), rng.normal(0.0, 1.0, 30).round(1)
    auc = roc_auc_score(np.repeat([1, 0], [40, 30]), np.concatenate([high, low]))
    assert value("random_auc", pairs_won(high, low)) == pytest.approx(auc)


def test_decisions_are_judged_by_what_was_said() -> None:
    close = np.array([False, False, True, True])
    lead, second, truth = np.array([0, 1, 2, 3]), np.array([1, 0, 3, 1]), np.array([0, 0, 3, 0])
    parts = decisions(close, lead, second, truth)
    assert [value(name, parts[name]) for name in ("decided", "decided_right", "between_holds")] == [0.5] * 3


def test_counts_of_questions_give_their_mean_median_and_ninetieth_percentile() -> None:
    parts = items_used(np.array([8, 8, 9, 10, 30]))
    found = [value(name, parts[name]) for name in ("items", "items_median", "items_p90")]
    assert found == [13.0, 9.0, 30.0]


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Worlds differ in how easy they are; 95 % intervals over 20 of them hold the mean mostly."""
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        easy = rng.beta(8, 4, 20)
        worlds = [{("row", "top1"): mean(rng.random(60) < p)} for p in easy]
        figure = figures([worlds], rng)["row"]["top1"]
        held += figure.low <= 8 / 12 <= figure.high
    assert 0.88 <= held / 200 <= 0.99


def test_a_metric_about_nobody_is_left_out() -> None:
    nobody = {("row", "top1"): mean(np.zeros(0)), ("row", "decided"): mean(np.ones(3))}
    assert list(figures([[nobody]], np.random.default_rng(0))["row"]) == ["decided"]


def test_a_balanced_form_has_every_format_in_its_share() -> None:
    form = balanced_form(small_bank(), Role.FIND, 12)
    every = small_bank().asked_of(Role.FIND, Part.TRAITS)
    assert len(form) == len({question.key for question in form}) == 12
    for kind in Format:
        share = sum(q.format is kind for q in every) / len(every)
        assert abs(sum(q.format is kind for q in form) - 12 * share) < 1
    assert balanced_form(small_bank(), Role.FIND, 99) == every


@pytest.mark.parametrize("role", Role)
def test_a_walk_asks_everyone_what_the_program_asks_and_keeps_the_first_steps(role: Role) -> None:
    """Also those who began alike, and are asked from what was kept for the first of them."""
    bank, model = small_bank(), load_expert()
    arrays = arrays_for(bank, model)
    world = make_world(Purpose.TUNING, Regime.REALISTIC, 0)
    codes = respond(world, bank, draw_people(world, role, 12)).codes
    codes = np.concatenate([codes, codes[:3]])
    found = walk(bank, model, arrays, codes, role)
    for row, asked, items in zip(codes, found.codes, found.items, strict=True):
        attempt = begin(
            bank,
            role=role,
            form=Form.ADAPTIVE,
            locale=Locale.FR,
            seed=9,
            now=datetime(2024, 5, 1, tzinfo=UTC),
        )
        given, traits = np.zeros_like(row), 0
        while isinstance(step := next_step(model, arrays, bank, attempt), Ask):
            if step.question.part is not Part.READINESS:
                given[step.question.index] = row[step.question.index]
                traits += step.question.part is Part.TRAITS
            shown = (*attempt.shown, Shown(step.question.index, step.left))
            attempt = replace(attempt, shown=shown, answers=given.tobytes())
        scored = [q.index for q in bank.questions if q.part is Part.TRAITS]
        np.testing.assert_array_equal(asked[scored], given[scored])
        assert items == traits
    np.testing.assert_array_equal(found.codes[-3:], found.codes[:3])


def test_gaps_are_as_many_as_asked_for() -> None:
    codes = np.ones((200, 50), dtype=np.uint8)
    gaps = with_gaps(codes, 0.3, generator(Purpose.TUNING, "gaps"))
    assert np.mean(gaps == 0) == pytest.approx(0.3, abs=0.02)


def test_the_baselines_are_worth_beating_but_know_their_place() -> None:
    """On the same people: labels beat points, points beat the commonest kind."""
    world = make_world(Purpose.TUNING, Regime.CRISP, 0)
    people = draw_people(world, Role.FIND, 900)
    codes = respond(world, small_bank(), people).codes
    codes = only(codes, balanced_form(small_bank(), Role.FIND))
    taught, tested = np.arange(600), np.arange(600, 900)
    truth = people.kind
    found = {
        "points": baselines.points_quiz(small_bank(), Role.FIND, codes[tested]),
        "majority": baselines.majority(truth[taught], 300),
        "logistic": baselines.logistic(
            small_bank(), Role.FIND, (codes[taught], truth[taught]), codes[tested]
        ),
    }
    right = {}
    for name, kinds in found.items():
        np.testing.assert_allclose(kinds.sum(axis=1), 1.0)
        right[name] = np.mean(kinds.argmax(axis=1) == truth[tested])
    assert right["majority"] + 0.15 < right["points"] < right["logistic"] + 0.1


def test_a_points_quiz_never_names_coaching_to_a_mentor() -> None:
    world = make_world(Purpose.TUNING, Regime.CRISP, 0)
    people = draw_people(world, Role.BECOME, 50)
    kinds = baselines.points_quiz(small_bank(), Role.BECOME, respond(world, small_bank(), people).codes)
    assert (kinds[:, 3] == 0).all()
