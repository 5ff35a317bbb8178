"""What can be done to a whole draft: say what is new, give it up, make it of an earlier version."""

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidInputError
from mentormatch.quiz.characters import hidden_characters
from mentormatch.storage.actions import Action
from mentormatch.usecases.edit_bank import Writer
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.values import dataclass

LONGEST_NOTE = 1000
TEXTS_KEY = "texts"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that has a draft and versions: its key, and how the audit trail calls what is done to it."""

    key: str
    discarded: Action
    restored: Action


BANK = Kept(BANK_KEY, Action.BANK_DRAFT_DISCARDED, Action.BANK_VERSION_RESTORED)
TEXTS = Kept(TEXTS_KEY, Action.TEXTS_DRAFT_DISCARDED, Action.TEXTS_VERSION_RESTORED)


def check_note(note: str) -> None:
    """Refuse a note that is missing, too long, or holds characters that are not seen.

    Raises:
        InvalidInputError: `note-missing`, `note-long`, `note-hidden`.
    """
    if not note.strip():
        raise InvalidInputError("note-missing")
    if len(note) > LONGEST_NOTE:
        raise InvalidInputError("note-long")
    if hidden_characters(note):
        raise InvalidInputError("note-hidden")


def keep_note(tx: storage.Transaction, of: Kept, note: str, *, revision: int) -> None:
    """Keep what will be said of the next version, beside the draft that was seen.

    Raises:
        InvalidInputError: `note-missing`, `note-long`, `note-hidden`.
        ConflictError: `draft-moved` when the draft has been saved since.
    """
    check_note(note)
    storage.drafts.keep_note(tx, of.key, note.strip(), revision=revision)


def discard(tx: storage.Transaction, of: Kept, *, revision: int, who: Writer) -> None:
    """Give up the draft: what is published is what there is.

    Raises:
        ConflictError: `draft-moved` when it was saved since it was seen.
    """
    storage.banks.lock(tx, of.key)
    storage.drafts.discard(tx, of.key, revision=revision, now=who.now)
    note_deed(tx, of, who, of.discarded, {"revision": revision})


def restore(tx: storage.Transaction, of: Kept, number: int, *, who: Writer) -> None:
    """Make the draft of an earlier version; never over a draft that is there.

    Raises:
        NotFoundError: `bank-version`, ConflictError: `draft-exists`.
    """
    storage.banks.lock(tx, of.key)
    version = storage.banks.by_number(tx, of.key, number)
    begin(tx, of, storage.banks.document(tx, version.id), who=who)
    note_deed(tx, of, who, of.restored, {"number": number})


def begin(tx: storage.Transaction, of: Kept, document: bytes, *, who: Writer) -> None:
    """Make a draft where there is none; ConflictError `draft-exists` where there is one."""
    if storage.drafts.find(tx, of.key) is not None:
        raise ConflictError("draft-exists")
    storage.drafts.save(tx, of.key, document, revision=0, now=who.now, by=who.by)


def note_deed(
    tx: storage.Transaction, of: Kept, who: Writer, deed: Action, details: dict[str, object]
) -> None:
    """The audit row of something done to a draft or a version."""
    storage.audit.append(tx, actor=who.by, action=deed, subject=of.key, details=details, now=who.now)
