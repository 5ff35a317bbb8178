"""Editing the texts: one draft, several writers, each saving a text they have seen.

As with the questions (`edit_bank`), a save is refused only when *that text* has changed since its
writer saw it. Before the first save the draft is what is published.
"""

from collections.abc import Mapping
from datetime import datetime

from mentormatch import storage
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.guide import Content
from mentormatch.guide.own_texts import OwnTexts, parse_own_texts, worded
from mentormatch.i18n import Locale, Words
from mentormatch.quiz.stale import AllMarks, Marks, Opened, marks_after, marks_from_text, marks_to_text
from mentormatch.storage.actions import Action
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases.drafts import TEXTS, TEXTS_KEY, note_deed
from mentormatch.usecases.edit_bank import Writer, seen_words
from mentormatch.usecases.texts import Texts
from mentormatch.values import dataclass

# A text has one place: itself.
PLACE = "text"


@dataclass(frozen=True, slots=True)
class TextsEditing:
    """The texts as they are being written; `version` is None before the first was published.

    `revision` is 0 while nothing was saved.
    """

    shipped: Content
    draft: OwnTexts
    marks: AllMarks
    revision: int
    version: BankVersion | None
    base: OwnTexts
    updated: datetime | None = None
    updated_by: str | None = None
    note: str = ""

    @property
    def number(self) -> int:
        """The number of the current version, 0 before the first."""
        return self.version.number if self.version else 0

    def words(self, text_id: str) -> Words:
        """A text as the draft has it."""
        return words_in(self.draft, self.shipped, text_id)

    def stale(self, text_id: str) -> frozenset[Locale]:
        """The languages of a text that have fallen behind."""
        return self.marks.get(text_id, {}).get(PLACE, frozenset())

    def opened(self, text_id: str) -> Opened:
        """A text as somebody opens it now."""
        return Opened({PLACE: self.words(text_id)}, self.marks.get(text_id, {}))

    def fingerprint(self, text_id: str) -> str:
        """What a writer has seen who looks at a text now."""
        return seen_words(self.words(text_id))

    @property
    def content(self) -> Content:
        """Every text as it would be read if the draft were published."""
        return worded(self.shipped, self.draft)


@dataclass(frozen=True, slots=True)
class TextEdit:
    """What someone makes of a text.

    `seen` is the fingerprint of the state that they know, `opened` the state in which they began,
    `holding` the stale languages of which they say that they still hold.
    """

    text_id: str
    seen: str
    opened: Opened
    words: Words
    holding: frozenset[Locale] = frozenset()


class TextMovedError(ConflictError):
    """Someone else has saved the text; `editing` is how things stand now."""

    def __init__(self, text_id: str, editing: TextsEditing) -> None:
        super().__init__("text-moved", text_id)
        self.editing = editing
        self.theirs = editing.words(text_id)


def words_in(own: OwnTexts, shipped: Content, text_id: str) -> Words:
    """A text in its own words, or in the shipped ones."""
    found = own.texts.get(text_id)
    return found if found is not None else {locale: shipped[text_id][locale] for locale in Locale}


def look(tx: storage.Transaction, texts: Texts) -> TextsEditing:
    """The draft as it is, or what is published where nothing was saved yet."""
    version = next((it for it in storage.banks.versions(tx, TEXTS_KEY) if it.is_current), None)
    base = _known(texts, storage.banks.document(tx, version.id)) if version else OwnTexts()
    kept = storage.drafts.find(tx, TEXTS_KEY)
    if kept is None:
        return TextsEditing(texts.shipped, base, {}, 0, version, base)
    return TextsEditing(
        shipped=texts.shipped,
        draft=_known(texts, kept.document),
        marks=marks_from_text(kept.stale),
        revision=kept.revision,
        version=version,
        base=base,
        updated=kept.updated,
        updated_by=kept.updated_by,
        note=kept.note,
    )


def save_text(tx: storage.Transaction, texts: Texts, edit: TextEdit, *, who: Writer) -> TextsEditing:
    """Save what someone made of a text; the draft afterwards. The shipped words are no own ones.

    Saving what is there already changes nothing.

    Raises:
        NotFoundError: `text` when it is none that can be worded otherwise.
        TextMovedError: when it is not as they have seen it, nor as they want it.
    """
    if edit.text_id not in texts.sheets.places:
        raise NotFoundError("text", edit.text_id)
    storage.banks.begin(tx, TEXTS_KEY, now=who.now)
    storage.banks.lock(tx, TEXTS_KEY)
    editing = look(tx, texts)
    there = editing.words(edit.text_id)
    if editing.fingerprint(edit.text_id) != edit.seen and there != edit.words:
        raise TextMovedError(edit.text_id, editing)
    draft = editing.draft.with_text(edit.text_id, edit.words, texts.shipped[edit.text_id])
    marks = dict(editing.marks)
    marks[edit.text_id] = _left(edit) if edit.text_id in draft.texts else {}
    if there == edit.words and marks[edit.text_id] == editing.marks.get(edit.text_id, {}):
        return editing
    return _write(tx, texts, editing, (draft, marks), edit.text_id, who=who)


def _left(edit: TextEdit) -> Marks:
    holding = frozenset((PLACE, locale) for locale in edit.holding)
    return marks_after(edit.opened, {PLACE: edit.words}, holding)


def _write(
    tx: storage.Transaction,
    texts: Texts,
    editing: TextsEditing,
    written: tuple[OwnTexts, Mapping[str, Marks]],
    text_id: str,
    *,
    who: Writer,
) -> TextsEditing:
    draft, marks = written
    kept = storage.drafts.save(
        tx,
        TEXTS_KEY,
        draft.document,
        revision=editing.revision,
        now=who.now,
        stale=marks_to_text(marks),
        by=who.by,
    )
    note_deed(tx, TEXTS, who, Action.TEXT_SAVED, {"text": text_id, "revision": kept.revision})
    return look(tx, texts)


def _known(texts: Texts, raw: bytes) -> OwnTexts:
    """Own words of the texts that this release has."""
    found = parse_own_texts(raw).texts
    return OwnTexts({text_id: words for text_id, words in found.items() if text_id in texts.sheets.places})
