"""Checking a question bank: everything that keeps it from being a good one, at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, field
from typing import Any

from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.matcher.reach import Reach, Shares, favoured_kinds, reach, shares
from mentormatch.quiz import BankDocument, bank_from_document, parse_document
from mentormatch.quiz.blueprint import Coverage, blueprint_findings, coverage, formats
from mentormatch.quiz.document import MAX_DOCUMENT_BYTES
from mentormatch.quiz.findings import Finding, Placed, Severity, error, placed, sentences, warning
from mentormatch.quiz.lengths import (
    LengthBalance,
    length_balance,
    length_balance_findings,
    option_length_findings,
)
from mentormatch.quiz.partial import readable_questions, repeated_keys
from mentormatch.quiz.readability import Readability, readability, readability_findings
from mentormatch.quiz.resemblance import resemblance_findings
from mentormatch.quiz.wording import wording_findings
from mentormatch.scoring import ExpertModel, arrays_for
from mentormatch.values import dataclass

ANSWERERS = 2000
_SEED = 20_240_917
_MOST_BY_CHANCE = 0.6
_FAIR = (0.8, 1.25)
_LEAST_RECOVERED = 0.75
_LEAST_REACH = 0.55


@dataclass(frozen=True, slots=True)
class BankReport:
    """What a check found; the tables are empty when the document could not be read as a bank."""

    findings: tuple[Finding, ...]
    bank_key: str | None = None
    content_hash: str | None = None
    formats: Mapping[str, int] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=dict)
    readability: tuple[Readability, ...] = ()
    lengths: tuple[LengthBalance, ...] = ()
    reach: tuple[Reach, ...] = ()
    shares: tuple[Shares, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the bank from being published."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What asks for a second look."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)


def check_bank(raw: bytes, model: ExpertModel, *, answerers: int = ANSWERERS) -> BankReport:
    """The report on a document under the model that would score it; never raises for its content.

    The same document always gets the same report: the simulated answerers have a fixed seed.
    """
    try:
        document = parse_document(raw)
    except InvalidDocumentError as refusal:
        return BankReport(tuple(_unreadable(raw, refusal)))
    questions = placed(document.questions)
    found = [*blueprint_findings(questions), *_in_sentences(questions)]
    return _with_numbers(document, questions, found, model, answerers)


def refuse_errors(report: BankReport) -> None:
    """Raise InvalidDocumentError with every error of a report, if it has any."""
    if report.errors:
        raise InvalidDocumentError([Problem(found.path, found.message) for found in report.errors])


def report_document(report: BankReport) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {
        "bank": report.bank_key,
        "content_hash": report.content_hash,
        "errors": [_plain(finding) for finding in report.errors],
        "warnings": [_plain(finding) for finding in report.warnings],
        "formats": dict(report.formats),
        "coverage": [{**asdict(cell), "count": count} for cell, count in report.coverage.items()],
        "readability": [asdict(figures) for figures in report.readability],
        "lengths": [asdict(balance) for balance in report.lengths],
        "reach": [asdict(one) for one in report.reach],
        "shares": [_plain_shares(one) for one in report.shares],
    }


def _unreadable(raw: bytes, refusal: InvalidDocumentError) -> Iterator[Finding]:
    """The reader's problems, then all that can be said of the questions that are readable."""
    for problem in refusal.problems:
        yield error(problem.path, problem.message)
    if len(raw) <= MAX_DOCUMENT_BYTES:
        yield from repeated_keys(raw)
        yield from _in_sentences(readable_questions(raw))


def _in_sentences(questions: Sequence[Placed]) -> Iterator[Finding]:
    every = list(sentences(questions))
    yield from wording_findings(every)
    yield from resemblance_findings(every)
    yield from readability_findings(every)
    yield from option_length_findings(questions)


def _with_numbers(
    document: BankDocument,
    questions: Sequence[Placed],
    found: list[Finding],
    model: ExpertModel,
    answerers: int,
) -> BankReport:
    bank = bank_from_document(document)
    arrays = arrays_for(bank, model)
    reached = reach(arrays)
    spread = shares(arrays, answerers=answerers, seed=_SEED)
    balances = length_balance(questions, favoured_kinds(bank, arrays))
    every = list(sentences(questions))
    found = [*found, *reach_findings(reached), *share_findings(spread), *length_balance_findings(balances)]
    return BankReport(
        findings=tuple(found),
        bank_key=bank.key,
        content_hash=bank.content_hash,
        formats=formats(questions),
        coverage=coverage(questions),
        readability=tuple(readability(every, locale) for locale in Locale),
        lengths=tuple(balances),
        reach=reached,
        shares=spread,
    )


def reach_findings(reached: Sequence[Reach]) -> Iterator[Finding]:
    """Outcomes that nobody reaches, or only with many answers or little certainty."""
    for one in reached:
        if not one.leads:
            yield error("", f"at the door {one.role}, no answers lead to {one.leaf}")
        elif not one.leads_short:
            count = len(one.questions)
            yield warning("", f"at the door {one.role}, {count} answers do not suffice to reach {one.leaf}")
        elif one.full < _LEAST_REACH:
            message = f"even determined answers reach {one.leaf} with a probability of {one.full:.2f} only"
            yield warning("", f"at the door {one.role}, {message}")


def share_findings(spread: Sequence[Shares]) -> Iterator[Finding]:
    """Kinds that are recommended too often or too seldom, or not to those whom they fit."""
    for one in spread:
        even = 1 / len(one.simulated)
        for kind, share in one.simulated.items():
            if not _FAIR[0] * even <= share <= _FAIR[1] * even:
                message = (
                    f"{kind} is recommended to {share:.0%} of simulated answerers, {even:.0%} of whom it fits"
                )
                yield warning("", f"at the door {one.role}, {message}")
            if one.recovered[kind] < _LEAST_RECOVERED:
                message = f"only {one.recovered[kind]:.0%} of those whom {kind} fits are told so"
                yield warning("", f"at the door {one.role}, {message}")
            if one.chance[kind] > _MOST_BY_CHANCE:
                message = f"answers at random lead to {kind} {one.chance[kind]:.0%} of the time"
                yield error("", f"at the door {one.role}, {message}")


def _plain(finding: Finding) -> dict[str, str]:
    return {"path": finding.path, "message": finding.message}


def _plain_shares(one: Shares) -> dict[str, Any]:
    def plain(found: Mapping[Kind, float]) -> dict[str, float]:
        return {kind.value: share for kind, share in found.items()}

    return {
        "role": one.role.value,
        "answerers": one.answerers,
        "chance": plain(one.chance),
        "simulated": plain(one.simulated),
        "recovered": plain(one.recovered),
    }
