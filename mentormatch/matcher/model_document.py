"""A learned model as a document: what it is, what it was taught, how good it was, what it cannot do.

JSON with a hash over everything else, so that a flipped bit, a cut end or an edit by hand is
noticed; no code is ever loaded from it. Reading one needs no scikit-learn.
"""

import hashlib
import json
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.guide import Kind, Trait
from mentormatch.i18n import Locale
from mentormatch.matcher.residual import Residual, residual_of
from mentormatch.values import dataclass

MAX_MODEL_BYTES = 1_000_000
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]
Small = Annotated[float, Field(allow_inf_nan=False, ge=-50, le=50)]
Share = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Interval = Annotated[list[Number], Field(min_length=3, max_length=3)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Moment = Annotated[str, Field(min_length=10, max_length=40)]


class _Strict(BaseModel):
    # Built at its first use, as part of what holds it: by itself each would be built at every start.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Window(_Strict):
    """From the first judgement to the last, as ISO moments."""

    first: Moment
    last: Moment


class Taught(_Strict):
    """What a model was taught: a stored selection by its hash, and how much of what is in it."""

    hash: Hash
    window: Window
    judgements: Count
    cases: Count
    blind: Count
    shown: Count
    double_read: Count
    careless_left_out: Count
    counselors: Count
    kinds: dict[Kind, Count]
    languages: dict[Locale, Count]


class Coefficients(_Strict):
    """a, b and B of `matcher.residual`."""

    trust: Annotated[float, Field(allow_inf_nan=False, gt=0, le=10)]
    shift: dict[Kind, Small]
    slopes: dict[Kind, dict[Trait, Small]]

    @model_validator(mode="after")
    def _nothing_is_missing(self) -> Self:
        if set(self.shift) != set(Kind) or set(self.slopes) != set(Kind):
            raise ValueError("every kind needs its coefficients")
        if any(set(own) != set(Trait) for own in self.slopes.values()):
            raise ValueError("every kind needs a coefficient for every trait")
        return self


class Quality(_Strict):
    """Figures on blind judgements, each [value, low, high] with a 95 % interval; ECE without one."""

    cases: Count
    top1: Interval
    log_loss: Interval
    brier: Interval
    ece: Share


class Slice(_Strict):
    """How a model does on one kind's or one language's blind cases, beside the rival."""

    cases: Count
    top1: Interval
    log_loss: Interval
    rival_log_loss: Interval


class Bin(_Strict):
    """Cases by how sure the model was: from `start`, how many, how sure on average, how many right."""

    start: Share
    cases: Count
    sure: Share
    right: Share


class Measured(_Strict):
    """What cross-validation found; every case was judged by a model that had not seen it."""

    candidate: Quality
    rival: Quality
    gain: Interval
    kinds: dict[Kind, Slice]
    languages: dict[Locale, Slice]
    reliability: list[Bin]
    confusion: Annotated[list[list[Count]], Field(min_length=4, max_length=4)]


class TestDocument(_Strict):
    """One part of the promotion rule."""

    code: Code
    found: Number
    needed: Number
    met: bool


class ModelDocument(_Strict):
    """The whole model, which is its own card."""

    schema_: Literal[1] = Field(alias="schema")
    method: Literal["residual"]
    hash: Hash
    expert: Hash
    parent: Hash
    seed: Count
    penalty: Annotated[float, Field(gt=0, le=1000)]
    anchoring: Share
    taught: Taught
    coefficients: Coefficients
    measured: Measured
    rule: list[TestDocument]
    limits: list[Code]


@dataclass(frozen=True, slots=True, eq=False)
class LearnedModel:
    """A sound model: its card, and the correction that serves."""

    card: ModelDocument
    residual: Residual
    document: bytes

    @property
    def content_hash(self) -> str:
        """The hash that the document states and has."""
        return self.card.hash


def parse_model(raw: bytes, *, expert: str) -> LearnedModel:
    """The model in a document, made over the expert model of that hash.

    Raises:
        InvalidDocumentError: cut, edited, of another schema, or foreign: made over another expert.
    """
    if len(raw) > MAX_MODEL_BYTES:
        raise InvalidDocumentError([Problem("", f"longer than {MAX_MODEL_BYTES} bytes")])
    try:
        card = ModelDocument.model_validate_json(raw)
        found = content_hash(json.loads(raw))
    except (ValidationError, ValueError, RecursionError) as error:
        raise InvalidDocumentError(_problems(error)) from error
    if found != card.hash:
        raise InvalidDocumentError([Problem("hash", "the content is not the one that was hashed")])
    if card.expert != expert:
        raise InvalidDocumentError([Problem("expert", "made over another expert model")])
    return LearnedModel(card, _residual(card), raw)


def sealed(content: dict[str, Any]) -> bytes:
    """The bytes of a document whose `hash` is filled in; equal content gives equal bytes."""
    return canonical({**content, "hash": content_hash(content)})


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 over everything but the hash itself."""
    rest = {name: part for name, part in content.items() if name != "hash"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def canonical(content: dict[str, Any]) -> bytes:
    """The one way to write a document."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.encode()


def _residual(card: ModelDocument) -> Residual:
    coefficients = card.coefficients
    shift = np.array([coefficients.shift[kind] for kind in Kind])
    slopes = np.array([[coefficients.slopes[kind][trait] for trait in Trait] for kind in Kind])
    return residual_of(card.hash, coefficients.trust, shift, slopes)


def _problems(error: Exception) -> list[Problem]:
    if isinstance(error, ValidationError):
        return [Problem(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
    return [Problem("", "this is no JSON document")]
