"""What differs between two states of a bank."""

from dataclasses import replace

from mentormatch.guide import Trait
from mentormatch.i18n import Locale
from mentormatch.quiz import document_bytes, parse_document
from mentormatch.quiz.differences import TextChange, WeightChange, What, differences, title_changes
from mentormatch.quiz.drafting import BankDraft, draft_bytes, parse_draft
from tests.usecases.shipped import shipped_raw


def _shipped() -> BankDraft:
    return parse_draft(document_bytes(parse_document(shipped_raw())))


def test_a_draft_without_gaps_has_the_bytes_of_a_published_document() -> None:
    published = document_bytes(parse_document(shipped_raw()))
    assert draft_bytes(parse_draft(published)) == published


def test_texts_and_weights_are_told_with_what_they_were() -> None:
    before = _shipped()
    question = before.question("sit-first-months")
    option = question.options[1]
    label = {**option.label, Locale.EN: "Something else"}
    loads = {**option.loads, Trait.METHOD: -0.25}
    changed = replace(
        question,
        options=(question.options[0], replace(option, label=label, loads=loads), *question.options[2:]),
    )
    (found,) = differences(before, before.with_question(question.key, changed))
    assert (found.what, found.key) == (What.CHANGED, question.key)
    assert found.texts == (TextChange("option b", Locale.EN, option.label[Locale.EN], "Something else"),)
    was = option.loads.get(Trait.METHOD, 0.0)
    assert found.weights == (WeightChange("b", Trait.METHOD, was, -0.25),)


def test_one_question_that_moved_is_one_that_moved() -> None:
    before = _shipped()
    key = before.questions[3].key
    found = differences(before, before.moved(key, 40))
    assert [(one.what, one.key) for one in found] == [(What.MOVED, key)]


def test_added_and_removed_questions_are_told_as_such() -> None:
    before = _shipped()
    gone = before.questions[5]
    new = replace(gone, key="agree-new")
    found = differences(before, before.without(gone.key).with_added(new, 5))
    assert {(one.what, one.key) for one in found} == {(What.ADDED, "agree-new"), (What.REMOVED, gone.key)}


def test_nothing_differs_from_itself() -> None:
    bank = _shipped()
    assert differences(bank, bank) == []
    assert title_changes(bank, bank) == ()
