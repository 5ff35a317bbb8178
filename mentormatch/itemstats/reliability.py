"""How much of what is measured is people, and how much is noise."""

import numpy as np

from mentormatch.scoring import Floats
from mentormatch.values import dataclass

LEAST = 100
_ROUNDS = 500
_CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Consistency:
    """Internal consistency of the questions on one trait: α, and ω where three or more allow it."""

    items: int
    people: int
    alpha: float
    omega: float | None


def marginal_reliability(means: Floats, sds: Floats) -> float | None:
    """var(m) / (var(m) + mean se²) of one trait, from estimates and standard errors (n,).

    Green, Bock, Humphreys, Linn & Reckase (1984), Technical guidelines for assessing computerized
    adaptive tests, JEM 21. None for fewer than two people.
    """
    if len(means) < 2:
        return None
    true = float(means.var(ddof=1))
    noise = float(np.mean(sds**2))
    return true / (true + noise) if true + noise > 0 else None


def consistency(scores: Floats) -> Consistency | None:
    """Of complete answers (n, k), all keyed the same way. None where there is too little.

    α: Cronbach (1951), Psychometrika 16. ω: McDonald (1999), Test theory, (Σλ)² over (Σλ)² + Σψ of
    one factor, fitted to the covariances by unweighted least squares (Harman & Jones 1966).
    """
    people, items = scores.shape
    if people < LEAST or items < 2:
        return None
    covariance = np.cov(scores, rowvar=False)
    if (np.diag(covariance) <= 0).any() or covariance.sum() <= 0:
        return None
    alpha = items / (items - 1) * (1 - np.trace(covariance) / covariance.sum())
    return Consistency(items, people, float(alpha), _omega(covariance) if items > 2 else None)


def _omega(covariance: Floats) -> float | None:
    loadings = one_factor(covariance)
    if loadings is None:
        return None
    common = float(loadings.sum() ** 2)
    unique = float(np.sum(np.diag(covariance) - loadings**2))
    return common / (common + unique)


def one_factor(covariance: Floats) -> Floats | None:
    """Loadings (k,) of one factor by iterated principal axes; None where it does not settle.

    Also None in a Heywood case, where a question would have less than no variance of its own.
    """
    whole = np.diag(covariance)
    common = 0.5 * whole
    for _ in range(_ROUNDS):
        reduced = covariance - np.diag(whole - common)
        values, vectors = np.linalg.eigh(reduced)
        loadings: Floats = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        if np.abs(loadings**2 - common).max() < _CLOSE * whole.max():
            return loadings * (1.0 if loadings.sum() >= 0 else -1.0)
        common = loadings**2
        if (common > whole).any():
            return None
    return None
