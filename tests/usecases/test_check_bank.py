"""Checking a bank: everything at once, and the same every time."""

import json

import pytest

from mentormatch.guide import Kind, Leaf, Role
from mentormatch.matcher.reach import Reach, Shares
from mentormatch.quiz.findings import Severity
from mentormatch.scoring import load_expert
from mentormatch.usecases.check_bank import check_bank, reach_findings, report_document, share_findings
from tests.usecases.shipped import checked, lines, path_of, question, shipped_document, shipped_raw


def test_a_document_that_is_refused_is_still_read_for_all_there_is_to_mend() -> None:
    document = shipped_document()
    question(document, "agree-lead-better")["loads"] = {"leadership": 7}
    question(document, "agree-own-contacts")["prompt"]["en"] = "I don't know."
    question(document, "readiness-time")["key"] = "readiness-patience"
    bad, sentence = path_of(document, "agree-lead-better"), path_of(document, "agree-own-contacts")
    found = list(lines(checked(document)))
    assert any(line.startswith(f"error {bad}.loads.leadership: ") for line in found)
    assert any(line.startswith(f"warning {sentence}.prompt.en: has a straight apostrophe") for line in found)
    assert any(line.endswith("used before: readiness-patience") for line in found)


def test_what_is_no_document_at_all_is_told_kindly() -> None:
    for raw in (b"", b"\xff\xfe", b"[]", b'{"questions": 3}', b"[" * 100_000, b'{"a": 1, "a": 2}'):
        report = check_bank(raw, load_expert())
        assert report.errors
        assert report.content_hash is None


def test_a_document_over_two_megabytes_is_not_read() -> None:
    report = check_bank(b" " * 2_000_001, load_expert())
    assert [str(finding) for finding in report.errors] == ["more than 2000000 bytes"]


def test_the_same_document_always_gets_the_same_report() -> None:
    once, again = (check_bank(shipped_raw(), load_expert(), answerers=100) for _ in range(2))
    assert once == again


def test_the_report_as_json_says_everything() -> None:
    document = report_document(checked(shipped_document()))
    again = json.loads(json.dumps(document, allow_nan=False))
    assert (again["errors"], again["warnings"]) == ([], [])
    assert len(again["reach"]) == 9
    assert {one["role"] for one in again["shares"]} == {"find", "become"}
    assert {one["locale"] for one in again["readability"]} == {"fr", "en", "ar"}
    assert again["formats"] == {"agreement": 24, "pair": 16, "situation": 14, "focus": 3}
    assert again["coverage"][0].keys() == {"trait", "sign", "role", "format", "count"}
    assert len(again["lengths"]) == 12


@pytest.mark.parametrize(
    ("full", "leads", "leads_short", "said"),
    [
        (0.9, True, True, []),
        (0.9, True, False, ["at the door find, 1 answers do not suffice to reach formal"]),
        (
            0.5,
            True,
            True,
            ["at the door find, even determined answers reach formal with a probability of 0.50 only"],
        ),
        (0.5, False, False, ["at the door find, no answers lead to formal"]),
    ],
)
def test_an_outcome_is_pointed_out_by_how_hard_it_is_to_reach(
    full: float, leads: bool, leads_short: bool, said: list[str]
) -> None:
    one = Reach(Role.FIND, Leaf.FORMAL, full, full, leads, leads_short, ("question",))
    assert [finding.message for finding in reach_findings([one])] == said


@pytest.mark.parametrize(
    ("chance", "simulated", "recovered", "said"),
    [
        (0.4, 0.33, 0.9, []),
        (0.7, 0.33, 0.9, ["answers at random lead to reverse 70% of the time"]),
        (0.4, 0.50, 0.9, ["reverse is recommended to 50% of simulated answerers, 33% of whom it fits"]),
        (0.4, 0.20, 0.9, ["reverse is recommended to 20% of simulated answerers, 33% of whom it fits"]),
        (0.4, 0.33, 0.5, ["only 50% of those whom reverse fits are told so"]),
    ],
)
def test_a_kind_is_pointed_out_by_who_is_told_it(
    chance: float, simulated: float, recovered: float, said: list[str]
) -> None:
    others = {Kind.FORMAL: 1 / 3, Kind.INFORMAL: 1 / 3}
    one = Shares(
        role=Role.BECOME,
        answerers=100,
        chance={**others, Kind.REVERSE: chance},
        simulated={**others, Kind.REVERSE: simulated},
        recovered={**others, Kind.FORMAL: 0.9, Kind.INFORMAL: 0.9, Kind.REVERSE: recovered},
    )
    found = [finding.message for finding in share_findings([one])]
    assert found == [f"at the door become, {sentence}" for sentence in said]
    too_easily = [finding.severity is Severity.ERROR for finding in share_findings([one])]
    assert too_easily == [sentence.startswith("answers at random") for sentence in said]
