"""Small question banks for tests: deterministic, every format, both doors."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from mentormatch.guide import CONTENT_TRAITS, FOCUS_TRAITS, Kind, Readiness, Trait
from mentormatch.quiz import (
    GATE_KEY,
    SKIPPED,
    UNANSWERED,
    Bank,
    Format,
    Part,
    parse_bank,
)

# What a situation's option for a kind argues for: the kind's own characteristics.
_CHARACTER: dict[Kind, tuple[str, ...]] = {
    Kind.FORMAL: ("structure", "network", "guidance"),
    Kind.INFORMAL: ("naturalness", "horizon", "guidance"),
    Kind.REVERSE: ("reciprocity",),
    Kind.COACHING: ("method", "goals", "structure"),
}


@lru_cache(maxsize=1)
def small_bank() -> Bank:
    """43 questions: 16 agreement items (each trait keyed both ways), 8 pairs, 6 + 3 situations.

    Then nine readiness questions of five levels and the gate at the door *find*. Focus questions
    are asked at *find* only, and two of the situations at one door each.
    """
    return parse_bank(json.dumps(small_bank_document()))


@lru_cache(maxsize=1)
def large_bank() -> Bank:
    """The small bank with every trait question asked a second time, as `…-again`."""
    document = small_bank_document()
    traits = [question for question in document["questions"] if question["part"] == "traits"]
    document["questions"] += [question | {"key": f"{question['key']}-again"} for question in traits]
    return parse_bank(json.dumps(document | {"key": "large"}))


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


def packed_answers(bank: Bank, chosen: Mapping[str, str | None]) -> bytes:
    """The packed answers of option keys by question key; None is a skip."""
    answers = bytearray(len(bank.questions))
    for key, option in chosen.items():
        question = bank.by_key[key]
        code = SKIPPED if option is None else question.code_of(option)
        assert code is not None, f"{key} has no option {option}"
        answers[question.index] = code
    return bytes(answers)


def random_answers(bank: Bank, seed: int, *, people: int, answered: float) -> npt.NDArray[np.uint8]:
    """Answers at random (people, questions), of which a share is given and one in twenty skipped."""
    chance = np.random.default_rng(seed)
    limits = np.array([len(question.options) for question in bank.questions])
    codes = chance.integers(1, limits + 1, (people, len(limits)))
    codes[chance.random(codes.shape) >= answered] = UNANSWERED
    codes[chance.random(codes.shape) < 0.05] = SKIPPED
    return codes.astype(np.uint8)


def stereotype(bank: Bank, kind: Kind) -> bytes:
    """The trait answers of somebody who is as the guide says of a kind, and works on a career."""
    own = set(_CHARACTER[kind]) | {Trait.CAREER}
    chosen: dict[str, str | None] = {}
    for question in bank.questions:
        if question.part is not Part.TRAITS:
            continue
        if question.format is Format.AGREE:
            wanted = sum(w if trait in own else -w for trait, w in question.loads.items())
            chosen[question.key] = "5" if wanted > 0 else "1"
        else:
            best = max(question.options, key=lambda option: _sum_over(option.loads, own))
            chosen[question.key] = best.key
    return packed_answers(bank, chosen)


def _sum_over(loads: Mapping[Trait, float], traits: set[str]) -> float:
    return sum(weight for trait, weight in loads.items() if trait in traits)
