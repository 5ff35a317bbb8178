"""A bank: identified by what it says, however it was written."""

import json
from typing import Any

import pytest

from mentormatch.guide import Readiness, Role, Trait
from mentormatch.i18n import Locale
from mentormatch.quiz import Format, Part, parse_bank
from tests.banks import small_bank, small_bank_document
from tests.usecases.shipped import shipped_raw


def rewritten(value: Any) -> Any:
    """The same JSON with the names of every object in another order."""
    if isinstance(value, dict):
        return {name: rewritten(value[name]) for name in sorted(value, reverse=True)}
    return [rewritten(one) for one in value] if isinstance(value, list) else value


def test_the_same_bank_written_otherwise_has_the_same_hash() -> None:
    document = small_bank_document()
    texts: list[str | bytes] = [
        json.dumps(document),
        json.dumps(document, indent=4),
        json.dumps(document, ensure_ascii=False).encode(),
        json.dumps(rewritten(document)),
        small_bank().document,
    ]
    banks = [parse_bank(text) for text in texts]
    assert {bank.content_hash for bank in banks} == {small_bank().content_hash}
    assert {bank.document for bank in banks} == {small_bank().document}


def test_the_hash_of_a_bank_never_changes() -> None:
    # Published versions are found by it: a change here is a change of the canonical form.
    assert small_bank().content_hash == "7139eb29149cd6deb9bf276fdcdcb0ea026873653103c6d84a765b179fdc33c7"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("title", "ar"), "عنوان آخر"),
        (("questions", 1, "prompt", "fr"), "Autre chose"),
        (("questions", 1, "loads", "structure"), 0.91),
        (("questions", 1, "role"), "find"),
        (("questions", 17, "options", 0, "key"), "other"),
    ],
)
def test_a_bank_that_says_something_else_has_another_hash(place: tuple[Any, ...], value: object) -> None:
    document: Any = small_bank_document()
    at = document
    for step in place[:-1]:
        at = at[step]
    assert at[place[-1]] != value
    at[place[-1]] = value
    assert parse_bank(json.dumps(document)).content_hash != small_bank().content_hash


def test_the_order_of_questions_and_of_options_is_part_of_what_a_bank_says() -> None:
    document = small_bank_document()
    document["questions"].reverse()
    turned = parse_bank(json.dumps(document))
    assert turned.content_hash != small_bank().content_hash
    assert [question.index for question in turned.questions] == list(range(len(turned.questions)))


def test_each_door_is_asked_its_own_questions_in_bank_order() -> None:
    bank = small_bank()
    for role, other in ((Role.FIND, "become"), (Role.BECOME, "find")):
        asked = bank.asked_of(role, Part.TRAITS)
        assert asked
        assert [question.index for question in asked] == sorted(question.index for question in asked)
        sources = {q["key"]: q for q in small_bank_document()["questions"]}
        assert all(sources[question.key]["role"] != other for question in asked)
    assert bank.asked_of(Role.FIND, Part.READINESS) == ()
    assert len(bank.asked_of(Role.BECOME, Part.READINESS)) == len(Readiness)


def test_an_agreement_question_has_its_five_options_in_three_languages() -> None:
    agree = next(question for question in small_bank().questions if question.format is Format.AGREE)
    assert [option.key for option in agree.options] == ["1", "2", "3", "4", "5"]
    for locale in Locale:
        assert len({option.label[locale] for option in agree.options}) == 5
    assert [agree.code_of(key) for key in ("1", "5", "6", "", "0")] == [1, 5, None, None, None]
    assert agree.loads == {Trait.STRUCTURE: 0.9}


def test_the_shipped_bank_asks_about_every_condition_of_becoming_a_mentor() -> None:
    bank = parse_bank(shipped_raw())
    assert all(bank.readiness_question(condition) for condition in Readiness)
    without = [q for q in small_bank_document()["questions"] if q["key"] != "readiness-time"]
    lacking = parse_bank(json.dumps({**small_bank_document(), "questions": without}))
    assert lacking.readiness_question(Readiness.TIME) is None


def test_a_bank_cannot_be_changed() -> None:
    bank = small_bank()
    with pytest.raises(TypeError):
        # The types forbid it too: that is what is tried.
        bank.by_key["new"] = bank.questions[0]  # type: ignore[index]
    with pytest.raises(TypeError):
        # The same.
        bank.questions[1].loads[Trait.GOALS] = 1.0  # type: ignore[index]
