"""Whether every outcome of a bank can be reached, and how easily compared with the others.

A bank can ask about every trait and still lean: options that speak more strongly for one kind
make it win among people who answered anything at all. Three views show that before a bank is
published: what a determined respondent can reach, what chance reaches, and how people drawn from
the expert model itself fare. The last says how well the bank tells apart what the model assumes,
and nothing about real visitors.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from mentormatch.guide import Kind, Leaf, Role, kinds_for, leaves_for
from mentormatch.quiz import Bank
from mentormatch.scoring import DIMENSIONS, LEAVES, Floats, Ints, ScoringArrays, score, solve
from mentormatch.values import dataclass

SHORT_FORM = 12
_KINDS = tuple(Kind)
Answers = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far someone gets who always picks what most favours one leaf at one door.

    `full` is the probability of the leaf after every question of the door, `short` after the
    twelve best ones, which `questions` names; `leads` whether the leaf is what is recommended
    after every question, `leads_short` after the twelve.
    """

    role: Role
    leaf: Leaf
    full: float
    short: float
    leads: bool
    leads_short: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each kind is recommended at one door, after all its questions.

    `chance`: to people who answer at random. `simulated`: to people drawn from the model, as many
    of every kind. `recovered`: to those of the kind itself.
    """

    role: Role
    answerers: int
    chance: Mapping[Kind, float]
    simulated: Mapping[Kind, float]
    recovered: Mapping[Kind, float]


def favoured_kinds(bank: Bank, arrays: ScoringArrays) -> dict[tuple[str, str], Kind]:
    """The kind that each option of a scored question speaks for most, were it the only answer.

    Keys are (question, option).
    """
    found = {}
    for index in arrays.questions.tolist():
        question = bank.questions[index]
        role = Role.FIND if Role.FIND in question.roles else Role.BECOME
        answers = np.zeros((len(question.options), len(arrays.limits)), dtype=np.uint8)
        answers[:, index] = np.arange(1, len(question.options) + 1)
        leading = np.argmax(_kinds(_leaves(arrays, answers, role)), axis=1)
        for option, kind in zip(question.options, leading.tolist(), strict=True):
            found[question.key, option.key] = _KINDS[kind]
    return found


def reach(arrays: ScoringArrays) -> tuple[Reach, ...]:
    """The reach of every leaf at every door that can recommend it."""
    return tuple(_reach(arrays, role, leaf) for role in Role for leaf in leaves_for(role))


def shares(arrays: ScoringArrays, *, answerers: int, seed: int) -> tuple[Shares, ...]:
    """The shares at both doors; `answerers` of each sort, drawn from `seed`."""
    generator = np.random.default_rng(seed)
    return tuple(_shares(arrays, role, answerers, generator) for role in Role)


def _reach(arrays: ScoringArrays, role: Role, leaf: Leaf) -> Reach:
    every = _most_favouring(arrays, role, leaf)
    best, items = _best_short(arrays, role, leaf)
    full, short = _leaves(arrays, np.stack([every, best]), role)
    return Reach(
        role=role,
        leaf=leaf,
        full=float(full[LEAVES.index(leaf)]),
        short=float(short[LEAVES.index(leaf)]),
        leads=_recommended(full) is leaf,
        leads_short=_recommended(short) is leaf,
        questions=tuple(arrays.keys[item] for item in items),
    )


def _most_favouring(arrays: ScoringArrays, role: Role, leaf: Leaf) -> Answers:
    """The answer to every question of the door that raises the leaf most over its rivals' mean."""
    asked = arrays.asked[role]
    table = solve(arrays, asked[np.newaxis]).effects(arrays, 0)
    own = LEAVES.index(leaf)
    rivals = [LEAVES.index(other) for other in leaves_for(role) if other is not leaf]
    gain = table[:, own] - table[:, rivals].mean(axis=1)
    answers = np.zeros(len(arrays.limits), dtype=np.uint8)
    for item in np.flatnonzero(asked):
        index = arrays.questions[item]
        codes = arrays.first[item] + np.arange(1, arrays.limits[index] + 1)
        answers[index] = 1 + int(np.argmax(gain[codes]))
    return answers


def _best_short(arrays: ScoringArrays, role: Role, leaf: Leaf) -> tuple[Answers, list[int]]:
    """Twelve answers chosen one after the other, each for what it adds to the leaf."""
    candidates = [
        (item, int(arrays.questions[item]), code)
        for item in np.flatnonzero(arrays.asked[role]).tolist()
        for code in range(1, int(arrays.limits[arrays.questions[item]]) + 1)
    ]
    answers, chosen = np.zeros(len(arrays.limits), dtype=np.uint8), list[int]()
    for _ in range(min(SHORT_FORM, len({item for item, _, _ in candidates}))):
        left = [candidate for candidate in candidates if candidate[0] not in chosen]
        trials = np.repeat(answers[np.newaxis], len(left), axis=0)
        trials[np.arange(len(left)), [index for _, index, _ in left]] = [code for _, _, code in left]
        best = int(np.argmax(_leaves(arrays, trials, role)[:, LEAVES.index(leaf)]))
        answers = trials[best]
        chosen.append(left[best][0])
    return answers, chosen


def _shares(arrays: ScoringArrays, role: Role, answerers: int, generator: "np.random.Generator") -> Shares:
    possible = kinds_for(role)
    limits = arrays.limits.astype(np.int64)
    random = generator.integers(1, limits + 1, (answerers, len(limits))).astype(np.uint8)
    leaves = generator.permutation(_even_leaves(role, answerers))
    drawn = _drawn_answers(arrays, leaves, generator)
    own = np.array([_KINDS.index(leaf.kind) for leaf in LEAVES])[leaves]
    by_chance = _leading_kinds(arrays, random, role)
    found = _leading_kinds(arrays, drawn, role)
    return Shares(
        role=role,
        answerers=answerers,
        chance=_per_kind({kind: by_chance == _KINDS.index(kind) for kind in possible}),
        simulated=_per_kind({kind: found == _KINDS.index(kind) for kind in possible}),
        recovered=_per_kind({kind: (found == own)[own == _KINDS.index(kind)] for kind in possible}),
    )


def _even_leaves(role: Role, answerers: int) -> Ints:
    """Leaves such that each kind of the door comes equally often, and so does each focus."""
    kinds, leaves = kinds_for(role), leaves_for(role)
    result = []
    for number in range(answerers):
        own = [leaf for leaf in leaves if leaf.kind is kinds[number % len(kinds)]]
        result.append(LEAVES.index(own[number // len(kinds) % len(own)]))
    return np.array(result, dtype=np.int64)


def _drawn_answers(arrays: ScoringArrays, leaves: Ints, generator: "np.random.Generator") -> Answers:
    """Answers of people drawn from their leaf's population, by the model of each format.

    Graded items: a logistic variable about the logit falls between an answer's bounds.
    Situations: the greatest of the options' logits plus Gumbel noise.
    """
    model, people = arrays.model, len(leaves)
    spread = np.linalg.cholesky(np.linalg.inv(model.precision))
    traits = model.means[leaves] + generator.standard_normal((people, DIMENSIONS)) @ spread.T
    answers = np.zeros((people, len(arrays.limits)), dtype=np.uint8)
    graded, situations = arrays.graded, arrays.situations
    latent = traits @ graded.loadings.T + generator.logistic(size=(people, len(graded.items)))
    inside = (latent[..., np.newaxis] > graded.lower) & (latent[..., np.newaxis] <= graded.upper)
    answers[:, arrays.questions[graded.items]] = np.argmax(inside, axis=2)
    logits = np.einsum("cmd,nd->ncm", situations.logits, traits) + situations.padding
    noisy = logits + generator.gumbel(size=logits.shape)
    answers[:, arrays.questions[situations.items]] = 1 + np.argmax(noisy, axis=2)
    return answers


def _leaves(arrays: ScoringArrays, answers: Answers, role: Role) -> Floats:
    return score(arrays, answers, [role] * len(answers)).probabilities


def _leading_kinds(arrays: ScoringArrays, answers: Answers, role: Role) -> Ints:
    result: Ints = np.argmax(_kinds(_leaves(arrays, answers, role)), axis=1)
    return result


def _kinds(leaves: Floats) -> Floats:
    """Probabilities of the kinds, (n, kind)."""
    return np.stack(
        [leaves[:, [leaf.kind is kind for leaf in LEAVES]].sum(axis=1) for kind in _KINDS], axis=1
    )


def _recommended(leaves: Floats) -> Leaf:
    """The leading leaf of the leading kind."""
    kind = _KINDS[int(np.argmax(_kinds(leaves[np.newaxis])[0]))]
    own = [place for place, leaf in enumerate(LEAVES) if leaf.kind is kind]
    return LEAVES[max(own, key=lambda place: float(leaves[place]))]


def _per_kind(hits: Mapping[Kind, npt.NDArray[np.bool_]]) -> Mapping[Kind, float]:
    means = {kind: float(found.mean()) if len(found) else 0.0 for kind, found in hits.items()}
    return MappingProxyType(means)
