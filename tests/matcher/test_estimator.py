"""The residual estimator keeps scikit-learn's contract, and is the expert until it is taught."""

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.utils.estimator_checks import check_estimator

from mentormatch.matcher import estimator
from mentormatch.matcher.estimator import ResidualClassifier, plain_alternative
from mentormatch.matcher.labels import NOT_POSSIBLE
from mentormatch.scoring import Floats, Ints

LEAVES = ("formal", "informal", "reverse", "coaching", "coaching", "coaching")


def _people(size: int, seed: int = 7) -> tuple[Floats, Ints]:
    rng = np.random.default_rng(seed)
    z = np.log(rng.dirichlet(np.ones(6), size))
    x = rng.normal(size=(size, 11))
    return np.hstack([z, x]), rng.integers(0, 4, size)


def _labels(places: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    return np.array(["coaching", "formal", "informal", "reverse"])[places]


def test_the_estimator_keeps_scikit_learns_contract() -> None:
    found = check_estimator(ResidualClassifier(), on_skip=None)
    # What is skipped needs pandas or another array library, which the project does not have.
    assert sum(check["status"] == "passed" for check in found) > 40


def test_the_estimator_keeps_it_with_another_penalty_too() -> None:
    check_estimator(ResidualClassifier(penalty=0.5), on_skip=None)


def test_with_hardly_a_label_it_is_the_expert() -> None:
    features, places = _people(40)
    model = ResidualClassifier(expert=LEAVES).fit(features, _labels(places), np.full(40, 1e-9))
    p = np.exp(features[:, :6])
    expert = np.column_stack([p[:, 3:].sum(axis=1), p[:, 0], p[:, 1], p[:, 2]])
    assert list(model.classes_) == ["coaching", "formal", "informal", "reverse"]
    assert model.predict_proba(features) == pytest.approx(expert, abs=1e-6)


def test_it_knows_the_experts_kinds_also_those_that_nobody_was_given() -> None:
    features, _ = _people(30)
    model = ResidualClassifier(expert=LEAVES).fit(features, ["formal"] * 30)
    assert len(model.classes_) == 4
    with pytest.raises(ValueError, match="does not know"):
        ResidualClassifier(expert=LEAVES).fit(features, ["friendship"] * 30)


def test_what_is_impossible_stays_so() -> None:
    features, places = _people(60)
    features[:30, 3:6] = NOT_POSSIBLE
    places[:30] = np.where(places[:30] == 0, 1, places[:30])
    model = ResidualClassifier(expert=LEAVES).fit(features, _labels(places))
    assert model.predict_proba(features)[:30, 0].max() == 0.0


def test_a_soft_label_is_several_rows_whose_weights_add_up() -> None:
    features, places = _people(50)
    hard = ResidualClassifier(expert=LEAVES).fit(features, _labels(places))
    doubled = np.repeat(features, 2, axis=0)
    halves = ResidualClassifier(expert=LEAVES).fit(doubled, _labels(np.repeat(places, 2)), np.full(100, 0.5))
    assert halves.predict_proba(features) == pytest.approx(hard.predict_proba(features), abs=1e-5)


def test_the_gradient_is_that_of_the_loss() -> None:
    features, places = _people(25)
    columns = np.array([1, 2, 3, 0, 0, 0])
    task = estimator._Task(features[:, :6], columns, features[:, 6:], places, np.linspace(0.2, 2, 25))
    at = task.start() + np.random.default_rng(3).normal(0, 0.3, len(task.start()))

    def loss(parameters: Floats) -> float:
        return task.loss(parameters, 2.0)[0]

    def gradient(parameters: Floats) -> Floats:
        return task.loss(parameters, 2.0)[1]

    error = check_grad(loss, gradient, at)
    assert error < 1e-4


def test_the_same_labels_give_the_same_numbers() -> None:
    features, places = _people(80)
    one, two = (ResidualClassifier(expert=LEAVES).fit(features, _labels(places)) for _ in range(2))
    assert one.slopes_.tobytes() == two.slopes_.tobytes()


def test_the_plain_alternative_learns_from_the_same_features_and_is_scikit_learns_alone() -> None:
    """Labels follow from one column of x, of which the expert knows nothing."""
    features, _ = _people(400)
    places = np.where(features[:, 6] > 0, 1, 3)
    model = plain_alternative().fit(features[:300], _labels(places[:300]))
    assert {type(step).__module__.partition(".")[0] for _, step in model.steps} == {"sklearn"}
    assert model.score(features[300:], _labels(places[300:])) > 0.9
    assert model.predict_proba(features).shape == (400, 2)
