"""The blueprint: what a bank needs, by the report that a check gives."""

from typing import Any

import pytest

from mentormatch.guide import Role, Trait
from mentormatch.quiz.blueprint import Cell
from mentormatch.usecases.check_bank import ANSWERERS
from tests.usecases.shipped import checked, lines, path_of, question, shipped_document


@pytest.fixture
def document() -> dict[str, Any]:
    return shipped_document()


def _without(document: dict[str, Any], *keys: str) -> dict[str, Any]:
    document["questions"] = [q for q in document["questions"] if q["key"] not in keys]
    return document


def test_the_shipped_bank_has_nothing_to_mend(document: dict[str, Any]) -> None:
    assert list(lines(checked(document, answerers=ANSWERERS))) == []


def test_a_bank_with_too_few_questions_is_refused(document: dict[str, Any]) -> None:
    kept = document["questions"]
    situations = [q["key"] for q in kept if q["key"].startswith("sit-")]
    found = list(lines(checked(_without(document, *situations))))
    assert "error 43 questions on traits; a bank needs at least 48" in found
    assert "warning 0 questions of format situation; planned are 12 to 16" in found


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("agree-own-thinking", "at the door find, no agreement question is keyed on less guidance"),
        ("agree-tell-my-story", "at the door become, no agreement question is keyed on more guidance"),
        ("agree-lead-better", "at the door find, no agreement question is keyed on more leadership"),
    ],
)
def test_each_trait_must_be_stated_both_ways_at_each_door(
    document: dict[str, Any], key: str, said: str
) -> None:
    assert f"error {said}" in list(lines(checked(_without(document, key))))


def test_a_faint_load_does_not_count_as_a_statement(document: dict[str, Any]) -> None:
    question(document, "agree-dates-set-ahead")["loads"] = {"structure": 0.3}
    found = list(lines(checked(document)))
    assert "error at the door find, no agreement question is keyed on more structure" in found
    assert "error at the door become, no agreement question is keyed on more structure" in found


def test_a_focus_asked_of_those_who_become_mentors_is_refused(document: dict[str, Any]) -> None:
    question(document, "focus-good-news")["role"] = "both"
    path = path_of(document, "focus-good-news")
    expected = f"error {path}.role: the door become cannot recommend a coaching focus"
    assert expected in list(lines(checked(document)))


def test_an_option_that_speaks_for_nothing_is_refused(document: dict[str, Any]) -> None:
    question(document, "sit-new-tool")["options"][2]["loads"] = {"goals": 0.0}
    path = path_of(document, "sit-new-tool")
    expected = f"error {path}.options[2].loads: an option that speaks for nothing"
    assert expected in list(lines(checked(document)))


def test_a_situation_with_three_options_is_pointed_out(document: dict[str, Any]) -> None:
    question(document, "sit-new-tool")["options"].pop()
    path = path_of(document, "sit-new-tool")
    assert f"warning {path}.options: 3 options; its like have 4" in list(lines(checked(document)))


def test_readiness_and_the_gate_must_be_whole(document: dict[str, Any]) -> None:
    question(document, "readiness-time")["key"] = "readiness-tme"
    question(document, "gate-need")["key"] = "gate"
    found = list(lines(checked(document)))
    at = path_of(document, "readiness-tme")
    assert "error no question readiness-time" in found
    assert f"error {at}.key: names none of the nine conditions of readiness" in found
    assert "error questions[0].key: the gate has the key gate-need" in found


def test_readiness_is_asked_at_one_door_and_under_its_own_part(document: dict[str, Any]) -> None:
    question(document, "readiness-time")["role"] = "both"
    question(document, "readiness-empathy")["part"] = "attention"
    found = list(lines(checked(document)))
    at, other = path_of(document, "readiness-time"), path_of(document, "readiness-empathy")
    assert f"error {at}.role: readiness is asked at the door become" in found
    assert f"error {other}.part: a question of this key belongs to readiness" in found


def test_a_bank_without_a_gate_or_with_two_is_refused(document: dict[str, Any]) -> None:
    second = {**question(document, "gate-need"), "key": "gate-again"}
    two = {**document, "questions": [*document["questions"], second]}
    assert "error 2 questions of the part gate; there is one" in list(lines(checked(two)))
    assert "error no question gate-need" in list(lines(checked(_without(document, "gate-need"))))


def test_the_coverage_counts_statements_and_options_by_door(document: dict[str, Any]) -> None:
    coverage = checked(document).coverage
    assert coverage[Cell(Trait.GUIDANCE, "-", Role.FIND, "agreement")] == 1
    assert coverage[Cell(Trait.CAREER, "-", Role.FIND, "focus")] == 6
    assert Cell(Trait.CAREER, "-", Role.BECOME, "focus") not in coverage
