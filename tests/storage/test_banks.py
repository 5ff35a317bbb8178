"""Banks: published once, numbered without gaps, never changed, one of them current."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import ConflictError, NotFoundError, UnavailableError
from tests.storage import samples
from tests.storage.elsewhere import in_threads, together

_PUBLISH = """
from datetime import UTC, datetime
from tests.storage import samples
database = storage.connect(sys.argv[1])
for round in range(10):
    with database.transaction() as tx:
        bank = samples.bank(f"by {sys.argv[2]} in round {round}")
        storage.banks.publish(tx, bank, published_by=sys.argv[2], note="", now=datetime.now(UTC))
database.close()
"""


def test_a_published_bank_is_found_by_key_by_id_and_in_the_list(database: storage.Database) -> None:
    bank = samples.bank()
    with database.transaction() as tx:
        version = storage.banks.publish(tx, bank, published_by="ada", note="first", now=samples.NOW)
    with database.reading() as tx:
        assert storage.banks.current(tx, "sample") == version
        assert storage.banks.by_id(tx, version.id) == version
        assert storage.banks.versions(tx, "sample") == (version,)
        assert storage.banks.document(tx, version.id) == bank.document
    assert (version.number, version.content_hash, version.is_current) == (1, bank.content_hash, True)
    assert (version.published_by, version.note, version.published_at) == ("ada", "first", samples.NOW)


def test_a_new_content_becomes_the_next_version_and_the_current_one(database: storage.Database) -> None:
    with database.transaction() as tx:
        first = samples.published(tx, samples.bank("one"))
        other = samples.published(tx, samples.bank("elsewhere", key="other"))
        second = samples.published(tx, samples.bank("two"))
    with database.reading() as tx:
        assert storage.banks.current(tx, "sample") == second
        assert [v.id for v in storage.banks.versions(tx, "sample")] == [second.id, first.id]
        assert not storage.banks.by_id(tx, first.id).is_current
        assert storage.banks.current(tx, "other") == other
    assert (first.number, second.number, other.number) == (1, 2, 1)


def test_publishing_what_is_current_already_changes_nothing(database: storage.Database) -> None:
    with database.transaction() as tx:
        first = samples.published(tx)
        again = samples.published(tx, now=samples.NOW + timedelta(days=1))
        assert storage.banks.versions(tx, "sample") == (first,)
    assert again == first


def test_going_back_to_an_earlier_content_is_a_new_version(database: storage.Database) -> None:
    with database.transaction() as tx:
        first = samples.published(tx, samples.bank("one"))
        samples.published(tx, samples.bank("two"))
        third = samples.published(tx, samples.bank("one"))
    assert (third.number, third.content_hash) == (3, first.content_hash)
    assert third.id != first.id


def test_what_was_never_published_is_not_found(database: storage.Database) -> None:
    nowhere = "00000000-0000-7000-8000-000000000000"
    with database.reading() as tx:
        with pytest.raises(NotFoundError, match="bank"):
            storage.banks.current(tx, "sample")
        with pytest.raises(NotFoundError, match="bank-version"):
            storage.banks.by_id(tx, nowhere)
        with pytest.raises(NotFoundError, match="bank-version"):
            storage.banks.document(tx, nowhere)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bank_versions SET document = 'other'",
        "UPDATE bank_versions SET content_hash = 'other'",
        "UPDATE bank_versions SET number = 7",
        "UPDATE bank_versions SET published_at = NULL",
        "DELETE FROM bank_versions",
    ],
)
def test_a_published_version_cannot_be_changed_or_deleted(database: storage.Database, statement: str) -> None:
    with database.transaction() as tx:
        version = samples.published(tx)
    with pytest.raises(ConflictError, match="data-conflict"), database.transaction() as tx:
        tx.execute(text(statement))
    with database.reading() as tx:
        assert storage.banks.current(tx, "sample") == version
        assert storage.banks.document(tx, version.id) == samples.bank().document


def test_a_published_version_cannot_be_replaced_under_its_number(sqlite_database: storage.Database) -> None:
    columns = "id, bank_key, number, content_hash, document, published_at, published_by, note, is_current"
    with sqlite_database.transaction() as tx:
        samples.published(tx)
    with pytest.raises(ConflictError), sqlite_database.transaction() as tx:
        tx.execute(text(f"INSERT OR REPLACE INTO bank_versions SELECT {columns} FROM bank_versions"))


def test_the_database_itself_refuses_a_second_current_version(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.published(tx, samples.bank("one"))
        samples.published(tx, samples.bank("two"))
    with pytest.raises(ConflictError, match="already-exists"), database.transaction() as tx:
        tx.execute(text("UPDATE bank_versions SET is_current = true"))


def test_damaged_bytes_are_noticed_and_not_served(database: storage.Database) -> None:
    with database.transaction() as tx:
        version = samples.published(tx)
    with database.transaction() as tx:
        table = " ON bank_versions" if not database.is_sqlite else ""
        tx.execute(text(f"DROP TRIGGER bank_versions_no_update{table}"))
        tx.execute(text("UPDATE bank_versions SET document = substr(document, 2)"))
    with database.reading() as tx, pytest.raises(UnavailableError, match="bank-damaged"):
        storage.banks.document(tx, version.id)


def test_publishers_in_many_threads_leave_one_current_version(database: storage.Database) -> None:
    def publish(number: int) -> None:
        with database.transaction() as tx:
            samples.published(tx, samples.bank(f"by number {number}"))

    in_threads(publish, 8)
    _expect_numbers(database, 8)


def test_publishers_in_two_processes_leave_one_current_version(
    database: storage.Database, database_url: str, tmp_path: Path
) -> None:
    together(_PUBLISH, database_url, processes=2, folder=tmp_path)
    _expect_numbers(database, 20)


def _expect_numbers(database: storage.Database, count: int) -> None:
    with database.reading() as tx:
        versions = storage.banks.versions(tx, "sample")
        current = storage.banks.current(tx, "sample")
    assert [version.number for version in versions] == list(range(count, 0, -1))
    assert [version for version in versions if version.is_current] == [current]
    assert current.number == count
