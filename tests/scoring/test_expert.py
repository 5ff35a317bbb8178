import json
from typing import Any

import numpy as np
import pytest

from mentormatch.bundled import data_path
from mentormatch.errors import InvalidDocumentError
from mentormatch.guide import Kind, Leaf, Role, Trait
from mentormatch.scoring import LEAVES, TRAITS, load_expert, parse_expert, tempered


def shipped() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(data_path("model", "expert.json").read_bytes())
    return content


def test_the_shipped_profiles_are_what_the_guide_says() -> None:
    model = load_expert()
    formal = dict(zip(TRAITS, model.means[LEAVES.index(Leaf.FORMAL)], strict=False))
    career = dict(zip(TRAITS, model.means[LEAVES.index(Leaf.COACHING_CAREER)], strict=False))
    assert (formal[Trait.NETWORK], formal[Trait.NATURALNESS], formal[Trait.CAREER]) == (1.1, -0.6, 0)
    assert (career[Trait.METHOD], career[Trait.CAREER], career[Trait.LEADERSHIP]) == (1.3, 1.0, -0.5)


def test_people_of_one_kind_differ_by_the_shipped_spread() -> None:
    spread = np.linalg.inv(load_expert().precision)
    structure, goals = TRAITS.index(Trait.STRUCTURE), TRAITS.index(Trait.GOALS)
    assert spread[structure, structure] == pytest.approx(0.75**2)
    assert spread[structure, goals] == pytest.approx(0.3 * 0.75**2)
    assert spread[-1, -1] == pytest.approx(0.35**2)


@pytest.mark.parametrize("role", Role)
def test_before_any_answer_every_kind_of_the_door_is_equally_likely(role: Role) -> None:
    model = load_expert()
    leaves = tempered(model.log_prior[role], model.temperature)
    kinds = {kind: sum(p for p, leaf in zip(leaves, Leaf, strict=True) if leaf.kind is kind) for kind in Kind}
    expected = {Role.FIND: [0.25] * 4, Role.BECOME: [1 / 3] * 3 + [0]}[role]
    assert list(kinds.values()) == pytest.approx(expected)


def test_the_hash_follows_the_numbers_and_not_the_layout() -> None:
    content = shipped()
    again = parse_expert(json.dumps(content, indent=7, sort_keys=True))
    content["temperature"] = 1.6
    assert again.content_hash == load_expert().content_hash
    assert parse_expert(json.dumps(content)).content_hash != again.content_hash


def test_nobody_can_write_into_the_model() -> None:
    with pytest.raises(ValueError, match="read-only"):
        load_expert().means[0, 0] = 2.0


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("temperature",), 0),
        (("temperature",), "1.5"),
        (("surplus",), 1),
        (("profiles", "formal", "structure"), None),
        (("profiles", "formal", "career"), 1.0),
        (("profiles", "mixed"), {}),
        (("prior", "formal"), -1),
        (("items", "agree", "thresholds"), [1, 0, 2, 3]),
        (("within", "correlations"), [{"between": ["goals", "goals"], "value": 0.5}]),
        (("stopping", "least_answered"), 40),
    ],
)
def test_a_document_that_makes_no_sense_is_refused(path: tuple[str, ...], value: object) -> None:
    content = shipped()
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(InvalidDocumentError) as refusal:
        parse_expert(json.dumps(content))
    assert refusal.value.problems


def test_a_missing_kind_is_refused() -> None:
    content = shipped()
    del content["prior"]["coaching"]
    with pytest.raises(InvalidDocumentError) as refusal:
        parse_expert(json.dumps(content))
    assert "coaching" in str(refusal.value.problems[0])


def test_correlations_that_no_population_can_have_are_refused() -> None:
    content = shipped()
    pairs = [("structure", "goals", 0.9), ("goals", "method", 0.9), ("structure", "method", -0.9)]
    content["within"]["correlations"] = [{"between": [a, b], "value": v} for a, b, v in pairs]
    with pytest.raises(InvalidDocumentError):
        parse_expert(json.dumps(content))


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"null"])
def test_what_is_no_document_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidDocumentError):
        parse_expert(raw)
