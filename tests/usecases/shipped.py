"""The shipped bank's document, to be broken in one place at a time."""

import json
from collections.abc import Iterator
from typing import Any

from mentormatch.bundled import data_path
from mentormatch.scoring import load_expert
from mentormatch.usecases.check_bank import BankReport, check_bank

FEW_ANSWERERS = 400


def shipped_raw() -> bytes:
    """The shipped document as it is."""
    return data_path("banks", "mentoring.json").read_bytes()


def shipped_document() -> dict[str, Any]:
    """The shipped document, to be changed freely."""
    content: dict[str, Any] = json.loads(shipped_raw())
    return content


def question(document: dict[str, Any], key: str) -> dict[str, Any]:
    """One question of a document by its key."""
    found: dict[str, Any] = next(q for q in document["questions"] if q["key"] == key)
    return found


def path_of(document: dict[str, Any], key: str) -> str:
    """The path of a question by its key."""
    keys = [q["key"] for q in document["questions"]]
    return f"questions[{keys.index(key)}]"


def raw(document: object) -> bytes:
    """A document as it would be read from a file."""
    return json.dumps(document, ensure_ascii=False).encode()


def checked(document: object, *, answerers: int = FEW_ANSWERERS) -> BankReport:
    """The report on a document."""
    return check_bank(raw(document), load_expert(), answerers=answerers)


def lines(found: BankReport) -> Iterator[str]:
    """Each finding as it is printed, with its severity."""
    return (f"{finding.severity} {finding}" for finding in found.findings)
