"""A published bank as the program uses it: frozen, indexed, identified by its content hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType

from mentormatch.guide import Readiness, Role, Trait
from mentormatch.i18n import Text
from mentormatch.quiz.agreement import AGREEMENT_LABELS
from mentormatch.quiz.document import (
    BankDocument,
    QuestionDocument,
    TextDocument,
    document_bytes,
    parse_document,
)
from mentormatch.values import dataclass

GATE_KEY = "gate-need"


class Part(StrEnum):
    """What a question is for."""

    TRAITS = "traits"
    READINESS = "readiness"
    GATE = "gate"
    ATTENTION = "attention"


class Format(StrEnum):
    """How a question is asked."""

    AGREE = "agree"
    CHOOSE = "choose"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen; `loads` is empty for agreement options."""

    key: str
    label: Text
    loads: Mapping[Trait, float]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `index` is its place in the bank, by which answers are packed."""

    index: int
    key: str
    part: Part
    roles: frozenset[Role]
    format: Format
    prompt: Text
    help: Text | None
    loads: Mapping[Trait, float]
    options: tuple[Option, ...]

    def code_of(self, option_key: str) -> int | None:
        """The packed code (1-based) of an option key; None when there is no such option."""
        for code, option in enumerate(self.options, start=1):
            if option.key == option_key:
                return code
        return None

    @property
    def shuffles(self) -> bool:
        """Whether its options are shown in an order drawn per attempt."""
        return self.part is Part.TRAITS and self.format is not Format.AGREE


@dataclass(frozen=True, slots=True)
class Bank:
    """A whole bank; equal content has an equal `content_hash` (SHA-256, hex)."""

    key: str
    title: Text
    questions: tuple[Question, ...]
    content_hash: str
    document: bytes = field(repr=False)
    by_key: Mapping[str, Question] = field(repr=False, compare=False)

    def asked_of(self, role: Role, part: Part) -> tuple[Question, ...]:
        """The questions of one part that a door asks, in bank order."""
        return tuple(q for q in self.questions if q.part is part and role in q.roles)

    def readiness_question(self, readiness: Readiness) -> Question | None:
        """The question about one readiness condition; None when this bank does not ask it."""
        return self.by_key.get(readiness.question_key)


def parse_bank(raw: bytes | str) -> Bank:
    """The bank in a JSON document; raises InvalidDocumentError with every problem."""
    return bank_from_document(parse_document(raw))


def bank_from_document(document: BankDocument) -> Bank:
    """The frozen bank of a validated document."""
    raw = document_bytes(document)
    questions = tuple(_question(index, q) for index, q in enumerate(document.questions))
    return Bank(
        key=document.key,
        title=_text(document.title),
        questions=questions,
        content_hash=hashlib.sha256(raw).hexdigest(),
        document=raw,
        by_key=MappingProxyType({question.key: question for question in questions}),
    )


def _question(index: int, source: QuestionDocument) -> Question:
    roles = frozenset(Role) if source.role == "both" else frozenset({Role(source.role)})
    return Question(
        index=index,
        key=source.key,
        part=Part(source.part),
        roles=roles,
        format=Format(source.format),
        prompt=_text(source.prompt),
        help=_text(source.help) if source.help else None,
        loads=MappingProxyType(dict(source.loads)),
        options=_options(source),
    )


def _options(source: QuestionDocument) -> tuple[Option, ...]:
    if source.format == "agree":
        none: Mapping[Trait, float] = MappingProxyType({})
        return tuple(Option(key, label, none) for key, label in AGREEMENT_LABELS.items())
    return tuple(
        Option(option.key, _text(option.label), MappingProxyType(dict(option.loads)))
        for option in source.options
    )


def _text(source: TextDocument) -> Text:
    return Text(fr=source.fr, en=source.en, ar=source.ar)
