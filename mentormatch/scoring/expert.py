"""The expert model: the document's numbers as arrays, frozen and identified by their hash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from mentormatch.bundled import data_path, read_shipped
from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.guide import CONTENT_TRAITS, FOCUS_TRAITS, Leaf, Role, Trait, leaves_for
from mentormatch.scoring.document import ExpertDocument
from mentormatch.values import dataclass

Floats: TypeAlias = npt.NDArray[np.float64]

LEAVES = tuple(Leaf)
TRAITS = tuple(Trait)
ACQUIESCENCE = len(TRAITS)
DIMENSIONS = len(TRAITS) + 1


@dataclass(frozen=True, slots=True, eq=False)
class ExpertModel:
    """Profiles, spread and constants; equal content has an equal `content_hash`.

    The twelve latent coordinates are the eleven traits in their standing order, then
    acquiescence. `means` is (leaf, 12); `precision` (12, 12) is the inverse of the within-kind
    covariance; `pull` (12, leaf) is precision times means; `log_prior` gives (leaf,) per door,
    -inf for a leaf that the door cannot recommend. `constants` are the document's typed numbers,
    `document` the same as plain JSON values.
    """

    content_hash: str
    version: str
    constants: ExpertDocument = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)
    means: Floats = field(repr=False)
    precision: Floats = field(repr=False)
    pull: Floats = field(repr=False)
    log_prior: Mapping[Role, Floats] = field(repr=False)

    @property
    def temperature(self) -> float:
        """What leaf log-probabilities are divided by before they become probabilities."""
        return self.constants.temperature


@lru_cache(maxsize=1)
def load_expert() -> ExpertModel:
    """The model that ships with the program; ConfigurationError when its file is damaged."""
    return read_shipped(data_path("model", "expert.json"), parse_expert)


def parse_expert(raw: bytes | str) -> ExpertModel:
    """The model in a JSON document.

    Raises:
        InvalidDocumentError: with every problem and its place when the document is not acceptable.
    """
    try:
        constants = ExpertDocument.model_validate_json(raw)
    except ValidationError as error:
        found = [Problem(".".join(map(str, e["loc"])), e["msg"]) for e in error.errors()]
        raise InvalidDocumentError(found) from error
    return _model(constants)


def frozen(array: npt.ArrayLike) -> Floats:
    """A contiguous copy that nobody can write into."""
    result = np.array(array, dtype=np.float64, order="C")
    result.setflags(write=False)
    return result


def _model(constants: ExpertDocument) -> ExpertModel:
    document = constants.model_dump(mode="json", by_alias=True)
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    means, precision = _means(constants), np.linalg.inv(_covariance(constants))
    return ExpertModel(
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
        version=constants.version,
        constants=constants,
        document=MappingProxyType(document),
        means=frozen(means),
        precision=frozen(precision),
        pull=frozen(precision @ means.T),
        log_prior=MappingProxyType({role: frozen(_log_prior(constants, role)) for role in Role}),
    )


def _means(constants: ExpertDocument) -> Floats:
    means = np.zeros((len(LEAVES), DIMENSIONS))
    for row, leaf in enumerate(LEAVES):
        for trait in CONTENT_TRAITS:
            means[row, TRAITS.index(trait)] = constants.profiles[leaf.kind][trait]
        if leaf.focus is not None:
            for trait in FOCUS_TRAITS:
                own = trait.value == leaf.focus.value
                place = constants.focus.own if own else constants.focus.other
                means[row, TRAITS.index(trait)] = place
    return means


def _covariance(constants: ExpertDocument) -> Floats:
    correlation = np.eye(DIMENSIONS)
    for entry in constants.within.correlations:
        first, second = (TRAITS.index(trait) for trait in entry.between)
        correlation[first, second] = correlation[second, first] = entry.value
    if np.linalg.eigvalsh(correlation)[0] < 1e-6:
        problem = Problem("within.correlations", "no population can have these correlations")
        raise InvalidDocumentError([problem])
    sd = np.full(DIMENSIONS, constants.within.sd)
    sd[ACQUIESCENCE] = constants.within.acquiescence_sd
    return correlation * np.outer(sd, sd)


def _log_prior(constants: ExpertDocument, role: Role) -> Floats:
    """log π per leaf, such that the *tempered* probabilities before any answer are the prior.

    Coaching's share is split evenly over its leaves. Without the factor T, three coaching leaves
    tempered one by one would add up to more than coaching's share.
    """
    leaves = leaves_for(role)
    kinds = [leaf.kind for leaf in leaves]
    total = sum(constants.prior[kind] for kind in dict.fromkeys(kinds))
    result = np.full(len(LEAVES), -np.inf)
    for leaf in leaves:
        share = constants.prior[leaf.kind] / total / kinds.count(leaf.kind)
        result[LEAVES.index(leaf)] = constants.temperature * np.log(share)
    return result
