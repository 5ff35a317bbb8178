"""The schema: brought up to date once, whoever starts first, and down again without a trace."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from mentormatch import storage
from mentormatch.errors import NotFoundError, UnavailableError
from mentormatch.storage import migrations
from mentormatch.storage.actions import Action
from mentormatch.storage.tables import METADATA
from tests.databases import CountQueries, compiled
from tests.storage import samples
from tests.storage.elsewhere import together

_PRIVACIES = {"none", "pseudonymous", "personal", "secret"}
_MIGRATE = """
database = storage.connect(sys.argv[1])
print(storage.migrate(database).current)
database.close()
"""


@pytest.fixture
def empty(empty_url: str) -> Iterator[storage.Database]:
    opened = storage.connect(empty_url)
    yield opened
    opened.close()


def test_an_empty_database_is_brought_up_to_date_once(
    empty: storage.Database, count_queries: CountQueries
) -> None:
    assert not storage.schema_state(empty).ready
    assert storage.migrate(empty).ready
    with count_queries() as statements:
        assert storage.migrate(empty).ready
    assert [line for line in statements if "CREATE" in line] == []


def test_the_tables_after_migrating_are_those_that_the_program_uses(empty: storage.Database) -> None:
    storage.migrate(empty)
    with empty.reading() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_the_checks_after_migrating_are_those_that_the_program_knows(empty: storage.Database) -> None:
    storage.migrate(empty)
    with empty.reading() as tx:
        for table in METADATA.sorted_tables:
            found = {check["name"] for check in inspect(tx).get_check_constraints(table.name)}
            known = {str(check.name) for check in table.constraints if str(check.name).startswith("ck_")}
            assert found == known, table.name


def test_the_newest_revision_is_the_one_that_the_program_names() -> None:
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_current_head() == migrations.HEAD
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_two_processes_that_start_at_once_migrate_once(
    empty: storage.Database, empty_url: str, tmp_path: Path
) -> None:
    assert together(_MIGRATE, empty_url, processes=2, folder=tmp_path) == [migrations.HEAD] * 2
    with empty.reading() as tx:
        assert tx.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_every_step_down_and_up_again_works_with_data(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.result(tx, samples.stored(tx))
        storage.audit.append(tx, actor="a", action=Action.DEMO_MADE, subject="c", details={}, now=samples.NOW)
        storage.choices.save(tx, {"promise_days": 3}, revision=0, by="a", now=samples.NOW)
    assert storage.downgrade(database, "base").current is None
    with database.reading() as tx:
        assert set(inspect(tx).get_table_names()) == {"alembic_version"}
    assert storage.migrate(database).ready
    with database.transaction() as tx:
        samples.result(tx, samples.stored(tx))
        assert storage.audit.verify(tx).intact


def test_the_trail_and_the_choices_come_and_go_with_their_step(database: storage.Database) -> None:
    with database.transaction() as tx:
        storage.audit.append(tx, actor="a", action=Action.DEMO_MADE, subject="c", details={}, now=samples.NOW)
        storage.choices.save(tx, {"promise_days": 3}, revision=0, by="a", now=samples.NOW)
    assert storage.downgrade(database, "0007").current == "0007"
    with database.reading() as tx:
        assert not inspect(tx).has_table("choices")
        assert storage.audit.verify(tx).events == 1
    assert storage.migrate(database).ready
    with database.reading() as tx:
        assert storage.choices.load(tx).revision == 0
        assert storage.audit.verify(tx) == storage.audit.Verification(1, None)


def test_a_migration_that_fails_leaves_nothing_behind(empty: storage.Database) -> None:
    with empty.transaction() as tx:
        tx.execute(text("CREATE TABLE invitations (id integer)"))
    with pytest.raises(Exception, match="invitations"):
        storage.migrate(empty)
    with empty.reading() as tx:
        assert inspect(tx).get_table_names() == ["invitations"]
    with empty.transaction() as tx:
        tx.execute(text("DROP TABLE invitations"))
    assert storage.migrate(empty).ready


def test_a_newer_database_is_left_alone_and_served(database: storage.Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    assert storage.migrate(database) == storage.SchemaState(current="0999", head=migrations.HEAD)
    assert storage.health(database).ready


def test_health_tells_a_database_that_is_not_migrated(empty: storage.Database) -> None:
    assert not storage.health(empty).ready


def test_health_of_a_database_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "blocked").touch()
    gone = storage.connect(f"sqlite:///{tmp_path / 'blocked' / 'mentormatch.sqlite3'}")
    with pytest.raises(UnavailableError, match="database-unavailable"):
        storage.health(gone)
    nobody = storage.connect("postgresql://postgres@127.0.0.1:9/nobody", lock_timeout=1)
    with pytest.raises(UnavailableError, match="database-unavailable"):
        storage.health(nobody)


def test_foreign_keys_are_checked_before_a_rebuilt_table_is_committed(
    sqlite_database: storage.Database,
) -> None:
    with sqlite_database.transaction() as tx:
        samples.result(tx, samples.stored(tx))
    with (
        pytest.raises(UnavailableError, match="migration-broke-references"),
        sqlite_database.rebuilding() as tx,
    ):
        tx.execute(text("DELETE FROM attempts"))
    with sqlite_database.reading() as tx:
        storage.attempts.load(tx, samples.token())


def test_every_column_says_how_private_it_is() -> None:
    for table in METADATA.tables.values():
        for column in table.columns:
            assert column.info.get("privacy") in _PRIVACIES, f"{table.name}.{column.name}"


def test_a_database_opened_before_a_fork_serves_parent_and_child(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
    inherited = database._here()
    child = multiprocessing.get_context("fork").Process(target=_in_the_child, args=(database, inherited))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    with database.reading() as tx:
        storage.attempts.load(tx, samples.token())
        storage.attempts.load(tx, samples.token("child"))


def test_who_is_forked_from_a_closed_database_uses_what_was_compiled(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
        samples.stored(tx, "compiled")
    with database.reading() as tx:
        storage.attempts.load(tx, samples.token())
    database.close()
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_with_nothing_to_compile, args=(database, it)) for it in range(3)]
    for child in children:
        child.start()
    _with_nothing_to_compile(database, "parent")
    for child in children:
        child.join(30)
    assert [child.exitcode for child in children] == [0, 0, 0]
    with database.reading() as tx:
        for name in ("parent", *range(3)):
            storage.attempts.load(tx, samples.token(f"of {name}"))


def _with_nothing_to_compile(database: storage.Database, name: object) -> None:
    with compiled() as statements:
        with database.transaction() as tx:
            samples.stored(tx, f"of {name}")
        with database.reading() as tx:
            storage.attempts.load(tx, samples.token())
    assert statements == []


def _in_the_child(database: storage.Database, inherited: object) -> None:
    if database._here() is inherited:
        raise SystemExit(2)
    with database.transaction() as tx:
        samples.stored(tx, "child")
    with database.reading() as tx:
        try:
            storage.attempts.load(tx, samples.token())
        except NotFoundError as error:
            raise SystemExit(3) from error
    database.close()
