"""Versions of the texts: publish the draft, compare any two, make the draft of an earlier one."""

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidDocumentError, Problem
from mentormatch.guide.own_texts import OwnTexts, parse_own_texts
from mentormatch.i18n import Locale
from mentormatch.storage.actions import Action
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases import drafts
from mentormatch.usecases.drafts import TEXTS, TEXTS_KEY
from mentormatch.usecases.edit_bank import Writer
from mentormatch.usecases.edit_texts import TextsEditing, look, words_in
from mentormatch.usecases.texts import Texts
from mentormatch.usecases.texts_gate import TextsGate
from mentormatch.values import dataclass

# How states that are no published version are named in an address.
DRAFT, SHIPPED = "draft", "0"


@dataclass(frozen=True, slots=True)
class TextsState:
    """A state of the texts that can be compared: its name, its version if it is one, its words."""

    name: str
    version: BankVersion | None
    own: OwnTexts


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A text that differs, with the languages in which it does."""

    text_id: str
    changes: tuple[tuple[Locale, str, str], ...]


def versions(tx: storage.Transaction) -> tuple[BankVersion, ...]:
    """All published versions, newest first; none while every text is as it ships."""
    return storage.banks.versions(tx, TEXTS_KEY)


def state(tx: storage.Transaction, texts: Texts, name: str) -> TextsState:
    """The draft, the shipped texts, or a version by its number in digits.

    Raises:
        NotFoundError: `bank-version` when there is none of this name.
    """
    if name == DRAFT:
        return TextsState(DRAFT, None, look(tx, texts).draft)
    if name == SHIPPED:
        return TextsState(SHIPPED, None, OwnTexts())
    number = int(name) if name.isdecimal() and len(name) < 9 else 0
    version = storage.banks.by_number(tx, TEXTS_KEY, number)
    return TextsState(name, version, parse_own_texts(storage.banks.document(tx, version.id)))


def differences(texts: Texts, before: OwnTexts, after: OwnTexts) -> tuple[TextDifference, ...]:
    """Every text that differs, in the order in which the content has them."""
    found = []
    for text_id in texts.shipped:
        if text_id not in before.texts and text_id not in after.texts:
            continue
        was, now = (words_in(own, texts.shipped, text_id) for own in (before, after))
        changes = tuple((lo, was[lo], now[lo]) for lo in Locale if was[lo] != now[lo])
        if changes:
            found.append(TextDifference(text_id, changes))
    return tuple(found)


def publish(tx: storage.Transaction, seen: TextsEditing, passed: TextsGate, *, who: Writer) -> BankVersion:
    """Publish the draft that was seen and has passed, over the version that was seen.

    Raises:
        InvalidDocumentError: with every block of the gate.
        InvalidInputError: `note-missing`, `note-long`, `note-hidden`.
        ConflictError: `draft-moved` or `texts-moved` when either is not what was seen any more, and
            `nothing-new` when the draft is what is published.
    """
    drafts.check_note(seen.note)
    if passed.blocks:
        raise InvalidDocumentError([Problem(found.path, found.message) for found in passed.blocks])
    if seen.revision == 0 or seen.draft.content_hash == seen.base.content_hash:
        raise ConflictError("nothing-new")
    storage.banks.begin(tx, TEXTS_KEY, now=who.now)
    storage.banks.lock(tx, TEXTS_KEY)
    current = next((it for it in versions(tx) if it.is_current), None)
    if current != seen.version:
        raise ConflictError("texts-moved", f"version {current.number if current else 0} is current now")
    version = storage.banks.publish(tx, seen.draft, published_by=who.by, note=seen.note, now=who.now)
    storage.drafts.discard(tx, TEXTS_KEY, revision=seen.revision, now=who.now)
    details: dict[str, object] = {"number": version.number, "content_hash": version.content_hash}
    drafts.note_deed(tx, TEXTS, who, Action.TEXTS_PUBLISHED, details)
    return version


def restore(tx: storage.Transaction, name: str, *, who: Writer) -> None:
    """Make the draft of an earlier version, or of the shipped texts; never over a draft.

    Raises:
        NotFoundError: `bank-version`, ConflictError: `draft-exists`.
    """
    storage.banks.begin(tx, TEXTS_KEY, now=who.now)
    storage.banks.lock(tx, TEXTS_KEY)
    if name == SHIPPED:
        drafts.begin(tx, TEXTS, OwnTexts().document, who=who)
        drafts.note_deed(tx, TEXTS, who, TEXTS.restored, {"number": 0})
    else:
        drafts.restore(tx, TEXTS, int(name), who=who)
