"""A bank as rows: one for its title, one for each prompt, help and option.

Three columns hold the languages and eleven the weights of the traits. A prompt begins a question;
its help and options name the question and may stand anywhere below.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, TypeAlias

from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.guide import Trait
from mentormatch.quiz.document import BankDocument, TextDocument
from mentormatch.quiz.exchange.source import Source
from mentormatch.values import dataclass

Cell: TypeAlias = str | float | None
Row: TypeAlias = Sequence[Cell]

LANGUAGES = ("fr", "en", "ar")
TRAITS = tuple(trait.value for trait in Trait)
_WORDS = ("element", "question", "part", "role", "format", "option")
COLUMNS = (*_WORDS, *LANGUAGES, *TRAITS)

# Which columns a row of each element fills, besides the languages.
_FILLED = {
    "bank": {"question"},
    "prompt": {"question", "part", "role", "format", *TRAITS},
    "help": {"question"},
    "option": {"question", "option", *TRAITS},
}


def rows_of(document: BankDocument) -> Iterator[Row]:
    """The rows of a document, the names of the columns first; weights are floats."""
    yield COLUMNS
    yield _row("bank", document.key, document.title)
    for question in document.questions:
        words = {"part": question.part, "role": question.role, "format": question.format}
        yield _row("prompt", question.key, question.prompt, words, question.loads)
        if question.help is not None:
            yield _row("help", question.key, question.help)
        for option in question.options:
            yield _row("option", question.key, option.label, {"option": option.key}, option.loads)


def _row(
    element: str,
    key: str,
    text: TextDocument,
    words: Mapping[str, str] | None = None,
    loads: Mapping[Trait, float] | None = None,
) -> Row:
    cells: dict[str, Cell] = {"element": element, "question": key, **(words or {})}
    cells |= {language: getattr(text, language) for language in LANGUAGES}
    cells |= {trait.value: weight for trait, weight in (loads or {}).items()}
    return tuple(cells.get(column) for column in COLUMNS)


@dataclass(slots=True)
class _Reading:
    """A document as far as it has been read."""

    content: dict[str, Any] = field(default_factory=lambda: {"schema": 1, "questions": []})
    asked: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, number: int, column: str, message: str) -> None:
        self.problems.append(
            Problem(f"row {number}, column {column}" if column else f"row {number}", message)
        )


def document_of(rows: Iterator[Row]) -> Source:
    """The document in rows, the names of the columns first; empty rows are passed over.

    Raises:
        InvalidDocumentError: when the names of the columns are not those of a bank.
    """
    names = _names(next(rows, ()))
    reading = _Reading()
    for number, row in enumerate(rows, start=2):
        cells = {name: cell for name, cell in zip(names, row, strict=False) if cell not in (None, "")}
        if any(cell not in (None, "") for cell in row[len(names) :]):
            reading.wrong(number, "", "more cells than there are columns")
        if cells:
            _take(reading, number, cells)
    if "title" not in reading.content:
        reading.problems.append(Problem("", "no row for the bank itself (element: bank)"))
    raw = json.dumps(reading.content, ensure_ascii=False).encode(errors="surrogatepass")
    return Source(raw, reading.places, reading.problems)


def _names(header: Row) -> list[str]:
    names = [str(name).strip().lower() if name is not None else "" for name in header]
    while names and not names[-1]:
        names.pop()
    wrong = [Problem("row 1", f"no column {name}") for name in COLUMNS if name not in names]
    for place, name in enumerate(names):
        if name not in COLUMNS:
            wrong.append(Problem("row 1", f"a column with an unknown name: {name!r:.60}"))
        elif name in names[:place]:
            wrong.append(Problem("row 1", f"column {name} is there twice"))
    if wrong:
        raise InvalidDocumentError(wrong)
    return names


def _take(reading: _Reading, number: int, cells: Mapping[str, Cell]) -> None:
    words = {name: str(cells[name]).strip() for name in _WORDS if name in cells}
    element = words.get("element", "")
    if element not in _FILLED:
        reading.wrong(number, "element", f"one of {', '.join(_FILLED)}, not {element!r:.40}")
        return
    for name in cells:
        if name not in {"element", *LANGUAGES, *_FILLED[element]}:
            reading.wrong(number, name, f"a row of element {element} leaves this empty")
    text = {language: _text(cells.get(language)) for language in LANGUAGES}
    loads = _loads(reading, number, cells)
    match element:
        case "bank":
            _take_bank(reading, number, words, text)
        case "prompt":
            _take_prompt(reading, number, words, {"prompt": text, "loads": loads})
        case _:
            _take_part(reading, number, words, text, loads)


def _take_bank(reading: _Reading, number: int, words: dict[str, str], text: dict[str, str]) -> None:
    if "title" in reading.content:
        reading.wrong(number, "element", "a second row for the bank itself")
        return
    reading.content |= {"key": words.get("question", ""), "title": text}
    reading.places["key"] = f"row {number}, column question"
    _place_text(reading, number, "title")


def _take_prompt(reading: _Reading, number: int, words: dict[str, str], parts: dict[str, Any]) -> None:
    key, index = words.get("question", ""), len(reading.content["questions"])
    if key in reading.asked:
        reading.wrong(number, "question", f"used before: {key:.60}")
    reading.asked[key] = index
    named = {name: words.get(name, "") for name in ("part", "role", "format")}
    parts = {name: value for name, value in parts.items() if value}
    reading.content["questions"].append({"key": key, **named, **parts})
    path = f"questions[{index}]"
    reading.places[path] = f"row {number}"
    reading.places[f"{path}.key"] = f"row {number}, column question"
    for name in named:
        reading.places[f"{path}.{name}"] = f"row {number}, column {name}"
    _place_text(reading, number, f"{path}.prompt")
    _place_loads(reading, number, path)


def _take_part(
    reading: _Reading, number: int, words: dict[str, str], text: dict[str, str], loads: dict[str, float]
) -> None:
    key = words.get("question", "")
    if key not in reading.asked:
        reading.wrong(number, "question", f"no prompt of this question above: {key!r:.60}")
        return
    index = reading.asked[key]
    question, path = reading.content["questions"][index], f"questions[{index}]"
    if words["element"] == "help":
        if "help" in question:
            reading.wrong(number, "element", "a second help for this question")
        question["help"] = text
        _place_text(reading, number, f"{path}.help")
        return
    options = question.setdefault("options", [])
    path = f"{path}.options[{len(options)}]"
    options.append({"key": words.get("option", ""), "label": text, **({"loads": loads} if loads else {})})
    reading.places[path] = f"row {number}"
    reading.places[f"{path}.key"] = f"row {number}, column option"
    _place_text(reading, number, f"{path}.label")
    _place_loads(reading, number, path)


def _place_text(reading: _Reading, number: int, path: str) -> None:
    reading.places[path] = f"row {number}"
    for language in LANGUAGES:
        reading.places[f"{path}.{language}"] = f"row {number}, column {language}"


def _place_loads(reading: _Reading, number: int, path: str) -> None:
    for trait in TRAITS:
        reading.places[f"{path}.loads.{trait}"] = f"row {number}, column {trait}"


def _text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    return cell or ""


def _loads(reading: _Reading, number: int, cells: Mapping[str, Cell]) -> dict[str, float]:
    found = {}
    for trait in TRAITS:
        if trait not in cells:
            continue
        try:
            weight = float(str(cells[trait]).strip().replace(",", "."))
        except ValueError:
            weight = math.nan
        if math.isfinite(weight):
            found[trait] = weight
        else:
            reading.wrong(number, trait, f"not a number: {cells[trait]!r:.40}")
    return found
