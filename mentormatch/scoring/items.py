"""A bank's questions as arrays: what every possible answer says about the latent traits.

Each answer adds a score vector S and each answered question an information matrix I: the Taylor
expansion, at the middle of the population, of the answer's log-likelihood (graded response for
agreement, multinomial logit for pairs and situations). I is the expected information, so it
depends on which question was answered and never on what was answered.
"""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mentormatch.errors import InvalidInputError
from mentormatch.guide import FOCUS_TRAITS, Role, Trait
from mentormatch.quiz import Bank, Format, Part, Question
from mentormatch.scoring.directions import Directions, Graded, Ints, Situations, directions_of
from mentormatch.scoring.expert import (
    ACQUIESCENCE,
    DIMENSIONS,
    TRAITS,
    ExpertModel,
    Floats,
    frozen,
)
from mentormatch.values import dataclass

Bools: TypeAlias = npt.NDArray[np.bool_]

_KEPT = 8
_GRADED_CODES = 6
_cache: dict[tuple[str, str], "ScoringArrays"] = {}


@dataclass(frozen=True, slots=True, eq=False)
class ScoringArrays:
    """One bank under one model; `i` counts the scored items (part *traits*) in bank order.

    `questions` (i,) gives their places in the bank and `item_of` the way back; `asked` a mask (i,)
    per door; `scores` (rows, 12) holds S for every item and answer code, `first` (i,) an item's
    row for code 0 (unanswered: zeros), `directions` the same more compactly; `information`
    (i, 12, 12), `news` (i, 12 · 18) the same flat, each row followed by itself times the leaves'
    means; `limits` (n_questions,) the
    highest code of every question of the bank; `cost` (i,) usual seconds to the model's power.
    """

    model: ExpertModel = field(repr=False)
    bank_hash: str
    questions: Ints
    keys: tuple[str, ...]
    item_of: Mapping[int, int]
    limits: npt.NDArray[np.uint8]
    asked: Mapping[Role, Bools]
    first: Ints
    scores: Floats
    directions: Directions
    information: Floats
    news: Floats
    graded: Graded
    situations: Situations
    is_situation: Bools
    is_focus: Bools
    cost: Floats

    def require(self, model: ExpertModel, bank: Bank) -> None:
        """Refuses (InvalidInputError `wrong-bank`) when made from another bank or model."""
        if (bank.content_hash, model.content_hash) != (self.bank_hash, self.model.content_hash):
            raise InvalidInputError("wrong-bank", "arrays of another bank or model")


def arrays_for(bank: Bank, model: ExpertModel) -> ScoringArrays:
    """The arrays of a bank under a model; the latest few are kept by their content hashes."""
    key = (bank.content_hash, model.content_hash)
    found = _cache.get(key)
    if found is None:
        found = _build(bank, model)
        while len(_cache) >= _KEPT:
            _cache.pop(next(iter(_cache)), None)
        _cache[key] = found
    return found


def _build(bank: Bank, model: ExpertModel) -> ScoringArrays:
    scored = [question for question in bank.questions if question.part is Part.TRAITS]
    blocks = [_scores(question, model) for question in scored]
    sizes = np.array([len(block) for block in blocks], dtype=np.int64)
    information = np.array([_information(question, model) for question in scored])
    information = information.reshape(-1, DIMENSIONS, DIMENSIONS)
    news = np.concatenate([information, information @ model.means.T], axis=2)
    graded, situations = _graded(scored, model), _situations(scored, model)
    empty = np.zeros((0, DIMENSIONS))
    return ScoringArrays(
        model=model,
        bank_hash=bank.content_hash,
        questions=np.array([question.index for question in scored], dtype=np.int64),
        keys=tuple(question.key for question in scored),
        item_of=MappingProxyType({question.index: item for item, question in enumerate(scored)}),
        limits=np.array([len(question.options) for question in bank.questions], dtype=np.uint8),
        asked=MappingProxyType(
            {role: np.array([role in q.roles for q in scored], dtype=bool) for role in Role}
        ),
        first=np.cumsum(sizes) - sizes,
        scores=frozen(np.concatenate([empty, *blocks])),
        directions=directions_of(sizes, graded, situations),
        information=frozen(information),
        news=frozen(news.reshape(len(scored), news.shape[1] * news.shape[2])),
        graded=graded,
        situations=situations,
        is_situation=np.array([q.format is Format.CHOOSE for q in scored], dtype=bool),
        is_focus=np.array([_asks_about_focus(question) for question in scored], dtype=bool),
        cost=frozen(np.array([_cost(question, model) for question in scored])),
    )


def _vector(loads: Mapping[Trait, float]) -> Floats:
    vector = np.zeros(DIMENSIONS)
    for trait, weight in loads.items():
        vector[TRAITS.index(trait)] = weight
    return vector


def _loading(question: Question, model: ExpertModel) -> Floats:
    """The logit of a graded item per unit of each trait.

    Every agreement item loads 1 on acquiescence, however it is keyed.
    """
    items = model.constants.items
    if question.format is Format.PAIR:
        first, second = (_vector(option.loads) for option in question.options)
        return items.pair.slope * (first - second)
    loading = _vector(question.loads)
    loading[ACQUIESCENCE] = 1.0
    return items.agree.slope * loading


def _steps(question: Question, model: ExpertModel) -> tuple[Floats, Floats, Floats, float]:
    """Scores, lower and upper bounds by code, and the expected information, about one logit."""
    if question.format is Format.PAIR:
        lower, upper = np.array([0.0, 0.0, -np.inf]), np.array([0.0, np.inf, 0.0])
        return np.array([0.0, 0.5, -0.5]), lower, upper, 0.25
    agree = model.constants.items.agree
    thresholds = agree.slope * np.array(agree.thresholds)
    below = np.concatenate([[0.0], 1.0 / (1.0 + np.exp(-thresholds)), [1.0]])
    density = below * (1.0 - below)
    chance = np.diff(below)
    scores = -np.diff(density) / chance
    lower = np.concatenate([[0.0, -np.inf], thresholds])
    upper = np.concatenate([[0.0], thresholds, [np.inf]])
    return np.concatenate([[0.0], scores]), lower, upper, float(np.sum(chance * scores**2))


def _logits(question: Question, model: ExpertModel) -> Floats:
    """Centred logits of a situation's options per unit of each trait, (m, 12)."""
    rows = np.array([_vector(option.loads) for option in question.options])
    logits = model.constants.items.choose.slope * rows
    centred: Floats = logits - logits.mean(axis=0)
    return centred


def _scores(question: Question, model: ExpertModel) -> Floats:
    """S by answer code, (options + 1, 12); zero for code 0."""
    if question.format is Format.CHOOSE:
        return np.concatenate([np.zeros((1, DIMENSIONS)), _logits(question, model)])
    return np.outer(_steps(question, model)[0], _loading(question, model))


def _information(question: Question, model: ExpertModel) -> Floats:
    if question.format is Format.CHOOSE:
        logits = _logits(question, model)
        return logits.T @ logits / len(logits)
    loading = _loading(question, model)
    return _steps(question, model)[3] * np.outer(loading, loading)


def _graded(scored: list[Question], model: ExpertModel) -> Graded:
    items = [row for row, q in enumerate(scored) if q.format is not Format.CHOOSE]
    loadings = np.zeros((len(items), DIMENSIONS))
    weight = np.zeros(len(items))
    scores, lower, upper = (np.zeros((len(items), _GRADED_CODES)) for _ in range(3))
    for place, row in enumerate(items):
        by_code, low, high, weight[place] = _steps(scored[row], model)
        loadings[place] = _loading(scored[row], model)
        scores[place, : len(by_code)] = by_code
        lower[place, : len(by_code)] = low
        upper[place, : len(by_code)] = high
    return Graded(
        items=np.array(items, dtype=np.int64),
        loadings=frozen(loadings),
        weight=frozen(weight),
        scores=frozen(scores),
        lower=frozen(lower),
        upper=frozen(upper),
        cuts=frozen(_cuts(upper)),
        options=np.array([len(scored[row].options) for row in items], dtype=np.int64),
    )


def _cuts(upper: Floats) -> Floats:
    """The finite upper bounds of real codes in rising order, padded with +inf, (g, 4)."""
    cuts = np.full((len(upper), _GRADED_CODES - 2), np.inf)
    for row, bounds in enumerate(upper):
        finite = sorted(set(bounds[1:3].tolist() if np.isinf(bounds[1]) else bounds[1:5].tolist()))
        cuts[row, : len(finite)] = finite
    return cuts


def _situations(scored: list[Question], model: ExpertModel) -> Situations:
    items = [row for row, q in enumerate(scored) if q.format is Format.CHOOSE]
    options = np.array([len(scored[row].options) for row in items], dtype=np.int64)
    most = int(options.max(initial=2))
    logits = np.zeros((len(items), most, DIMENSIONS))
    for place, row in enumerate(items):
        logits[place, : options[place]] = _logits(scored[row], model)
    padding = np.where(np.arange(most) < options[:, np.newaxis], 0.0, -np.inf)
    return Situations(np.array(items, dtype=np.int64), frozen(logits), options, frozen(padding))


def _asks_about_focus(question: Question) -> bool:
    """Whether it is a situation whose every option speaks about what coaching would work on."""
    return question.format is Format.CHOOSE and all(
        any(option.loads.get(trait) for trait in FOCUS_TRAITS) for option in question.options
    )


def _cost(question: Question, model: ExpertModel) -> float:
    selection = model.constants.selection
    seconds: float = getattr(selection.seconds, question.format.value)
    return float(seconds**selection.seconds_power)
