"""The residual around the expert as a scikit-learn estimator, and the plain alternative.

Imported when a model is trained or measured, never to serve: `matcher.residual` predicts from the
coefficients.
"""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from mentormatch.scoring import Floats, Ints

PENALTY = 10.0
_DIGITS = 12


class ResidualClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # sklearn ships no types
    """Maximum a posteriori residual around an expert: log p_t ∝ a·log p_E(t) + b_t + B_t·x.

    The penalty is λ/2 (‖B‖² + ‖b‖² + (a − 1)²): without labels it is the expert itself, and every
    label moves it a little. LogisticRegression has no offset, hence an estimator of our own.

    Parameters
    ----------
    expert
        The classes of the first columns of X, which hold the expert's log-probabilities. Several
        columns may belong to one class (coaching's three leaves): the class has their sum. None:
        there is no expert, every column is x, and the model is a penalised logistic regression.
    penalty
        λ, above 0.
    max_iter
        The most steps of L-BFGS.

    Attributes
    ----------
    classes_ (c,), trust_ (a), shift_ (c,), slopes_ (c, columns of x), n_features_in_, n_iter_.
    With an expert the classes are the expert's, also those that nobody was given.

    """

    def __init__(
        self, *, expert: Sequence[Any] | None = None, penalty: float = PENALTY, max_iter: int = 500
    ) -> None:
        self.expert = expert
        self.penalty = penalty
        self.max_iter = max_iter

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike, sample_weight: npt.ArrayLike | None = None) -> Self:  # noqa: N803 - scikit-learn's names
        """Fit to labels y (n,); a soft label is several rows whose weights add up to one.

        Raises:
            ValueError: as scikit-learn's contract asks, and for a label that the expert does not know.
        """
        checked, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        weights = _check_sample_weight(sample_weight, checked, dtype=np.float64)
        seen = np.unique(y)
        self.classes_ = seen if self.expert is None else np.unique(np.asarray(self.expert))
        if len(self.classes_) < 2:
            raise ValueError("the number of classes has to be greater than one; got 1 class")
        if not np.isin(seen, self.classes_).all():
            raise ValueError(f"labels that the expert does not know: {np.setdiff1d(seen, self.classes_)}")
        offsets, features = self._parts(checked)
        task = _Task(offsets, self._columns(), features, np.searchsorted(self.classes_, y), weights)
        found = minimize(
            task.loss, task.start(), args=(float(self.penalty),), jac=True, method="L-BFGS-B",
            options={"maxiter": self.max_iter, "ftol": 1e-14, "gtol": 1e-9},
        )  # fmt: skip
        trust, shift, slopes = task.parts(np.round(found.x, _DIGITS))
        self.trust_, self.shift_, self.slopes_ = trust, shift, slopes
        self.n_iter_ = int(found.nit)
        return self

    def predict_proba(self, X: npt.ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """Probabilities (n, c) in the order of `classes_`."""
        check_is_fitted(self)
        checked = validate_data(self, X, dtype=np.float64, reset=False)
        offsets, features = self._parts(checked)
        columns = self._columns()
        pulled = (self.shift_ + features @ self.slopes_.T)[:, columns]
        return _summed(_softmax(self.trust_ * offsets + pulled), columns, len(self.classes_))

    def predict_log_proba(self, X: npt.ArrayLike) -> Floats:  # noqa: N803 - scikit-learn's name
        """Logarithms of `predict_proba`."""
        with np.errstate(divide="ignore"):
            result: Floats = np.log(self.predict_proba(X))
        return result

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:  # noqa: N803 - scikit-learn's name
        """The most probable class of every row, (n,)."""
        chances = self.predict_proba(X)
        result: npt.NDArray[Any] = self.classes_[np.argmax(chances, axis=1)]
        return result

    def _columns(self) -> Ints:
        """Which class each column of offsets belongs to."""
        if self.expert is None:
            return np.arange(len(self.classes_), dtype=np.int64)
        return np.searchsorted(self.classes_, np.asarray(self.expert)).astype(np.int64)

    def _parts(self, checked: Floats) -> tuple[Floats, Floats]:
        """The expert's columns and those of x."""
        if self.expert is None:
            return np.zeros((len(checked), len(self.classes_))), checked
        return checked[:, : len(self.expert)], checked[:, len(self.expert) :]


class _Task:
    """The penalised loss of one fit, with its gradient; parameters are a, b, B in a row."""

    def __init__(
        self, offsets: Floats, columns: Ints, features: Floats, label: Ints, weights: Floats
    ) -> None:
        self.offsets, self.features, self.weights, self.columns = offsets, features, weights, columns
        self.classes = int(columns.max()) + 1
        self.own = columns == label[:, np.newaxis]

    def start(self) -> Floats:
        start = np.zeros(1 + self.classes * (1 + self.features.shape[1]))
        start[0] = 1.0
        return start

    def parts(self, parameters: Floats) -> tuple[float, Floats, Floats]:
        shift = parameters[1 : 1 + self.classes]
        return float(parameters[0]), shift, parameters[1 + self.classes :].reshape(self.classes, -1)

    def loss(self, parameters: Floats, penalty: float) -> tuple[float, Floats]:
        trust, shift, slopes = self.parts(parameters)
        logits = trust * self.offsets + (shift + self.features @ slopes.T)[:, self.columns]
        p = _softmax(logits)
        within = _softmax(np.where(self.own, logits, -np.inf))
        loss = np.dot(self.weights, _log_sum(logits) - _log_sum(np.where(self.own, logits, -np.inf)))
        apart = self.weights[:, np.newaxis] * (p - within)
        by_class = _summed(apart, self.columns, self.classes)
        gradient = np.concatenate(
            [[np.sum(apart * self.offsets)], by_class.sum(axis=0), (by_class.T @ self.features).ravel()]
        )
        away = parameters - self.start()
        return float(loss + 0.5 * penalty * away @ away), gradient + penalty * away


def plain_alternative() -> Pipeline:
    """What scikit-learn has for the same features [log p_E, x]: standardised, then LogisticRegression.

    The fallback where an estimator of one's own is not wanted, and what ours is compared with.
    """
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))


def _softmax(logits: Floats) -> Floats:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = weights / weights.sum(axis=1, keepdims=True)
    return result


def _log_sum(logits: Floats) -> Floats:
    top = logits.max(axis=1)
    result: Floats = top + np.log(np.exp(logits - top[:, np.newaxis]).sum(axis=1))
    return result


def _summed(values: Floats, columns: Ints, classes: int) -> Floats:
    """Columns added up by class, (n, classes)."""
    result = np.zeros((len(values), classes))
    for place, of in enumerate(columns.tolist()):
        result[:, of] += values[:, place]
    return result
