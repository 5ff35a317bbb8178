"""Publishing: what was compared is what is replaced, wholly or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.usecases import bank_versions
from mentormatch.usecases.bank_versions import Candidate
from mentormatch.usecases.set_up import set_up
from tests.usecases.shipped import raw, shipped_document, shipped_raw

_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[storage.Database]:
    opened = storage.connect(f"sqlite:///{tmp_path / 'mentormatch.sqlite3'}")
    set_up(opened, now=_NOW)
    yield opened
    opened.close()


def _candidate(database: storage.Database, words: str, *, from_draft: bool = False) -> Candidate:
    document = shipped_document()
    document["title"]["en"] = words
    bank, report = bank_versions.check_for_use(raw(document), load_expert())
    revision = None
    if from_draft:
        with database.transaction() as tx:
            revision = bank_versions.import_draft(
                tx, bank_versions.BankFile(bank.document), revision=None, now=_NOW
            ).revision
    with database.reading() as tx:
        return bank_versions.candidate(tx, bank, report, draft_revision=revision)


def test_of_two_who_compared_with_the_same_version_the_second_is_refused(database: storage.Database) -> None:
    first, second = _candidate(database, "First"), _candidate(database, "Second")
    with database.transaction() as tx:
        bank_versions.publish(tx, first, note="first", now=_NOW)
    with pytest.raises(ConflictError, match="bank-moved"), database.transaction() as tx:
        bank_versions.publish(tx, second, note="second", now=_NOW)
    with database.reading() as tx:
        assert [version.note for version in bank_versions.versions(tx)] == [
            "first",
            "shipped with the program",
        ]


def test_a_draft_that_was_saved_after_the_check_is_not_published(database: storage.Database) -> None:
    chosen = _candidate(database, "First", from_draft=True)
    assert chosen.draft_revision is not None
    with database.transaction() as tx:
        key = chosen.bank.key
        storage.drafts.save(tx, key, b"later", revision=chosen.draft_revision, now=_NOW)
    with pytest.raises(ConflictError, match="draft-moved"), database.transaction() as tx:
        bank_versions.publish(tx, chosen, note="first", now=_NOW)
    with database.reading() as tx:
        assert len(bank_versions.versions(tx)) == 1
        assert bank_versions.draft(tx).document == b"later"


def test_publishing_leaves_one_audited_version_and_no_draft(database: storage.Database) -> None:
    chosen = _candidate(database, "First", from_draft=True)
    with database.transaction() as tx:
        version = bank_versions.publish(tx, chosen, note="first", now=_NOW)
    with database.reading() as tx:
        assert storage.banks.current(tx, chosen.bank.key) == version
        assert storage.drafts.find(tx, chosen.bank.key) is None
        assert storage.audit.verify(tx) == storage.audit.Verification(events=2, broken_at=None)


def test_publishing_what_is_current_writes_nothing(database: storage.Database) -> None:
    bank, report = bank_versions.check_for_use(shipped_raw(), load_expert())
    with database.transaction() as tx:
        chosen = bank_versions.candidate(tx, bank, report, draft_revision=None)
        assert chosen.is_current
        assert bank_versions.publish(tx, chosen, note="again", now=_NOW).number == 1
        assert storage.audit.verify(tx).events == 0


def test_an_export_has_the_content_hash_of_what_was_published(database: storage.Database) -> None:
    with database.reading() as tx:
        exported = bank_versions.export_bank(tx, number=1)
    assert parse_bank(exported).content_hash == parse_bank(shipped_raw()).content_hash
    assert exported.endswith(b"}\n")
    assert "é".encode() in exported
