"""The question bank as files: out in any format, and back into the draft when nothing is wrong."""

from enum import StrEnum

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidDocumentError, NotFoundError, Problem
from mentormatch.i18n import Locale
from mentormatch.quiz import parse_bank
from mentormatch.quiz.drafting import draft_bytes, parse_draft, unchecked_document
from mentormatch.quiz.exchange import Source, read, write_catalogue, write_csv, write_workbook
from mentormatch.quiz.stale import Translated, marks_from_text
from mentormatch.scoring import ExpertModel
from mentormatch.storage.drafts import NOTHING_STALE, Draft
from mentormatch.usecases.bank_versions import BankFile, import_draft, laid_out
from mentormatch.usecases.check_bank import BankReport, check_bank
from mentormatch.usecases.edit_bank import Writer
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.values import dataclass


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


@dataclass(frozen=True, slots=True)
class Content:
    """What is written out: a document, complete or not, and what is stale in it (`quiz.stale`)."""

    raw: bytes
    stale: str = NOTHING_STALE


def current(tx: storage.Transaction) -> Content:
    """The content of the current version; NotFoundError `bank` before the first."""
    return Content(storage.banks.document(tx, storage.banks.current(tx, BANK_KEY).id))


def draft(tx: storage.Transaction) -> Content:
    """The content of the draft; NotFoundError `bank-draft` when there is none."""
    found = storage.drafts.load(tx, BANK_KEY)
    return Content(found.document, found.stale)


def written(content: Content, form: FileFormat, language: Locale) -> bytes:
    """Content as a file.

    `language` is that of a catalogue, where a stale text is marked as fuzzy; it means nothing to
    the other formats.
    """
    document = unchecked_document(content.raw)
    match form:
        case FileFormat.JSON:
            return laid_out(content.raw)
        case FileFormat.CSV:
            return write_csv(document)
        case FileFormat.XLSX:
            return write_workbook(document)
        case FileFormat.PO:
            return write_catalogue(document, language, marks_from_text(content.stale))


def checked(raw: bytes, base: bytes, model: ExpertModel) -> tuple[BankFile, BankReport]:
    """The bank in a file of any format, fit for the draft, with its warnings.

    `base` is the document whose texts a catalogue replaces. What was wrong with it before keeps no
    translation out: of a catalogue, only what it brought is held against it.

    Raises:
        InvalidDocumentError: with every problem at once, each with its place in the file.
    """
    source = read(raw, base)
    if source.language is not None:
        return _translated(source, source.language, base, model)
    report = check_bank(source.raw, model)
    problems = [*source.problems, *_placed(source, report)]
    if not problems:
        bank = parse_bank(source.raw)
        if bank.key == BANK_KEY:
            return BankFile(bank.document), report
        problems = [Problem(source.in_file("key"), f"must be {BANK_KEY}, the bank that visitors are asked")]
    raise InvalidDocumentError(list(dict.fromkeys(problems)))


def _translated(
    source: Source, language: Locale, base: bytes, model: ExpertModel
) -> tuple[BankFile, BankReport]:
    known = {(found.path, found.message) for found in check_bank(base, model).errors}
    report = check_bank(source.raw, model)
    problems = [
        *source.problems,
        *(
            Problem(source.in_file(found.path), found.message)
            for found in report.errors
            if (found.path, found.message) not in known and source.in_file(found.path) != found.path
        ),
    ]
    if problems:
        raise InvalidDocumentError(list(dict.fromkeys(problems)))
    document = draft_bytes(parse_draft(source.raw))
    return BankFile(document, Translated(language, source.translated)), report


def replace_draft(tx: storage.Transaction, bank: BankFile, *, revision: int, who: Writer) -> Draft:
    """Keep a checked bank in the place of the draft that was seen, 0 where there was none.

    Raises:
        ConflictError: `draft-moved` when there is another draft by now.
    """
    before = storage.drafts.find(tx, BANK_KEY)
    if (before.revision if before is not None else 0) != revision:
        raise ConflictError("draft-moved", f"revision {revision}")
    return import_draft(tx, bank, revision=revision or None, now=who.now, by=who.by)


def _placed(source: Source, report: BankReport) -> list[Problem]:
    return [Problem(source.in_file(found.path), found.message) for found in report.errors]
