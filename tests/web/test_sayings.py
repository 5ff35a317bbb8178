"""What checks find is said in the reader's language, whatever they find."""

import ast
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

import mentormatch
from mentormatch.i18n import Locale
from mentormatch.usecases import texts_gate
from mentormatch.web.admin.present_problems import FILES
from mentormatch.web.admin.say_bank import BANK
from mentormatch.web.admin.say_texts import TEXTS
from mentormatch.web.admin.sayings import in_words
from mentormatch.web.visitor.speech import Speech

FOUND = (
    "no question loads on: structure, career",
    "Value error, a question of format choose needs 2 to 6 options",
    "Value error, an agreement question has its five fixed options and no others",
    "Value error, only an agreement question has loads of its own",
    "Value error, option key used more than once: a",
    "names none of the nine conditions of readiness",
    "readiness is asked at the door become",
    "a question of this key belongs to readiness",
    "no question readiness-time",
    "the gate has the key gate-need",
    "2 questions of the part gate; there is one",
    "at the door find, even determined answers reach coaching-career with a probability of 0.42 only",
    "at the door find, even determined answers reach formal with a probability of 0.42 only",
    "ar: options for coaching are the longest 17 times of 20, where chance expects 5.3",
    "fr: reading ease 31; plain language has 60 or more",
    "ar: 34% of the words are long",
    "List should have at most 250 items after validation, not 251",
    "List should have at least 1 item after validation, not 0",
    "String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'",
    "has an invisible character",
    "at the door become, no answers lead to reverse",
)
IN_FILES = (
    "column fr is there twice",
    "a second row for the bank itself",
    "a NUL character, which no text has",
    "not CSV: unexpected end of data",
    "the header must name two different languages: Language and X-Source-Language",
    "Field required",
    "Extra inputs are not permitted",
    "Input should be a valid string",
    "must be the number 1",
    "must be mentoring, the bank that visitors are asked",
)
IN_TEXTS = (
    texts_gate.EMPTY,
    texts_gate.MARKUP,
    texts_gate.BREAK,
    texts_gate.NO_PLACES,
    texts_gate.BRACKETS,
    "needs these places, each as it is: %(by)s, %(pace)s",
)

_PACKAGE = Path(mentormatch.__file__).parent
_CHECKS = [
    *(_PACKAGE / "quiz").rglob("*.py"),
    *(
        _PACKAGE / "usecases" / f"{name}.py"
        for name in ("bank_files", "bank_gate", "check_bank", "texts_gate")
    ),
]
_TELLS = {"Problem": 1, "error": 1, "warning": 1, "ValueError": 0}
# What may stand in the places of a message.
_VALUES = ("7", "42%", "5.3", "fr", "find", "career", "mentoring", "option key", "'a name that is cut off")


def _written() -> Iterator[list[str | None]]:
    """The messages that the checks are written to give; None for each place that is filled."""
    for path in _CHECKS:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            place = _TELLS.get(ast.unparse(call.func).rpartition(".")[2])
            told = call.args[place] if place is not None and len(call.args) > place else None
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                yield [told.value]
            elif isinstance(told, ast.JoinedStr) and "{message}" not in ast.unparse(told):
                yield [str(it.value) if isinstance(it, ast.Constant) else None for it in told.values]


def _has_words(message: list[str | None]) -> bool:
    for values in product(_VALUES, repeat=message.count(None)):
        filled = iter(values)
        text = "".join(next(filled) if part is None else part for part in message)
        if any(
            it.fullmatch(start + text) for it, _ in (*TEXTS, *FILES, *BANK) for start in ("", "Value error, ")
        ):
            return True
    return False


def test_whatever_the_checks_are_written_to_say_has_words() -> None:
    written = list(_written())
    assert len(written) >= 42
    assert not _has_words(["something that is never found"])
    assert ["".join(part or "…" for part in message) for message in written if not _has_words(message)] == []


@pytest.mark.parametrize("message", [*FOUND, *IN_FILES, *IN_TEXTS])
def test_a_finding_is_said_in_three_languages(quick_app: Flask, message: str) -> None:
    with quick_app.test_request_context():
        said = [in_words(Speech(locale), message, TEXTS, FILES, BANK) for locale in Locale]
    assert None not in said
    assert len(set(said)) == 3
    assert all(words and "%(" not in words.replace("%(by)s", "").replace("%(pace)s", "") for words in said)


def test_what_nobody_has_words_for_is_none(quick_app: Flask) -> None:
    with quick_app.test_request_context():
        assert in_words(Speech(Locale.AR), "something that is never found", TEXTS, FILES, BANK) is None
