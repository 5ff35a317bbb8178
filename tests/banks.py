"""Small question banks for tests: deterministic, every format, both doors."""

import json
from functools import lru_cache
from typing import Any

from mentormatch.guide import CONTENT_TRAITS, FOCUS_TRAITS, Kind, Readiness
from mentormatch.quiz import GATE_KEY, Bank, parse_bank

# What a situation's option for a kind argues for: the kind's own characteristics.
_CHARACTER: dict[Kind, tuple[str, ...]] = {
    Kind.FORMAL: ("structure", "network", "guidance"),
    Kind.INFORMAL: ("naturalness", "horizon", "guidance"),
    Kind.REVERSE: ("reciprocity", "naturalness", "horizon"),
    Kind.COACHING: ("method", "goals", "structure"),
}


@lru_cache(maxsize=1)
def small_bank() -> Bank:
    """43 questions: 16 agreement items (each trait keyed both ways), 8 pairs, 6 + 3 situations.

    Then nine readiness questions of five levels and the gate at the door *find*. Focus questions
    are asked at *find* only, and two of the situations at one door each.
    """
    return parse_bank(json.dumps(small_bank_document()))


def small_bank_document() -> dict[str, Any]:
    """The document of `small_bank`, to be changed freely."""
    questions = [_gate(), *_agreements(), *_pairs(), *_situations(), *_focuses(), *_readiness()]
    return {"schema": 1, "key": "small", "title": _text("Small bank"), "questions": questions}


def _text(words: str) -> dict[str, str]:
    return {"fr": f"{words} (fr)", "en": words, "ar": f"{words} (ar)"}


def _question(key: str, form: str, **more: Any) -> dict[str, Any]:
    base = {"key": key, "part": "traits", "role": "both", "format": form, "prompt": _text(key)}
    return {**base, **more}


def _options(loads: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    return [{"key": key, "label": _text(key), "loads": load} for key, load in loads.items()]


def _gate() -> dict[str, Any]:
    options = _options({"both": {}, "work": {}, "unsure": {}})
    return _question(GATE_KEY, "choose", part="gate", role="find", options=options)


def _agreements() -> list[dict[str, Any]]:
    return [
        _question(f"agree-{trait}-{pole}", "agree", loads={trait.value: sign})
        for trait in CONTENT_TRAITS
        for pole, sign in (("more", 0.9), ("less", -0.9))
    ]


def _pairs() -> list[dict[str, Any]]:
    following = (*CONTENT_TRAITS[3:], *CONTENT_TRAITS[:3])
    return [
        _question(
            f"pair-{trait}-{other}",
            "pair",
            options=_options({"one": {trait.value: 0.8}, "two": {other.value: 0.8}}),
        )
        for trait, other in zip(CONTENT_TRAITS, following, strict=True)
    ]


def _situations() -> list[dict[str, Any]]:
    doors = ("both", "both", "both", "both", "find", "become")
    return [
        _question(
            f"situation-{number}",
            "choose",
            role=door,
            options=_options(
                {
                    kind.value: {
                        trait: 0.9 - 0.2 * ((place + number) % 3) for place, trait in enumerate(traits)
                    }
                    for kind, traits in _CHARACTER.items()
                    if door != "become" or kind is not Kind.COACHING
                }
            ),
        )
        for number, door in enumerate(doors, start=1)
    ]


def _focuses() -> list[dict[str, Any]]:
    axes = {axis.value: {axis.value: 0.9} for axis in FOCUS_TRAITS}
    return [
        _question(f"focus-{number}", "choose", role="find", options=_options(axes)) for number in (1, 2, 3)
    ]


def _readiness() -> list[dict[str, Any]]:
    levels: dict[str, dict[str, float]] = {f"level-{level}": {} for level in range(1, 6)}
    return [
        _question(
            condition.question_key,
            "choose",
            part="readiness",
            role="become",
            options=_options(levels),
        )
        for condition in Readiness
    ]
