"""Checking a bank: everything at once, and the same every time."""

import json

from mentormatch.scoring import load_expert
from mentormatch.usecases.check_bank import check_bank, report_document
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
