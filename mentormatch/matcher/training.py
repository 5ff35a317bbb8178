"""Teaching the residual, and finding out honestly whether it learnt anything.

Needs scikit-learn; never imported to serve.
"""

from collections.abc import Callable
from dataclasses import field

import numpy as np

from mentormatch.guide import Kind
from mentormatch.matcher.estimator import PENALTY, ResidualClassifier
from mentormatch.matcher.labels import KINDS, Examples, anchoring, soft_labels
from mentormatch.scoring import LEAVES, Floats, Ints
from mentormatch.values import dataclass

ROUNDS = 4
FOLDS, REPEATS = 5, 10
LEAF_KINDS = tuple(tuple(Kind).index(leaf.kind) for leaf in LEAVES)


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What was learnt: a, b (kind,), B (kind, trait), and â, how much agreement was anchoring."""

    trust: float
    shift: Floats = field(repr=False)
    slopes: Floats = field(repr=False)
    anchoring: float
    fitted: ResidualClassifier = field(repr=False)

    def chances(self, examples: Examples) -> Floats:
        """Probabilities of the kinds for examples, (n, kind)."""
        return self.fitted.predict_proba(examples.features)


@dataclass(frozen=True, slots=True, eq=False)
class Validated:
    """What repeated cross-validation says of blind judgements, m of them.

    `places` (m,) among the examples; `gains` (m,) by how much the mean log-loss over the repeats
    was smaller than the rival's; `chances` (m, kind) mean probabilities of the model, never having
    seen the case, and `rival` (m, kind) those of whoever serves now.
    """

    places: Ints
    gains: Floats
    chances: Floats = field(repr=False)
    rival: Floats = field(repr=False)


def teach(examples: Examples, *, penalty: float = PENALTY, pull: float | None = None) -> Taught:
    """Fit the residual; open agreements are softened by â (or a given `pull`) in four EM rounds."""
    found = anchoring(examples) if pull is None else pull
    features, chances = examples.features, examples.expert
    soft = bool((~examples.blind & (examples.kind == examples.recommended)).any())
    fitted = ResidualClassifier(expert=LEAF_KINDS, penalty=penalty)
    for _ in range(ROUNDS if soft else 1):
        which, kind, weight = soft_labels(examples, chances, found)
        fitted.fit(features[which], kind, weight)
        chances = fitted.predict_proba(features)
    return Taught(fitted.trust_, fitted.shift_, fitted.slopes_, found, fitted)


def validate(
    examples: Examples,
    seed: int,
    *,
    rival: Floats | None = None,
    repeats: int = REPEATS,
    tick: Callable[[], None] = lambda: None,
) -> Validated:
    """Repeated five-fold cross-validation; cases stay whole, only blind judgements are looked at.

    `rival` (n, kind) are the probabilities of the model that serves, the expert's without it: a
    model that was taught some of these cases is a harder rival than it should be, never an easier.
    `tick` is called after every fit, repeats × 5 times.
    """
    rng = np.random.default_rng(seed)
    places = np.flatnonzero(examples.blind)
    truth, people = examples.kind[places], np.arange(len(places))
    loss, chances = np.zeros(len(places)), np.zeros((len(places), KINDS))
    for _ in range(repeats):
        fold = _folds(examples, rng)
        for out in range(FOLDS):
            held = fold[places] == out
            if held.any():
                found = teach(examples.those(fold != out)).chances(examples.those(places[held]))
                chances[held] += found / repeats
                loss[held] -= np.log(np.maximum(found[people[: held.sum()], truth[held]], 1e-9)) / repeats
            tick()
    served = (examples.expert if rival is None else rival)[places]
    before = -np.log(np.maximum(served[people, truth], 1e-9))
    return Validated(places, before - loss, chances, served)


def _folds(examples: Examples, rng: np.random.Generator) -> Ints:
    """A fold for every example, (n,): whole cases, kinds and blindness spread evenly."""
    cases, first, inverse = np.unique(examples.case, return_index=True, return_inverse=True)
    shuffled = rng.permutation(len(cases))
    order = np.lexsort((shuffled, examples.kind[first], examples.blind[first]))
    fold = np.empty(len(cases), dtype=np.int64)
    fold[order] = np.arange(len(cases)) % FOLDS
    result: Ints = fold[inverse]
    return result
