"""A trained model's document: coefficients, what it was taught, how good it is, what it cannot do.

Equal examples and an equal seed give equal bytes: nothing here reads a clock or a name of a machine.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.matcher import quality
from mentormatch.matcher.estimator import PENALTY
from mentormatch.matcher.labels import Examples, kinds_of
from mentormatch.matcher.model_document import sealed
from mentormatch.matcher.promotion import learnt_enough
from mentormatch.matcher.quality import Judged
from mentormatch.matcher.residual import Residual, predicted
from mentormatch.matcher.training import FOLDS, REPEATS, Taught, Validated, teach, validate
from mentormatch.scoring import DIMENSIONS, TRAITS, Bools, Floats
from mentormatch.values import dataclass

FITS = FOLDS * REPEATS + 1
_KINDS, _LOCALES = tuple(Kind), tuple(Locale)
_DIGITS = 6
_LOWEST = -1000.0
_FEW_BLIND, _FEW_OF_A_SORT, _FEW_COUNSELORS, _MUCH_ANCHORING = 200, 20, 3, 0.3


@dataclass(frozen=True, slots=True)
class Heritage:
    """Over which expert, after which model that serves (the expert itself, or a learned one)."""

    expert: str
    champion: Residual | None

    @property
    def parent(self) -> str:
        """The hash of whoever served when this model was trained."""
        return self.champion.content_hash if self.champion else self.expert


def trained(
    examples: Examples,
    taught: Mapping[str, Any],
    heritage: Heritage,
    seed: int,
    tick: Callable[[], None] = lambda: None,
) -> bytes:
    """Teach, measure and write a model's document; `taught` is its part on what it was taught.

    `tick` is called `FITS` times.
    """
    found = validate(examples, seed, rival=_rival(examples, heritage.champion), tick=tick)
    model = teach(examples)
    tick()
    blind = examples.those(found.places)
    rule = learnt_enough(blind, found.rival, found.chances, found.gains)
    return sealed(
        {
            "schema": 1,
            "method": "residual",
            "expert": heritage.expert,
            "parent": heritage.parent,
            "seed": seed,
            "penalty": PENALTY,
            "anchoring": round(model.anchoring, _DIGITS),
            "taught": dict(taught),
            "coefficients": _coefficients(model),
            "measured": _measured(blind, found, np.random.default_rng(seed)),
            "rule": [_rounded(asdict(test)) for test in rule],
            "limits": _limits(blind, taught, model.anchoring),
        }
    )


def _rival(examples: Examples, champion: Residual | None) -> Floats:
    """Probabilities of whoever serves now, (n, kind)."""
    if champion is None:
        return examples.expert
    x = np.zeros((len(examples), DIMENSIONS))
    x[:, : len(TRAITS)] = examples.x
    return kinds_of(predicted(champion, examples.z, x))


def _coefficients(model: Taught) -> dict[str, Any]:
    return {
        "trust": float(model.trust),
        "shift": {kind.value: float(b) for kind, b in zip(_KINDS, model.shift, strict=True)},
        "slopes": {
            kind.value: {trait.value: float(b) for trait, b in zip(TRAITS, row, strict=True)}
            for kind, row in zip(_KINDS, model.slopes, strict=True)
        },
    }


def _measured(blind: Examples, found: Validated, rng: np.random.Generator) -> dict[str, Any]:
    candidate, rival = (Judged(p, blind.kind, blind.case) for p in (found.chances, found.rival))
    by_kind = {kind.value: blind.kind == place for place, kind in enumerate(_KINDS)}
    by_language = {locale.value: blind.language == place for place, locale in enumerate(_LOCALES)}
    bins = quality.reliability(candidate)
    content = {
        "candidate": _quality(candidate, rng),
        "rival": _quality(rival, rng),
        "gain": quality.figure(found.gains, blind.case, rng),
        "kinds": {name: _slice(candidate, rival, own, rng) for name, own in by_kind.items()},
        "languages": {name: _slice(candidate, rival, own, rng) for name, own in by_language.items()},
        "reliability": [dict(zip(("start", "cases", "sure", "right"), b, strict=True)) for b in bins],
        "confusion": quality.confusion(candidate),
    }
    rounded: dict[str, Any] = _rounded(content)
    return rounded


def _quality(judged: Judged, rng: np.random.Generator) -> dict[str, Any]:
    ece = quality.calibration_error(judged)
    return {"cases": judged.cases, **quality.summary(judged, rng), "ece": ece}


def _slice(candidate: Judged, rival: Judged, own: Bools, rng: np.random.Generator) -> dict[str, Any]:
    ours, theirs = candidate.those(own), rival.those(own)
    return {
        "cases": ours.cases,
        "top1": quality.figure(quality.right(ours), ours.case, rng),
        "log_loss": quality.figure(quality.log_loss(ours), ours.case, rng),
        "rival_log_loss": quality.figure(quality.log_loss(theirs), theirs.case, rng),
    }


def _limits(blind: Examples, taught: Mapping[str, Any], anchoring: float) -> list[str]:
    """Codes of what the reader of the figures must know."""
    cases = len(np.unique(blind.case))
    found = ["these-visitors-only"]
    found += ["few-blind"] if cases < _FEW_BLIND else []
    found += [f"few-{k}" for place, k in enumerate(_KINDS) if np.sum(blind.kind == place) < _FEW_OF_A_SORT]
    spoken = {locale: np.sum(blind.language == place) for place, locale in enumerate(_LOCALES)}
    found += [f"few-{locale}" for locale, count in spoken.items() if count < _FEW_OF_A_SORT]
    found += ["few-counselors"] if taught["counselors"] < _FEW_COUNSELORS else []
    return found + (["anchored"] if anchoring > _MUCH_ANCHORING else [])


def _rounded(content: Any) -> Any:
    """Plain JSON values with floats to six digits; a bound that nothing bounds becomes −1000."""
    match content:
        case dict():
            return {name: _rounded(part) for name, part in content.items()}
        case list() | tuple():
            return [_rounded(part) for part in content]
        case bool() | str() | int():
            return content
        case _:
            return max(round(float(content), _DIGITS), _LOWEST)
