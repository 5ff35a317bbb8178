"""The bank document: what a question bank looks like as JSON, and everything it must satisfy.

The model is the single source of the published JSON Schema (`bank_schema`). It refuses what can
be judged one document at a time; whether the bank is a *good* bank is `quiz.blueprint`'s errand.
"""

import json
from collections import Counter
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.guide import Trait
from mentormatch.quiz.characters import refuse_hidden_characters

MAX_PROMPT = 240
MAX_LABEL = 160
MAX_OPTIONS = 6
MAX_QUESTIONS = 250
MAX_DOCUMENT_BYTES = 2_000_000

Sentence = Annotated[
    str,
    Field(min_length=1, max_length=MAX_PROMPT, pattern=r"\S"),
    AfterValidator(refuse_hidden_characters),
]
Key = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Weight = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
# JSON knows no enumerations: a trait arrives as a string.
Loads = dict[Annotated[Trait, Field(strict=False)], Weight]


class _Strict(BaseModel):
    # Built at its first use, as part of what holds it: by itself each would be built at every start.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class TextDocument(_Strict):
    """A sentence in the three languages."""

    fr: Sentence
    en: Sentence
    ar: Sentence


class OptionDocument(_Strict):
    """One option of a pair or a situation."""

    key: Key
    label: TextDocument
    loads: Loads = {}

    @model_validator(mode="after")
    def _label_is_short(self) -> Self:
        for language in ("fr", "en", "ar"):
            if len(getattr(self.label, language)) > MAX_LABEL:
                raise ValueError(f"label in {language} is longer than {MAX_LABEL} characters")
        return self


class QuestionDocument(_Strict):
    """One question; what `format` allows decides which of `loads` and `options` are present."""

    key: Key
    part: Literal["traits", "readiness", "gate", "attention"]
    role: Literal["find", "become", "both"]
    format: Literal["agree", "choose", "pair"]
    prompt: TextDocument
    help: TextDocument | None = None
    loads: Loads = {}
    options: Annotated[list[OptionDocument], Field(max_length=MAX_OPTIONS)] = []

    @model_validator(mode="after")
    def _format_and_contents_agree(self) -> Self:
        if self.format == "agree":
            if self.options:
                raise ValueError("an agreement question has its five fixed options and no others")
            if self.part == "traits" and not self.loads:
                raise ValueError("an agreement question on traits needs loads")
            return self
        if self.loads:
            raise ValueError("only an agreement question has loads of its own")
        least, most = (2, 2) if self.format == "pair" else (2, MAX_OPTIONS)
        if not least <= len(self.options) <= most:
            raise ValueError(f"a question of format {self.format} needs {least} to {most} options")
        _refuse_repeats("option key", [option.key for option in self.options])
        return self


def _refuse_other_than_a_whole_number(value: object) -> object:
    if type(value) is not int:
        raise ValueError("must be the number 1")
    return value


class BankDocument(_Strict):
    """A whole question bank."""

    # `true` and `1.0` equal 1, and would be kept as they are.
    schema_: Annotated[Literal[1], BeforeValidator(_refuse_other_than_a_whole_number)] = Field(alias="schema")
    key: Key
    title: TextDocument
    questions: Annotated[list[QuestionDocument], Field(min_length=1, max_length=MAX_QUESTIONS)]

    @model_validator(mode="after")
    def _whole_is_consistent(self) -> Self:
        _refuse_repeats("question key", [question.key for question in self.questions])
        loaded = {trait for question in self.questions for trait in _traits_of(question)}
        missing = [trait.value for trait in Trait if trait not in loaded]
        if missing:
            raise ValueError(f"no question loads on: {', '.join(missing)}")
        return self


def _traits_of(question: QuestionDocument) -> set[Trait]:
    every = [question.loads, *(option.loads for option in question.options)]
    return {trait for loads in every for trait, weight in loads.items() if weight}


def _refuse_repeats(what: str, keys: list[str]) -> None:
    repeated = sorted(key for key, times in Counter(keys).items() if times > 1)
    if repeated:
        raise ValueError(f"{what} used more than once: {', '.join(repeated)}")


def parse_document(raw: bytes | str) -> BankDocument:
    """The bank document in `raw`, UTF-8 JSON.

    Raises:
        InvalidDocumentError: with every problem and its place when the document is not acceptable.
    """
    try:
        sent = raw if isinstance(raw, bytes) else raw.encode()
        if len(sent) > MAX_DOCUMENT_BYTES:
            raise InvalidDocumentError([Problem("", f"more than {MAX_DOCUMENT_BYTES} bytes")])
        # Some editors begin a file with a byte order mark.
        content = json.loads(sent.decode("utf-8-sig"), object_pairs_hook=_refuse_repeated_names)
    except (ValueError, RecursionError) as error:
        raise InvalidDocumentError([Problem("", f"not JSON: {error}")]) from error
    return validate_document(content)


def validate_document(content: object) -> BankDocument:
    """The bank document in already decoded JSON; raises as `parse_document` does."""
    try:
        return BankDocument.model_validate(content)
    except ValidationError as error:
        problems = [Problem(_place(e["loc"]), e["msg"]) for e in error.errors()]
        raise InvalidDocumentError(problems) from error


def document_bytes(document: BankDocument) -> bytes:
    """The canonical form of a document: the bytes that are hashed and stored."""
    content = document.model_dump(mode="json", by_alias=True, exclude_none=True)
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def bank_schema() -> dict[str, Any]:
    """The JSON Schema of bank documents, for people and programs that write them."""
    return BankDocument.model_json_schema(by_alias=True)


def _refuse_repeated_names(pairs: list[tuple[str, object]]) -> dict[str, object]:
    _refuse_repeats("name", [name for name, _ in pairs])
    return dict(pairs)


def _place(location: tuple[int | str, ...]) -> str:
    place = ""
    for step in location:
        place += f"[{step}]" if isinstance(step, int) else f".{step}"
    return place.lstrip(".")
