"""Versions of the question bank: export, import as a draft, publish, list."""

import hashlib
import json
from datetime import datetime

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidDocumentError, NotFoundError, Problem
from mentormatch.quiz import Bank, parse_bank
from mentormatch.quiz.changes import Change, bank_changes
from mentormatch.quiz.drafting import parse_draft, unchecked_document
from mentormatch.quiz.stale import Translated, marks_from_text, marks_of_bank, marks_to_text
from mentormatch.scoring import ExpertModel
from mentormatch.storage.actions import Action
from mentormatch.storage.banks import BankVersion
from mentormatch.storage.drafts import Draft
from mentormatch.usecases.check_bank import BankReport, check_bank, refuse_errors
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.values import dataclass

ACTOR = "system"


@dataclass(frozen=True, slots=True)
class BankFile:
    """The document of a checked file; `translated` is what a catalogue brought."""

    document: bytes
    translated: Translated | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bank that may be published: checked, and compared with the current version.

    `draft_revision` is the draft that it comes from, None when it comes from a file.
    """

    bank: Bank
    report: BankReport
    current: BankVersion | None
    changes: tuple[Change, ...]
    draft_revision: int | None

    @property
    def is_current(self) -> bool:
        """Whether exactly this is what visitors are asked already."""
        return self.current is not None and self.current.content_hash == self.bank.content_hash


def versions(tx: storage.Transaction) -> tuple[BankVersion, ...]:
    """All published versions, newest first."""
    return storage.banks.versions(tx, BANK_KEY)


def export_bank(tx: storage.Transaction, *, number: int | None = None) -> bytes:
    """A version's document, laid out for people; the current one without a number.

    Parsing it gives the same content hash as the version.

    Raises:
        NotFoundError: `bank` before the first version, `bank-version` when none has the number.
    """
    if number is None:
        return laid_out(storage.banks.document(tx, storage.banks.current(tx, BANK_KEY).id))
    return laid_out(storage.banks.document(tx, storage.banks.by_number(tx, BANK_KEY, number).id))


def laid_out(raw: bytes) -> bytes:
    """A document in the order and layout in which people read and compare it; UTF-8 JSON."""
    content = unchecked_document(raw).model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def check_for_use(raw: bytes, model: ExpertModel) -> tuple[Bank, BankReport]:
    """A document that could be published, with its warnings.

    Raises:
        InvalidDocumentError: with every error at once.
    """
    report = check_bank(raw, model)
    refuse_errors(report)
    bank = parse_bank(raw)
    if bank.key != BANK_KEY:
        raise InvalidDocumentError([Problem("key", f"must be {BANK_KEY}, the bank that visitors are asked")])
    return bank, report


def import_draft(
    tx: storage.Transaction,
    bank: BankFile,
    *,
    revision: int | None,
    now: datetime,
    by: str | None = None,
) -> Draft:
    """Keep a checked bank as the draft, with marks at what it leaves behind in other languages.

    `revision` is the draft that it replaces; without it, only a place that is free is taken.

    Raises:
        ConflictError: `draft-exists` when there is a draft that the writer has not named,
            `draft-moved` when it has been saved since.
    """
    before = storage.drafts.find(tx, BANK_KEY)
    marks = _marks(tx, before, bank)
    if before is not None and (before.document, before.stale) == (bank.document, marks):
        return before
    if before is not None and revision is None:
        raise ConflictError("draft-exists", str(before.revision))
    draft = storage.drafts.save(
        tx, BANK_KEY, bank.document, revision=revision or 0, now=now, stale=marks, by=by
    )
    content_hash = hashlib.sha256(bank.document).hexdigest()
    details: dict[str, object] = {"revision": draft.revision, "content_hash": content_hash}
    _record(tx, Action.BANK_DRAFT_IMPORTED, details, now, by=by)
    return draft


def _marks(tx: storage.Transaction, draft: Draft | None, bank: BankFile) -> str:
    """The marks of the bank in the place of the draft, or without one of the current version."""
    after = parse_draft(bank.document)
    if draft is not None:
        before, marks = parse_draft(draft.document), marks_from_text(draft.stale)
    elif storage.banks.versions(tx, BANK_KEY):
        raw = storage.banks.document(tx, storage.banks.current(tx, BANK_KEY).id)
        before, marks = parse_draft(raw), {}
    else:
        return storage.drafts.NOTHING_STALE
    return marks_to_text(marks_of_bank(before, marks, after, bank.translated))


def draft(tx: storage.Transaction) -> Draft:
    """The draft; NotFoundError `bank-draft` when there is none."""
    return storage.drafts.load(tx, BANK_KEY)


def candidate(
    tx: storage.Transaction, bank: Bank, report: BankReport, *, draft_revision: int | None
) -> Candidate:
    """A checked bank beside the version that it would replace."""
    try:
        current = storage.banks.current(tx, BANK_KEY)
    except NotFoundError:
        return Candidate(bank, report, None, (), draft_revision)
    before = parse_bank(storage.banks.document(tx, current.id))
    return Candidate(bank, report, current, tuple(bank_changes(before, bank)), draft_revision)


def publish(
    tx: storage.Transaction, chosen: Candidate, *, note: str, now: datetime, by: str | None = None
) -> BankVersion:
    """Make a candidate the current version; its draft has done its work and goes.

    Content that is current already is not published again. `by` is a staff id, None on the
    command line.

    Raises:
        ConflictError: `bank-moved` when another version was published since the comparison,
            `draft-moved` when the draft has been saved since.
    """
    storage.banks.lock(tx, BANK_KEY)
    found = storage.banks.versions(tx, BANK_KEY)
    current = next((version for version in found if version.is_current), None)
    if current != chosen.current:
        raise ConflictError("bank-moved", f"version {current.number if current else 0} is current now")
    version = storage.banks.publish(tx, chosen.bank, published_by=by, note=note, now=now)
    if chosen.draft_revision is not None:
        storage.drafts.discard(tx, BANK_KEY, revision=chosen.draft_revision, now=now)
    if not chosen.is_current:
        details: dict[str, object] = {"number": version.number, "content_hash": version.content_hash}
        _record(tx, Action.BANK_PUBLISHED, details, now, by=by)
    return version


def _record(
    tx: storage.Transaction,
    action: Action,
    details: dict[str, object],
    now: datetime,
    *,
    by: str | None = None,
) -> None:
    storage.audit.append(tx, actor=by or ACTOR, action=action, subject=BANK_KEY, details=details, now=now)
