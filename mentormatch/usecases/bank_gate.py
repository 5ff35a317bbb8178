"""The gate before publishing: what keeps a draft from being published, and what asks for a look."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from mentormatch import storage
from mentormatch.errors import ConflictError, InvalidDocumentError, Problem
from mentormatch.quiz import parse_bank
from mentormatch.quiz.drafting import QuestionDraft
from mentormatch.quiz.findings import Finding, Severity, error
from mentormatch.quiz.stale import TITLE_KEY, stale_places
from mentormatch.scoring import ExpertModel
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases import bank_versions
from mentormatch.usecases.bank_versions import Candidate
from mentormatch.usecases.check_bank import BankReport, check_bank
from mentormatch.usecases.drafts import check_note
from mentormatch.usecases.edit_bank import Editing
from mentormatch.values import dataclass

STALE = "is stale: another language of it has changed"
_KEPT = 4
_reports: dict[tuple[str, str], BankReport] = {}


@dataclass(frozen=True, slots=True)
class Gate:
    """What was found in a draft, and the numbers it rests on."""

    findings: tuple[Finding, ...]
    report: BankReport

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What must be mended before publishing."""
        return tuple(found for found in self.findings if found.severity is Severity.ERROR)

    @property
    def warns(self) -> tuple[Finding, ...]:
        """What asks for a second look."""
        return tuple(found for found in self.findings if found.severity is Severity.WARNING)


def gate(editing: Editing, model: ExpertModel) -> Gate:
    """Everything there is to say of a draft; the same draft always gets the same answer.

    It takes about a second the first time; the last few answers are kept.
    """
    report = _report(editing.raw, model)
    return Gate((*_stale(editing), *report.findings), report)


def publish_draft(
    tx: storage.Transaction, seen: Editing, passed: Gate, *, by: str, now: datetime
) -> BankVersion:
    """Publish the draft that was seen and has passed, over the version that was seen.

    Raises:
        InvalidDocumentError: with every block of the gate.
        InvalidInputError: `note-missing`.
        ConflictError: `draft-moved` or `bank-moved` when either is not what was seen any more.
    """
    check_note(seen.note)
    if passed.blocks:
        raise InvalidDocumentError([Problem(found.path, found.message) for found in passed.blocks])
    if seen.revision == 0:
        raise ConflictError("draft-moved", "there is no draft")
    chosen = Candidate(parse_bank(seen.raw), passed.report, seen.version, (), seen.revision)
    return bank_versions.publish(tx, chosen, note=seen.note, by=by, now=now)


def _report(raw: bytes, model: ExpertModel) -> BankReport:
    key = (hashlib.sha256(raw).hexdigest(), model.content_hash)
    found = _reports.get(key)
    if found is None:
        found = check_bank(raw, model)
        while len(_reports) >= _KEPT:
            _reports.pop(next(iter(_reports)), None)
        _reports[key] = found
    return found


def _stale(editing: Editing) -> Iterator[Finding]:
    for key, place, locale in stale_places(editing.draft, editing.marks):
        if key == TITLE_KEY:
            yield error(f"{place}.{locale}", STALE)
            continue
        where = f"questions[{editing.draft.place(key)}].{_path(editing.draft.question(key), place)}"
        yield error(f"{where}.{locale}", STALE)


def _path(question: QuestionDraft, place: str) -> str:
    """A place in a question as the findings of a document name it."""
    if not place.startswith("option "):
        return place
    keys = [option.key for option in question.options]
    return f"options[{keys.index(place.removeprefix('option '))}].label"
