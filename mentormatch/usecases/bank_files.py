"""The question bank as files: out in any format, and back into the draft when nothing is wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidDocumentError, NotFoundError, Problem
from mentormatch.i18n import Locale
from mentormatch.quiz import Bank, document_bytes, parse_bank, parse_document
from mentormatch.quiz.exchange import Source, read, write_catalogue, write_csv, write_workbook
from mentormatch.scoring import ExpertModel
from mentormatch.storage.drafts import Draft
from mentormatch.usecases.bank_versions import import_draft, laid_out
from mentormatch.usecases.check_bank import BankReport, check_bank
from mentormatch.usecases.instruments import BANK_KEY


class FileFormat(StrEnum):
    """How a bank is written; the value is the ending of the file's name."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PO = "po"


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to write and to replace: the number of the current version, and the draft."""

    number: int | None
    draft: Draft | None

    @property
    def revision(self) -> int:
        """The revision that whoever replaces the draft has seen, 0 where there is none."""
        return self.draft.revision if self.draft is not None else 0


def standing(tx: storage.Transaction) -> Standing:
    """The current version and the draft, as far as there are any."""
    try:
        number = storage.banks.current(tx, BANK_KEY).number
    except NotFoundError:
        number = None
    return Standing(number, storage.drafts.find(tx, BANK_KEY))


def latest_document(tx: storage.Transaction) -> bytes:
    """What translators work on: the draft, or without one the current version.

    Raises:
        NotFoundError: `bank` when there is neither.
    """
    draft = storage.drafts.find(tx, BANK_KEY)
    if draft is not None:
        return draft.document
    return storage.banks.document(tx, storage.banks.current(tx, BANK_KEY).id)


def current_document(tx: storage.Transaction) -> bytes:
    """The document of the current version; NotFoundError `bank` before the first."""
    return storage.banks.document(tx, storage.banks.current(tx, BANK_KEY).id)


def draft_document(tx: storage.Transaction) -> bytes:
    """The document of the draft; NotFoundError `bank-draft` when there is none."""
    return storage.drafts.load(tx, BANK_KEY).document


def written(raw: bytes, form: FileFormat, language: Locale) -> bytes:
    """A document as a file; `language` is that of a catalogue, and without meaning for others."""
    document = parse_document(raw)
    match form:
        case FileFormat.JSON:
            return laid_out(document_bytes(document))
        case FileFormat.CSV:
            return write_csv(document)
        case FileFormat.XLSX:
            return write_workbook(document)
        case FileFormat.PO:
            return write_catalogue(document, language)


def checked(raw: bytes, base: bytes, model: ExpertModel) -> tuple[Bank, BankReport]:
    """The bank in a file of any format, fit for the draft, with its warnings.

    `base` is the document whose texts a catalogue replaces.

    Raises:
        InvalidDocumentError: with every problem at once, each with its place in the file.
    """
    source = read(raw, base)
    report = check_bank(source.raw, model)
    problems = [*source.problems, *_placed(source, report)]
    if not problems:
        bank = parse_bank(source.raw)
        if bank.key == BANK_KEY:
            return bank, report
        problems = [Problem(source.in_file("key"), f"must be {BANK_KEY}, the bank that visitors are asked")]
    raise InvalidDocumentError(list(dict.fromkeys(problems)))


def replace_draft(tx: storage.Transaction, bank: Bank, *, revision: int, now: datetime) -> Draft:
    """Keep a checked bank in the place of the draft that was seen, 0 where there was none.

    Raises:
        ConflictError: `draft-moved` when there is another draft by now.
    """
    before = storage.drafts.find(tx, BANK_KEY)
    if (before.revision if before is not None else 0) != revision:
        raise ConflictError("draft-moved", f"revision {revision}")
    return import_draft(tx, bank, revision=revision or None, now=now)


def _placed(source: Source, report: BankReport) -> list[Problem]:
    return [Problem(source.in_file(found.path), found.message) for found in report.errors]
