"""`mentormatch bank`: check, export, import, publish and list question banks."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import click

from mentormatch import storage
from mentormatch.bundled import data_path, read_shipped
from mentormatch.cli import environment
from mentormatch.cli.progress import busy
from mentormatch.cli.tables import print_tables
from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.quiz.document import MAX_DOCUMENT_BYTES
from mentormatch.scoring import load_expert
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases import bank_files, bank_versions
from mentormatch.usecases.bank_files import FileFormat
from mentormatch.usecases.check_bank import BankReport, check_bank, report_document

_FILE = click.File("rb")
_SHORT_HASH = 12
_REFUSALS = {
    "draft-exists": "there is a draft already, revision {detail}; replace it with --revision {detail}",
    "draft-moved": "the draft is not the one you have seen any more; nothing was changed",
    "bank-moved": "another version was published meanwhile ({detail}); nothing was changed",
    "bank-draft": "there is no draft; import a file first, or name one",
    "bank-version": "there is no version {detail}",
    "bank": "no bank is published yet; run `mentormatch init` first",
}


@click.group(name="bank")
def command() -> None:
    """Check, export, import and publish the question bank."""


@command.command()
@click.argument("file", type=_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def check(file: BinaryIO | None, as_json: bool) -> None:
    """Check FILE, or the shipped bank: exit status 1 when there are errors."""
    raw = _read(file) if file else read_shipped(data_path("banks", "mentoring.json"), bytes)
    with busy("Checking the bank…"):
        report = check_bank(raw, load_expert())
    if as_json:
        click.echo(json.dumps(report_document(report), ensure_ascii=False, indent=2))
    else:
        _print_report(report)
    sys.exit(1 if report.errors else 0)


@command.command()
@click.option("--version", "number", type=click.IntRange(1), help="Which version; the current one without.")
@click.option(
    "--format",
    "form",
    type=click.Choice([f.value for f in FileFormat]),
    default="json",
    help="json unless named.",
)
@click.option(
    "--language", type=click.Choice([lo.value for lo in Locale]), default="en", help="Of a catalogue (po)."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; stdout without.")
def export(number: int | None, form: str, language: str, output: Path | None) -> None:
    """Write a published version as a file that can be edited, compared and imported."""
    with _database() as database, database.reading() as tx:
        document = bank_versions.export_bank(tx, number=number)
    document = bank_files.written(bank_files.Content(document), FileFormat(form), Locale(language))
    if output is None:
        click.echo(document, nl=False)
    else:
        output.write_bytes(document)
        click.echo(f"Written to {output}.", err=True)


@command.command("import")
@click.argument("file", type=_FILE)
@click.option("--revision", type=click.IntRange(1), help="The revision of the draft that this replaces.")
def import_(file: BinaryIO, revision: int | None) -> None:
    """Keep FILE (json, csv, xlsx or po) as the draft; nothing changes while it has any error."""
    with _database() as database:
        with database.reading() as tx:
            base = bank_files.latest_document(tx)
        with busy("Checking the bank…"):
            bank, report = bank_files.checked(_read(file), base, load_expert())
        _print_warnings(report)
        with database.transaction() as tx:
            kept = bank_versions.import_draft(tx, bank, revision=revision, now=datetime.now(UTC))
    click.echo(f"Kept as the draft, revision {kept.revision}. `mentormatch bank publish` makes it live.")


@command.command()
@click.argument("file", type=_FILE, required=False)
@click.option("--note", required=True, help="What is new, for those who read the list of versions.")
@click.option("--yes", is_flag=True, help="Publish without asking.")
def publish(file: BinaryIO | None, note: str, yes: bool) -> None:
    """Publish FILE, or the draft, after it has passed the check."""
    with _database() as database:
        chosen = _candidate(database, file)
        if chosen.is_current and chosen.current is not None:
            click.echo(f"Nothing to publish: this is version {chosen.current.number}, which is current.")
            return
        _print_warnings(chosen.report)
        _print_changes(chosen)
        if not yes:
            click.confirm("Publish it?", abort=True)
        with database.transaction() as tx:
            version = bank_versions.publish(tx, chosen, note=note, now=datetime.now(UTC))
    click.echo(f"Published as version {version.number} ({version.content_hash[:_SHORT_HASH]}).")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def versions(as_json: bool) -> None:
    """List the published versions, newest first."""
    with _database() as database, database.reading() as tx:
        found = bank_versions.versions(tx)
    if as_json:
        click.echo(json.dumps([_plain(version) for version in found], ensure_ascii=False, indent=2))
        return
    for version in found:
        mark = "current" if version.is_current else ""
        day = f"{version.published_at:%Y-%m-%d %H:%M}"
        words = f"{version.number:>4}  {day}  {version.content_hash[:_SHORT_HASH]}  {mark:7}  {version.note}"
        click.echo(words.rstrip())


@contextmanager
def _database() -> Iterator[storage.Database]:
    """The database of this process's settings; refusals in words an operator can act on."""
    database = storage.connect(environment.settings().database_url)
    try:
        if not storage.schema_state(database).ready:
            raise click.ClickException("the database is not ready; run `mentormatch init` first")
        yield database
    except (ConflictError, NotFoundError) as refusal:
        raise click.ClickException(_in_words(refusal)) from refusal
    finally:
        database.close()


def _in_words(refusal: ConflictError | NotFoundError) -> str:
    words = _REFUSALS.get(refusal.code)
    return words.format(detail=refusal.detail) if words else str(refusal)


def _candidate(database: storage.Database, file: BinaryIO | None) -> bank_versions.Candidate:
    revision = None
    if file is not None:
        raw = _read(file)
    else:
        with database.reading() as tx:
            found = bank_versions.draft(tx)
        raw, revision = found.document, found.revision
    with busy("Checking the bank…"):
        bank, report = bank_versions.check_for_use(raw, load_expert())
    with database.reading() as tx:
        return bank_versions.candidate(tx, bank, report, draft_revision=revision)


def _read(file: BinaryIO) -> bytes:
    """The file, or as much of it as it takes to see that it is too large."""
    return file.read(MAX_DOCUMENT_BYTES + 1)


def _print_report(report: BankReport) -> None:
    if report.content_hash is not None:
        print_tables(report)
    for finding in report.errors:
        click.echo(f"error    {finding}")
    for finding in report.warnings:
        click.echo(f"warning  {finding}")
    click.echo(f"{len(report.errors)} error(s), {len(report.warnings)} warning(s).")


def _print_warnings(report: BankReport) -> None:
    for finding in report.warnings:
        click.echo(f"warning  {finding}", err=True)


def _print_changes(chosen: bank_versions.Candidate) -> None:
    if chosen.current is None:
        click.echo("This will be the first version.")
        return
    click.echo(f"What changes from version {chosen.current.number}:")
    for change in chosen.changes:
        click.echo(f"  {change}")


def _plain(version: BankVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "published_at": version.published_at.isoformat(),
        "published_by": version.published_by,
        "content_hash": version.content_hash,
        "current": version.is_current,
        "note": version.note,
    }
