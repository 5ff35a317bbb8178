"""Editing the title of the bank, as a text of the draft like the others."""

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.i18n import Locale, Words
from mentormatch.quiz.stale import TITLE, TITLE_KEY, Opened, marks_after
from mentormatch.storage.actions import Action
from mentormatch.usecases.edit_bank import Editing, Writer, locked, seen_words, write
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class TitleEdit:
    """What someone makes of the title; the fields as in `edit_bank.QuestionEdit`."""

    seen: str
    opened: Opened
    words: Words
    holding: frozenset[Locale] = frozenset()


class TitleMovedError(ConflictError):
    """Someone else has saved the title; `editing` is how things stand now."""

    def __init__(self, editing: Editing) -> None:
        super().__init__("title-moved")
        self.editing = editing


def opened_title(editing: Editing) -> Opened:
    """The title as somebody opens it now."""
    return Opened({TITLE: editing.draft.title}, editing.marks_of(TITLE_KEY))


def save_title(tx: storage.Transaction, edit: TitleEdit, *, who: Writer) -> Editing:
    """Save the title; the draft afterwards. Saving what is there already changes nothing.

    Raises:
        TitleMovedError: when it is not as the writer has seen it, nor as they want it.
    """
    editing = locked(tx)
    there = editing.draft.title
    if seen_words(there) != edit.seen and there != edit.words:
        raise TitleMovedError(editing)
    left = marks_after(edit.opened, {TITLE: edit.words}, frozenset((TITLE, lo) for lo in edit.holding))
    if there == edit.words and left == editing.marks_of(TITLE_KEY):
        return editing
    marks = {**editing.marks, TITLE_KEY: left}
    draft = editing.draft.with_title(edit.words)
    return write(tx, editing, draft, marks, who=who, deed=(Action.BANK_TITLE_SAVED, ""))
