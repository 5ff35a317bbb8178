import json
from typing import Any

import pytest

from mentormatch.errors import InvalidInputError
from mentormatch.guide import Focus, Role
from mentormatch.matcher import Line, line_reader, outcome_document, recommend, score_lines, score_text
from mentormatch.quiz import SKIPPED
from mentormatch.scoring import arrays_for, load_expert
from tests.banks import packed_answers, random_answers, small_bank

BANK = small_bank()
MODEL = load_expert()
ARRAYS = arrays_for(BANK, MODEL)
READ = line_reader(BANK)


def lines(people: int, answered: float = 0.6) -> list[Line]:
    rows = random_answers(BANK, 21, people=people, answered=answered)
    roles = (Role.FIND, Role.FIND, Role.BECOME)
    return [Line(f"p{at}", roles[at % 3], row.tobytes()) for at, row in enumerate(rows)]


def alone(line: Line) -> str:
    """The line's result as the web would have it, written as JSON."""
    outcome = recommend(MODEL, ARRAYS, BANK, line.answers, line.role)
    document = {"id": line.id} | outcome_document(outcome)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_a_result_is_the_same_to_the_last_bit_on_the_web_and_anywhere_in_a_batch(size: int) -> None:
    everyone = lines(1000)
    expected = [alone(line) for line in everyone[:150]]
    shifted = [*everyone[150:], *everyone[:150]]
    found: list[str] = []
    for at in range(0, len(shifted), size):
        found += score_text(MODEL, ARRAYS, BANK, shifted[at : at + size])
    assert found[-150:] == expected


def test_a_form_that_everybody_answered_whole_gives_the_same_bits_too() -> None:
    everyone = lines(700, answered=1.1)
    found = list(score_text(MODEL, ARRAYS, BANK, everyone))
    assert found[::35] == [alone(line) for line in everyone[::35]]


def test_nobody_and_somebody_without_an_answer_are_scored_too() -> None:
    empty = Line(None, Role.BECOME, bytes(len(BANK.questions)))
    assert score_lines(MODEL, ARRAYS, BANK, []) == []
    assert list(score_text(MODEL, ARRAYS, BANK, [empty])) == [alone(empty)]


@pytest.mark.parametrize("name", ["é", '"quoted"\n', 7, None, {"a": [1]}])
def test_an_id_comes_back_as_it_was(name: Any) -> None:
    line = READ({"id": name, "role": "find", "answers": {"situation-1": "formal"}})
    assert score_lines(MODEL, ARRAYS, BANK, [line])[0]["id"] == name


def test_answers_are_read_by_key_and_null_is_a_skip() -> None:
    chosen = {"agree-goals-more": "4", "pair-goals-naturalness": "two", "situation-1": None}
    line = READ({"id": 1, "role": "become", "answers": chosen})
    assert line == Line(1, Role.BECOME, packed_answers(BANK, chosen))
    assert line.answers[BANK.by_key["situation-1"].index] == SKIPPED


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ([], "malformed-line"),
        ({"role": "find", "answers": {}}, "malformed-line"),
        ({"id": 1, "role": "find"}, "malformed-line"),
        ({"id": 1, "role": "find", "answers": []}, "malformed-line"),
        ({"id": 1, "role": "mentor", "answers": {}}, "malformed-line"),
        ({"id": 1, "role": ["find"], "answers": {}}, "malformed-line"),
        ({"id": 1, "role": "find", "answers": {"nothing": "1"}}, "unknown-question"),
        ({"id": 1, "role": "find", "answers": {"situation-1": "nothing"}}, "unknown-option"),
        ({"id": 1, "role": "find", "answers": {"agree-goals-more": 4}}, "unknown-option"),
        (
            {"id": 1, "role": "find", "answers": {"agree-goals-more": "2", "situation-1": {}}},
            "unknown-option",
        ),
    ],
)
def test_a_line_that_cannot_be_understood_is_refused(source: object, refusal: str) -> None:
    with pytest.raises(InvalidInputError, match=refusal):
        READ(source)


@pytest.mark.parametrize(("one", "other"), [("performance", "leadership"), ("leadership", "career")])
def test_of_two_equally_likely_focuses_the_first_leads_whatever_the_last_bit_says(
    one: str, other: str
) -> None:
    focuses = [BANK.by_key[key] for key in ("focus-1", "focus-2", "focus-3")]
    chosen = packed_answers(BANK, {"focus-1": one, "focus-2": other})
    rows = random_answers(BANK, 51, people=1000, answered=0.7)
    for question in focuses:
        rows[:, question.index] = chosen[question.index]
    documents = score_lines(
        MODEL, ARRAYS, BANK, [Line(at, Role.FIND, row.tobytes()) for at, row in enumerate(rows)]
    )
    coached = [document for document in documents if document["recommendation"] == "coaching"]
    assert len(coached) > 50
    assert {document["focus"] for document in coached} == {
        min(Focus(one), Focus(other), key=list(Focus).index)
    }
