"""A bank that is being written: the shape of a bank document, with texts that may be missing.

What an editor saves is kept as it is, complete or not; only publishing asks for a whole document.
The bytes of a draft with nothing missing are those of `document_bytes`, so that a draft which
equals a published version has its content hash.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from mentormatch.errors import NotFoundError
from mentormatch.guide import Role, Trait
from mentormatch.i18n import NO_WORDS, Locale, Text, Words, words_of
from mentormatch.quiz.agreement import AGREEMENT_LABELS
from mentormatch.quiz.bank import Format, Option, Part, Question
from mentormatch.quiz.document import BankDocument, OptionDocument, QuestionDocument, TextDocument
from mentormatch.values import dataclass

Loads = Mapping[Trait, float]


def _no_words() -> Words:
    return NO_WORDS


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """One option; `label` may lack a language."""

    key: str
    label: Words = field(default_factory=_no_words)
    loads: Loads = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question; `help` without any words is no help."""

    key: str
    part: Part
    role: str
    format: Format
    prompt: Words = field(default_factory=_no_words)
    help: Words = field(default_factory=_no_words)
    loads: Loads = field(default_factory=dict)
    options: tuple[OptionDraft, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """The doors that ask it."""
        return frozenset(Role) if self.role == "both" else frozenset({Role(self.role)})

    @property
    def texts(self) -> Mapping[str, Words]:
        """Every text by its place in the question: `prompt`, `help`, `option KEY`."""
        labels = {f"option {option.key}": option.label for option in self.options}
        helped = {"help": self.help} if any(self.help.values()) else {}
        return {"prompt": self.prompt, **helped, **labels}

    @property
    def fingerprint(self) -> str:
        """Equal for equal questions: by it a writer says which state they have seen."""
        text = json.dumps(_question_content(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class BankDraft:
    """A whole bank as it is being written."""

    key: str
    title: Words
    questions: tuple[QuestionDraft, ...]

    def place(self, key: str) -> int:
        """Where a question stands, from 0; NotFoundError `question` when there is none."""
        for place, question in enumerate(self.questions):
            if question.key == key:
                return place
        raise NotFoundError("question", key)

    def question(self, key: str) -> QuestionDraft:
        """A question by its key; NotFoundError `question` when there is none."""
        return self.questions[self.place(key)]

    def has(self, key: str) -> bool:
        """Whether there is such a question."""
        return any(question.key == key for question in self.questions)

    def with_title(self, title: Words) -> "BankDraft":
        """The bank under another title."""
        return replace(self, title=title)

    def with_question(self, key: str, changed: QuestionDraft) -> "BankDraft":
        """The bank with one question replaced."""
        place = self.place(key)
        return self._with((*self.questions[:place], changed, *self.questions[place + 1 :]))

    def with_added(self, question: QuestionDraft, at: int) -> "BankDraft":
        """The bank with a question put in at a place, counted from 0."""
        return self._with((*self.questions[:at], question, *self.questions[at:]))

    def without(self, key: str) -> "BankDraft":
        """The bank without a question."""
        place = self.place(key)
        return self._with((*self.questions[:place], *self.questions[place + 1 :]))

    def moved(self, key: str, to: int) -> "BankDraft":
        """The bank with a question at another place, counted from 0, as near as there is one."""
        question = self.question(key)
        return self.without(key).with_added(question, max(0, min(to, len(self.questions) - 1)))

    def _with(self, questions: tuple[QuestionDraft, ...]) -> "BankDraft":
        return replace(self, questions=questions)


def parse_draft(raw: bytes) -> BankDraft:
    """The draft in stored bytes, which `draft_bytes` or `document_bytes` made."""
    content = json.loads(raw)
    questions = tuple(_question(source) for source in content["questions"])
    return BankDraft(content["key"], words_of(content["title"]), questions)


def draft_bytes(draft: BankDraft) -> bytes:
    """The bytes of a draft, which are stored and by which drafts are compared."""
    content = {
        "schema": 1,
        "key": draft.key,
        "title": _plain(draft.title),
        "questions": [_question_content(question) for question in draft.questions],
    }
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def unchecked_document(raw: bytes) -> BankDocument:
    """The document in stored bytes as it is, complete or not, for those who only write it out."""
    draft = parse_draft(raw)
    questions = [_unchecked(question) for question in draft.questions]
    return BankDocument.model_construct(
        schema_=1, key=draft.key, title=_as_text(draft.title), questions=questions
    )


def shown_question(draft: QuestionDraft) -> Question:
    """The question as a visitor would see it now, an ellipsis where words are missing."""
    if draft.format is Format.AGREE:
        options: Iterable[Option] = (Option(key, label, {}) for key, label in AGREEMENT_LABELS.items())
    else:
        options = (Option(option.key, _shown(option.label), option.loads) for option in draft.options)
    return Question(
        index=0,
        key=draft.key,
        part=draft.part,
        roles=draft.roles,
        format=draft.format,
        prompt=_shown(draft.prompt),
        help=_shown(draft.help) if any(draft.help.values()) else None,
        loads=draft.loads,
        options=tuple(options),
    )


def _shown(words: Words) -> Text:
    return Text(**{locale.value: words[locale].strip() or "…" for locale in Locale})


def _unchecked(question: QuestionDraft) -> QuestionDocument:
    options = [
        OptionDocument.model_construct(key=o.key, label=_as_text(o.label), loads=dict(o.loads))
        for o in question.options
    ]
    return QuestionDocument.model_construct(
        key=question.key,
        part=question.part.value,
        role=question.role,
        format=question.format.value,
        prompt=_as_text(question.prompt),
        help=_as_text(question.help) if any(question.help.values()) else None,
        loads=dict(question.loads),
        options=options,
    )


def _as_text(words: Words) -> TextDocument:
    return TextDocument.model_construct(fr=words[Locale.FR], en=words[Locale.EN], ar=words[Locale.AR])


def _question(source: Mapping[str, Any]) -> QuestionDraft:
    return QuestionDraft(
        key=source["key"],
        part=Part(source["part"]),
        role=source["role"],
        format=Format(source["format"]),
        prompt=words_of(source["prompt"]),
        help=words_of(source.get("help") or {}),
        loads=_loads(source.get("loads", {})),
        options=tuple(
            OptionDraft(option["key"], words_of(option["label"]), _loads(option.get("loads", {})))
            for option in source.get("options", ())
        ),
    )


def _loads(source: Mapping[str, float]) -> Loads:
    return {Trait(name): float(weight) for name, weight in source.items()}


def _question_content(question: QuestionDraft) -> dict[str, Any]:
    content: dict[str, Any] = {
        "key": question.key,
        "part": question.part.value,
        "role": question.role,
        "format": question.format.value,
        "prompt": _plain(question.prompt),
        "loads": _plain_loads(question.loads),
        "options": [
            {"key": option.key, "label": _plain(option.label), "loads": _plain_loads(option.loads)}
            for option in question.options
        ],
    }
    return {**content, "help": _plain(question.help)} if any(question.help.values()) else content


def _plain(words: Words) -> dict[str, str]:
    return {locale.value: words[locale] for locale in Locale}


def _plain_loads(loads: Loads) -> dict[str, float]:
    return {trait.value: weight for trait, weight in loads.items()}
