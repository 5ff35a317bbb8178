"""What a model costs on the live path, beside scikit-learn with the same coefficients."""

from statistics import median
from time import perf_counter

import numpy as np
from sklearn.linear_model import LogisticRegression

from mentormatch.guide import Kind
from mentormatch.matcher.residual import predicted, residual_of
from mentormatch.scoring import TRAITS

REPEATS, EACH = 40, 20


def test_a_prediction_takes_a_tenth_of_predict_proba() -> None:
    """docs: performance.md's goal, measured side by side; equality is tested in test_residual."""
    rng = np.random.default_rng(4)
    z, x = np.log(rng.dirichlet(np.ones(6), 1)), rng.normal(size=(1, 12))
    taught = residual_of("a" * 64, 0.9, rng.normal(size=4), rng.normal(size=(4, len(TRAITS))))
    features = np.hstack([z, x[:, : len(TRAITS)]])
    many = rng.normal(size=(80, features.shape[1]))
    learner = LogisticRegression().fit(many, rng.integers(0, len(Kind), 80))
    ratios = []
    for _ in range(REPEATS):
        began = perf_counter()
        for _ in range(EACH):
            predicted(taught, z, x)
        between = perf_counter()
        for _ in range(EACH):
            learner.predict_proba(features)
        ratios.append((between - began) / (perf_counter() - between))
    assert median(ratios) <= 1 / 10, f"1/{1 / median(ratios):.0f}"
