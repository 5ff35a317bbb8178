"""What a new version changes, in words."""

from mentormatch.quiz import parse_bank
from mentormatch.quiz.changes import bank_changes
from tests.usecases.shipped import question, raw, shipped_document, shipped_raw


def test_every_sort_of_change_is_told_question_by_question() -> None:
    document = shipped_document()
    document["title"]["en"] = "Another title"
    question(document, "sit-new-tool")["options"][1]["label"]["ar"] += "."
    question(document, "sit-missed-meeting")["options"][0]["loads"] = {"method": 0.5}
    question(document, "pair-free-hour")["options"].reverse()
    question(document, "agree-lead-better")["prompt"]["fr"] += " Vraiment."
    question(document, "agree-own-contacts")["loads"] = {"network": -0.8}
    question(document, "readiness-time")["options"].pop()
    del question(document, "readiness-time")["help"]
    question(document, "sit-twelve-hours")["role"] = "both"
    document["questions"] = [q for q in document["questions"] if q["key"] != "pair-slow-task"]
    document["questions"].append({**question(document, "pair-how-long"), "key": "pair-new"})
    changes = bank_changes(parse_bank(shipped_raw()), parse_bank(raw(document)))
    told = {str(change) for change in changes}
    assert told == {
        "changed (title): title",
        "changed sit-new-tool: option b: label",
        "changed sit-missed-meeting: option a: loads",
        "changed pair-free-hour: order of the options",
        "changed agree-lead-better: prompt",
        "changed agree-own-contacts: loads",
        "changed readiness-time: help, option 4 removed",
        "changed sit-twelve-hours: role",
        "removed pair-slow-task",
        "added pair-new",
    }


def test_a_new_order_of_the_questions_is_told_once() -> None:
    document = shipped_document()
    document["questions"].reverse()
    changes = bank_changes(parse_bank(shipped_raw()), parse_bank(raw(document)))
    assert [str(change) for change in changes] == ["changed (order): order of the questions"]


def test_the_same_bank_has_no_changes() -> None:
    bank = parse_bank(shipped_raw())
    assert bank_changes(bank, bank) == []
