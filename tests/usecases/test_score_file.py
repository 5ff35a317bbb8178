"""Scoring a file: the web's own numbers, every bad line named, and bounded memory."""

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from mentormatch import matcher
from mentormatch.guide import Role
from mentormatch.quiz import Bank, Part
from mentormatch.scoring import arrays_for, load_expert
from mentormatch.usecases.score_file import BATCH, MAX_LINE_BYTES, score_file
from tests.banks import small_bank

_ANSWERS = {"agree-goals-more": "4", "situation-1": "informal"}
_GOOD = {"id": "a", "role": "find", "answers": _ANSWERS}


def _scored(given: bytes) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """The results of a file, and the lines that were refused."""
    sink, bad = io.BytesIO(), list[tuple[int, str]]()
    tally = score_file(
        small_bank(),
        load_expert(),
        io.BytesIO(given),
        sink,
        report=lambda number, reason: bad.append((number, reason)),
        advance=lambda count: None,
    )
    results = [json.loads(line) for line in sink.getvalue().splitlines()]
    assert (tally.scored, tally.bad) == (len(results), len(bad))
    return results, bad


def _line(**changes: object) -> bytes:
    return json.dumps({**_GOOD, **changes}).encode() + b"\n"


def _people(bank: Bank, count: int) -> Iterator[tuple[Role, dict[str, str | None], bytes]]:
    """Answers drawn at random, by name and packed; some questions skipped, some not reached."""
    generator = np.random.default_rng(5)
    for number in range(count):
        role = tuple(Role)[number % 2]
        named: dict[str, str | None] = {}
        packed = bytearray(len(bank.questions))
        for question in bank.questions:
            if role not in question.roles or generator.random() < 0.4:
                continue
            code = int(generator.integers(0, len(question.options) + 1))
            named[question.key] = question.options[code - 1].key if code else None
            packed[question.index] = code or 255
        yield role, named, bytes(packed)


def test_a_line_gets_the_numbers_of_the_web_to_the_last_bit() -> None:
    bank, model = small_bank(), load_expert()
    people = list(_people(bank, 60))
    given = b"".join(_line(id=n, role=role, answers=named) for n, (role, named, _) in enumerate(people))
    results, bad = _scored(given)
    assert bad == []
    arrays = arrays_for(bank, model)
    for number, (result, (role, _, packed)) in enumerate(zip(results, people, strict=True)):
        outcome = matcher.recommend(model, arrays, bank, packed, role)
        assert result == {"id": number, **matcher.outcome_document(outcome)}


def test_results_come_in_the_order_of_the_lines_across_batches() -> None:
    count = BATCH + 3
    results, bad = _scored(b"".join(_line(id=number) for number in range(count)))
    assert bad == []
    assert [result["id"] for result in results] == list(range(count))
    assert {**results[0], "id": 0} == {**results[-1], "id": 0}


@pytest.mark.parametrize(
    "value", ["a", "", "é\u2028ش", "10:30:00", '{"id": "b"}', 7, -1, 2.5, 0.1, 1e-7, 10**30]
)
def test_the_id_comes_back_as_it_was(value: object) -> None:
    results, _ = _scored(_line(id=value))
    assert results[0]["id"] == value
    assert type(results[0]["id"]) is type(value)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"not json\n", "not json"),
        (b"\xff{}\n", "not utf 8: byte 1"),
        (b"[]\n", "malformed line: no object: []"),
        (b"3\n", "malformed line"),
        (b"[" * 100_000 + b"\n", "not json"),
        (b'{"id": "a", "role": "find"}\n', "malformed line: the answers are missing"),
        (b'{"role": "find", "answers": {}}\n', "malformed line: the id is missing"),
        (b'{"id": "a", "answers": {}}\n', "malformed line"),
        (b'{"id": NaN, "role": "find", "answers": {}}\n', "NaN is not JSON"),
        (b'{"id": 1e999, "role": "find", "answers": {}}\n', "the id must be"),
        (b'{"id": "\\ud800", "role": "find", "answers": {}}\n', "the id must be"),
        (b'{"id": 1, "id": 2, "role": "find", "answers": {}}\n', "there twice"),
        (
            b'{"id": 1, "role": "find", "answers": {"gate-need": "both", "gate-need": "work"}}\n',
            "there twice",
        ),
        (b'{"id": 1, "role": "find", "role": "find", "answers": {}}\n', "there twice"),
        (b'{"id": 1, "role": "find", "answers": {}, "more": [{"a": 1, "a": 1}]}\n', "there twice"),
        (
            b'{"id": 1, "role": "find", "answers": {"gate-need": "both", "gate\\u002dneed": null}}\n',
            "there twice",
        ),
        (b'{"id": Infinity, "role": "find", "answers": {}}\n', "Infinity is not JSON"),
        (_line(id=None), "the id must be"),
        (_line(id=True), "the id must be"),
        (_line(id=[1]), "the id must be"),
        (_line(role="guide"), "role 'guide'"),
        (_line(role=["find"]), "role ['find']"),
        (_line(answers=[1]), "malformed line"),
        (_line(answers={"agree-goals": "4"}), "unknown question: 'agree-goals'"),
        (_line(answers={"agree-goals-more": "6"}), "unknown option: agree-goals-more: '6'"),
        (_line(answers={"agree-goals-more": 4}), "unknown option: agree-goals-more: 4"),
        (_line(answers={"agree-goals-more": True}), "unknown option: agree-goals-more: True"),
        (_line(answers={"agree-goals-more": ["4"]}), "unknown option: agree-goals-more: ['4']"),
        (_line(answers={"readiness-time": "level-1"}), "question not asked: readiness-time at the door find"),
        (_line(role="become", answers={"focus-1": "career"}), "question not asked: focus-1"),
        (b'{"id": "' + b"x" * (2 * MAX_LINE_BYTES + 7) + b'"}\n', "line too long"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_around_it_are_scored(bad: bytes, said: str) -> None:
    results, refused = _scored(_line(id="before") + bad + _line(id="after"))
    assert [result["id"] for result in results] == ["before", "after"]
    assert [number for number, _ in refused] == [2]
    assert said in refused[0][1]


def test_a_skipped_question_counts_for_nothing_wherever_it_stands() -> None:
    skipped = {**_ANSWERS, "readiness-time": None, "focus-1": None, "agree-method-more": None}
    results, bad = _scored(_line() + _line(answers=skipped))
    assert bad == []
    assert results[0] == results[1]


def test_other_names_are_ignored_however_deep_they_go() -> None:
    results, bad = _scored(_line() + _line(more={"id": "b", "answers": {"gate-need": [{"a": 1.5}]}}))
    assert bad == []
    assert results[0] == results[1]


def test_readiness_and_the_gate_may_be_answered_where_they_are_asked() -> None:
    levels = {
        question.key: question.options[-1].key
        for question in small_bank().asked_of(Role.BECOME, Part.READINESS)
    }
    results, bad = _scored(_line(answers={"gate-need": "both"}) + _line(role="become", answers=levels))
    assert bad == []
    assert results[1]["readiness"]["headline"] == 1.0


def test_blank_lines_a_byte_order_mark_and_a_missing_last_line_end_do_no_harm() -> None:
    given = (
        b"\xef\xbb\xbf" + _line(id=1) + b"\n  \r\n" + _line(id=2).replace(b"\n", b"\r\n") + _line(id=3)[:-1]
    )
    results, bad = _scored(given)
    assert ([result["id"] for result in results], bad) == ([1, 2, 3], [])


def test_line_numbers_count_blank_and_endless_lines_too() -> None:
    endless = b" " * (3 * MAX_LINE_BYTES + 1) + b"\n"
    _, bad = _scored(b"\n" + endless + b"\n" + b"oops\n")
    assert [number for number, _ in bad] == [2, 4]


def test_an_empty_file_has_no_results() -> None:
    assert _scored(b"") == ([], [])


def test_progress_adds_up_to_the_size_of_the_file() -> None:
    given = _line() * (BATCH + 5) + b"\noops\n"
    moved: list[int] = []
    bank, model = small_bank(), load_expert()
    source, sink = io.BytesIO(given), io.BytesIO()
    score_file(bank, model, source, sink, report=lambda number, reason: None, advance=moved.append)
    assert (sum(moved), len(moved)) == (len(given), 2)
