"""What is measured, each figure as a value of sums that add up over worlds.

A *part* is a short array summed over the people of one world; a metric's value is computed from
the sum of its parts over worlds. So an interval is found by drawing worlds again, not people
(people of one world share its peculiarities).
"""

from collections.abc import Callable, Mapping

import numpy as np

from mentormatch.lab.people import Bools, Ints
from mentormatch.lab.worlds import Floats
from mentormatch.values import dataclass

Part = Floats
Value = Callable[[Floats], Floats]

BINS = 10
_MOST_ITEMS = 80
_LEAST_CHANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Metric:
    """How a figure follows from summed parts (…, k): `value` returns (…,), nan without any people."""

    name: str
    words: str
    value: Value


def _ratio(parts: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        quotient: Floats = parts[..., 0] / parts[..., 1]
    return quotient


def _calibration_error(parts: Floats) -> Floats:
    """ECE of the leading kind: mean |confidence − accuracy| over ten equal bins (Guo et al. 2017)."""
    sure, right, count = np.split(parts, 3, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        error: Floats = np.abs(sure - right).sum(axis=-1) / count.sum(axis=-1)
    return error


def _kappa(parts: Floats) -> Floats:
    """Cohen's κ of a flattened square table of counts (Cohen 1960)."""
    size = int(np.sqrt(parts.shape[-1]))
    table = parts.reshape(*parts.shape[:-1], size, size)
    with np.errstate(invalid="ignore", divide="ignore"):
        table = table / table.sum(axis=(-1, -2), keepdims=True)
        seen = np.trace(table, axis1=-2, axis2=-1)
        chance = (table.sum(axis=-1) * table.sum(axis=-2)).sum(axis=-1)
        kappa: Floats = (seen - chance) / (1.0 - chance)
    return kappa


def _quantile(share: float) -> Value:
    def value(parts: Floats) -> Floats:
        reached = np.cumsum(parts, axis=-1) >= share * parts.sum(axis=-1, keepdims=True)
        place: Floats = np.argmax(reached, axis=-1).astype(np.float64)
        return place

    return value


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("top1", "right kind first", _ratio),
        Metric("top2", "right kind in first two", _ratio),
        Metric("log_loss", "log-loss", _ratio),
        Metric("brier", "Brier score", _ratio),
        Metric("ece", "calibration error", _calibration_error),
        Metric("decided", "decided", _ratio),
        Metric("decided_right", "right when decided", _ratio),
        Metric("between_holds", "close call names the truth", _ratio),
        Metric("focus_right", "right focus when coaching is right", _ratio),
        Metric("items", "trait questions, mean", _ratio),
        Metric("items_median", "median", _quantile(0.5)),
        Metric("items_p90", "90th percentile", _quantile(0.9)),
        Metric("agreement", "agrees with the whole bank", _ratio),
        Metric("kappa", "test-retest κ", _kappa),
        Metric("random_auc", "random clicks told from honest (AUC)", _ratio),
        Metric("random_found", "random clickers noticed", _ratio),
        Metric("straight_found", "straight-liners noticed", _ratio),
        Metric("straight_decided", "straight-liners given a decided result", _ratio),
        Metric("random_false", "honest called random", _ratio),
        Metric("straight_false", "honest called straight-lining", _ratio),
        Metric("promoted", "promoted by the rule", _ratio),
        Metric("any_gain", "promoted by any gain", _ratio),
        Metric("anchoring", "anchoring found", _ratio),
    )
}


def mean(values: Floats | Bools | Ints) -> Part:
    """The part of a plain mean."""
    return np.array([float(np.sum(values)), float(len(values))])


def quality(kinds: Floats, truth: Ints) -> dict[str, Part]:
    """The parts about probabilities (n, kind) where `truth` (n,) is the right kind."""
    people = np.arange(len(truth))
    order = np.argsort(-kinds, axis=1, kind="stable")
    right = order[:, 0] == truth
    chance = np.maximum(kinds[people, truth], _LEAST_CHANCE)
    missed = ((kinds - np.eye(kinds.shape[1])[truth]) ** 2).sum(axis=1)
    return {
        "top1": mean(right),
        "top2": mean(right | (order[:, 1] == truth)),
        "log_loss": mean(-np.log(chance)),
        "brier": mean(missed),
        "ece": calibration(kinds[people, order[:, 0]], right),
    }


def calibration(sure: Floats, right: Bools) -> Part:
    """Summed confidence, hits and people by bin of confidence, (3 × BINS,)."""
    place = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    columns = [np.bincount(place, weights=w, minlength=BINS) for w in (sure, right, np.ones_like(sure))]
    return np.concatenate(columns)


def decisions(close_call: Bools, lead: Ints, runner_up: Ints, truth: Ints) -> dict[str, Part]:
    """The parts about saying "this one" or "between these two"."""
    either = (lead == truth) | (runner_up == truth)
    return {
        "decided": mean(~close_call),
        "decided_right": mean((lead == truth)[~close_call]),
        "between_holds": mean(either[close_call]),
    }


def items_used(counts: Ints) -> dict[str, Part]:
    """The parts about how many questions on traits were shown."""
    histogram = np.bincount(np.minimum(counts, _MOST_ITEMS), minlength=_MOST_ITEMS + 1).astype(np.float64)
    return {"items": mean(counts), "items_median": histogram, "items_p90": histogram}


def confusion(first: Ints, second: Ints, kinds: int) -> Part:
    """Counts of the two occasions' kinds, flattened."""
    return np.bincount(first * kinds + second, minlength=kinds * kinds).astype(np.float64)


def pairs_won(higher: Floats, lower: Floats) -> Part:
    """How many pairs have `higher` above `lower` (ties half), and how many pairs there are."""
    over = higher[:, np.newaxis] - lower
    won = np.sum(over > 0) + 0.5 * np.sum(over == 0)
    return np.array([float(won), float(over.size)])
