"""The bank document: what is refused, where it is said to be wrong, and that all of it is said."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from mentormatch.errors import InvalidDocumentError
from mentormatch.quiz import document_bytes, parse_document, validate_document
from mentormatch.quiz.document import MAX_DOCUMENT_BYTES, MAX_LABEL, MAX_PROMPT
from tests.banks import small_bank_document

Document = dict[str, Any]
Break = Callable[[Document], object]
_AGREE, _PAIR, _SITUATION = 1, 17, 25


def problems(raw: bytes | str) -> dict[str, str]:
    """What is said of a document that is refused, by place."""
    with pytest.raises(InvalidDocumentError) as refused:
        parse_document(raw)
    assert refused.value.problems
    return {problem.path: problem.message for problem in refused.value.problems}


def broken(change: Break) -> dict[str, str]:
    """What is said of the small bank after a change."""
    document = small_bank_document()
    change(document)
    return problems(json.dumps(document))


def put(*place: str | int, value: object) -> Break:
    """A change that puts a value at a place."""

    def change(document: Document) -> None:
        at: Any = document
        for step in place[:-1]:
            at = at[step]
        at[place[-1]] = value

    return change


def without(*place: str | int) -> Break:
    """A change that takes something away."""

    def change(document: Document) -> None:
        at: Any = document
        for step in place[:-1]:
            at = at[step]
        del at[place[-1]]

    return change


def question(number: int, *rest: str | int, value: object) -> Break:
    return put("questions", number, *rest, value=value)


def test_the_bank_that_the_others_are_broken_from_is_accepted() -> None:
    parse_document(json.dumps(small_bank_document()))
    kinds = [q["format"] for q in small_bank_document()["questions"]]
    assert (kinds[_AGREE], kinds[_PAIR], kinds[_SITUATION]) == ("agree", "pair", "choose")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (put("schema", value=2), "schema"),
        (put("schema", value="1"), "schema"),
        (put("schema", value=True), "schema"),
        (put("schema", value=1.0), "schema"),
        (without("schema"), "schema"),
        (put("key", value="Not A Key"), "key"),
        (put("key", value="a" * 41), "key"),
        (put("key", value="a\n"), "key"),
        (put("title", value="only one"), "title"),
        (without("title", "ar"), "title.ar"),
        (put("title", "de", value="Titel"), "title.de"),
        (put("title", "fr", value=""), "title.fr"),
        (put("title", "fr", value=" \n\t\u00a0"), "title.fr"),
        (put("title", "en", value=None), "title.en"),
        (put("more", value=1), "more"),
        (put("questions", value=[]), "questions"),
        (put("questions", value={}), "questions"),
        (put("questions", value=small_bank_document()["questions"] * 6), "questions"),
        (question(_AGREE, "part", value="other"), f"questions[{_AGREE}].part"),
        (question(_AGREE, "role", value="mentor"), f"questions[{_AGREE}].role"),
        (question(_AGREE, "format", value="slider"), f"questions[{_AGREE}].format"),
        (question(_AGREE, "prompt", "ar", value="a" * (MAX_PROMPT + 1)), f"questions[{_AGREE}].prompt.ar"),
        (question(_AGREE, "help", value={"fr": "x"}), f"questions[{_AGREE}].help.en"),
        (question(_AGREE, "hint", value="x"), f"questions[{_AGREE}].hint"),
        (question(_AGREE, "loads", value={"kindness": 1.0}), f"questions[{_AGREE}].loads.kindness.[key]"),
        (question(_AGREE, "loads", value={"goals": 1.01}), f"questions[{_AGREE}].loads.goals"),
        (question(_AGREE, "loads", value={"goals": -1.01}), f"questions[{_AGREE}].loads.goals"),
        (question(_AGREE, "loads", value={"goals": "1"}), f"questions[{_AGREE}].loads.goals"),
        (question(_AGREE, "loads", value={"goals": float("nan")}), f"questions[{_AGREE}].loads.goals"),
        (question(_AGREE, "loads", value={"goals": float("inf")}), f"questions[{_AGREE}].loads.goals"),
        (question(_AGREE, "loads", value={}), f"questions[{_AGREE}]"),
        (
            question(_AGREE, "options", value=small_bank_document()["questions"][_PAIR]["options"]),
            f"questions[{_AGREE}]",
        ),
        (question(_PAIR, "loads", value={"goals": 0.5}), f"questions[{_PAIR}]"),
        (without("questions", _PAIR, "options", 1), f"questions[{_PAIR}]"),
        (
            lambda d: d["questions"][_PAIR]["options"].append(d["questions"][_SITUATION]["options"][0]),
            f"questions[{_PAIR}]",
        ),
        (put("questions", _SITUATION, "options", value=[]), f"questions[{_SITUATION}]"),
        (
            lambda d: d["questions"][_SITUATION]["options"].extend(d["questions"][_SITUATION]["options"]),
            f"questions[{_SITUATION}].options",
        ),
        (question(_SITUATION, "options", 0, "key", value="reverse"), f"questions[{_SITUATION}]"),
        (
            question(_SITUATION, "options", 2, "label", "fr", value="a" * (MAX_LABEL + 1)),
            f"questions[{_SITUATION}].options[2]",
        ),
        (
            question(_SITUATION, "options", 1, "label", "ar", value=3),
            f"questions[{_SITUATION}].options[1].label.ar",
        ),
        (question(_AGREE, "key", value="gate-need"), ""),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(change: Break, place: str) -> None:
    assert place in broken(change)


def test_a_trait_that_no_question_asks_about_is_named() -> None:
    def forget_goals(document: Document) -> None:
        kept = []
        for source in document["questions"]:
            for loads in (source.get("loads", {}), *(o["loads"] for o in source.get("options", []))):
                loads.pop("goals", None)
            if source["format"] != "agree" or source["loads"]:
                kept.append(source)
        document["questions"] = kept

    assert broken(forget_goals)[""].endswith("no question loads on: goals")


@pytest.mark.parametrize(
    "hidden",
    [
        *"\u202a\u202b\u202c\u202d\u202e",
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\r",
        "\ue000",
        "\uffff",
        "\ud800",
    ],
)
def test_characters_that_can_mislead_a_reader_are_refused(hidden: str) -> None:
    found = broken(question(_AGREE, "prompt", "en", value=f"safe{hidden}words"))
    assert f"questions[{_AGREE}].prompt.en" in found


@pytest.mark.parametrize("needed", ["\u200e", "\u200f", "\u2066ab\u2069", "\u00a0", "\u202f", "\u200d", "\n"])
def test_characters_that_writers_need_are_accepted(needed: str) -> None:
    document = small_bank_document()
    document["questions"][_AGREE]["prompt"]["ar"] = f"نص{needed}"
    validate_document(document)


def test_every_problem_is_said_at_once() -> None:
    def ruin(document: Document) -> None:
        document["key"] = "?"
        document["title"]["ar"] = ""
        document["questions"][_AGREE]["loads"] = {"goals": 9}
        del document["questions"][_PAIR]["prompt"]["fr"]

    assert set(broken(ruin)) == {
        "key",
        "title.ar",
        f"questions[{_AGREE}].loads.goals",
        f"questions[{_PAIR}].prompt.fr",
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"nul",
        b"\xff\xfe{}",
        "{}".encode("utf-16"),
        "{}".encode("utf-32"),
        b'{"schema": \xe9}',
        "\ud800",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"schema": ' + b"9" * 5000 + b"}",
        b'{"schema": 1, "schema": 1}',
        b'{"a": {"b": 1, "b": 2}}',
    ],
)
def test_what_is_no_json_with_each_name_once_is_refused(raw: bytes | str) -> None:
    assert list(problems(raw)) == [""]
    assert problems(raw)[""].startswith("not JSON")


@pytest.mark.parametrize("raw", [b"null", b"[]", b"1", b'"bank"', b"{}", b"[[[[]]]]", b"NaN"])
def test_json_that_is_no_bank_is_refused(raw: bytes) -> None:
    problems(raw)


def test_a_repeated_name_is_named() -> None:
    raw = json.dumps(small_bank_document()).replace('"role": "both"', '"role": "both", "role": "find"', 1)
    assert problems(raw)[""] == "not JSON: name used more than once: role"


def test_a_document_with_a_byte_order_mark_is_read() -> None:
    raw = json.dumps(small_bank_document()).encode()
    assert parse_document(b"\xef\xbb\xbf" + raw) == parse_document(raw)


def test_a_document_that_is_too_large_is_refused_unread() -> None:
    assert "bytes" in problems(b" " * (MAX_DOCUMENT_BYTES + 1))[""]
    assert "bytes" in problems("é" * (MAX_DOCUMENT_BYTES // 2 + 1))[""]


@pytest.mark.parametrize("what", ["names", "questions", "options"])
def test_a_document_full_of_nonsense_is_refused_in_little_time(what: str) -> None:
    many = {str(number): 1 for number in range(150_000)}
    raw = json.dumps(
        {
            "names": many,
            "questions": {"questions": list(many.values())},
            "options": {"questions": [{"options": list(many.values())}]},
        }[what]
    )
    began = time.process_time()
    problems(raw)
    # Seconds for what a square of its size would take minutes.
    assert time.process_time() - began < 10


def test_the_canonical_form_says_the_same_and_is_its_own() -> None:
    document = parse_document(json.dumps(small_bank_document()))
    canonical = document_bytes(document)
    assert parse_document(canonical) == document
    assert document_bytes(parse_document(canonical)) == canonical
    assert b'"help"' not in canonical
    assert b"Small bank" in canonical
