"""Editing the question bank: one draft, several writers, each saving a question they have seen.

A save is refused only when *that question* has changed since its writer opened it; work on other
questions goes side by side. Before the first save the draft is the current version.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.i18n import Locale, Words
from mentormatch.quiz.drafting import BankDraft, QuestionDraft, draft_bytes, parse_draft
from mentormatch.quiz.stale import (
    AllMarks,
    Marks,
    Opened,
    marks_after,
    marks_from_text,
    marks_to_text,
)
from mentormatch.storage.actions import Action
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.values import dataclass

# What a writer has seen of a question that is not there.
ABSENT = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, by staff id, and when."""

    by: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Editing:
    """The bank as it is being written, and the version (`base`) that it would replace.

    `revision` is 0 while nothing differs because nothing was saved.
    """

    draft: BankDraft
    marks: AllMarks
    revision: int
    version: BankVersion
    base: BankDraft
    updated: datetime | None = None
    updated_by: str | None = None
    note: str = ""

    @property
    def raw(self) -> bytes:
        """The document as it would be published."""
        return draft_bytes(self.draft)

    def find(self, key: str) -> QuestionDraft | None:
        """A question of the draft, None when it has none of this key."""
        return self.draft.question(key) if self.draft.has(key) else None

    def marks_of(self, key: str) -> Marks:
        """What is stale in a question."""
        return self.marks.get(key, {})

    def fingerprint(self, key: str) -> str:
        """What a writer has seen who looks at a question now."""
        found = self.find(key)
        return ABSENT if found is None else found.fingerprint


@dataclass(frozen=True, slots=True)
class QuestionEdit:
    """What someone makes of a question.

    `seen` is the fingerprint of the state that they know, `opened` the state in which they began
    (they may have saved since), `holding` the stale texts of which they say that they still hold.
    """

    key: str
    seen: str
    opened: Opened
    question: QuestionDraft
    holding: frozenset[tuple[str, Locale]] = frozenset()


class QuestionMovedError(ConflictError):
    """Someone else has saved or retired the question; `editing` is how things stand now."""

    def __init__(self, key: str, editing: Editing) -> None:
        super().__init__("question-moved", key)
        self.editing = editing
        self.theirs = editing.find(key)


def seen_words(words: Words) -> str:
    """What a writer has seen who looks at a text: equal for equal words."""
    text = json.dumps([words[locale] for locale in Locale])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def look(tx: storage.Transaction) -> Editing:
    """The draft as it is, or the current version where nothing was saved yet.

    Raises:
        NotFoundError: `bank` before the first version.
    """
    version = storage.banks.current(tx, BANK_KEY)
    base = parse_draft(storage.banks.document(tx, version.id))
    kept = storage.drafts.find(tx, BANK_KEY)
    if kept is None:
        return Editing(base, {}, 0, version, base)
    return Editing(
        draft=parse_draft(kept.document),
        marks=marks_from_text(kept.stale),
        revision=kept.revision,
        version=version,
        base=base,
        updated=kept.updated,
        updated_by=kept.updated_by,
        note=kept.note,
    )


def save_question(tx: storage.Transaction, edit: QuestionEdit, *, who: Writer) -> Editing:
    """Save what someone made of a question; the draft afterwards.

    Saving what is there already changes nothing.

    Raises:
        QuestionMovedError: when it is not as they have seen it, nor as they want it.
    """
    editing = locked(tx)
    there = editing.find(edit.key)
    if editing.fingerprint(edit.key) != edit.seen and there != edit.question:
        raise QuestionMovedError(edit.key, editing)
    left = marks_after(edit.opened, edit.question.texts, edit.holding)
    if there == edit.question and left == editing.marks_of(edit.key):
        return editing
    draft, marks = editing.draft, dict(editing.marks)
    marks.pop(edit.key, None)
    marks[edit.question.key] = left
    if there is None:
        draft = draft.with_added(edit.question, len(draft.questions))
    else:
        draft = draft.with_question(edit.key, edit.question)
    return write(tx, editing, draft, marks, who=who, deed=(Action.QUESTION_SAVED, edit.question.key))


def write(
    tx: storage.Transaction,
    editing: Editing,
    draft: BankDraft,
    marks: Mapping[str, Marks],
    *,
    who: Writer,
    deed: tuple[Action, str],
) -> Editing:
    """Save a draft over the state that was read in the same transaction, with its audit row.

    `deed` is what was done, and to which question ("" for none).
    """
    kept = storage.drafts.save(
        tx,
        BANK_KEY,
        draft_bytes(draft),
        revision=editing.revision,
        now=who.now,
        stale=marks_to_text(marks),
        by=who.by,
    )
    what, key = deed
    storage.audit.append(
        tx,
        actor=who.by,
        action=what,
        subject=BANK_KEY,
        details={**({"question": key} if key else {}), "revision": kept.revision},
        now=who.now,
    )
    return look(tx)


def locked(tx: storage.Transaction) -> Editing:
    """As `look`, with everyone else who writes or publishes the bank kept out until the commit."""
    storage.banks.lock(tx, BANK_KEY)
    return look(tx)
