"""How many bytes a visitor leaves behind: in either database, in a backup, and in the log."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.config import Settings
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.usecases.backing_up import back_up
from mentormatch.usecases.demo import fill
from mentormatch.usecases.demo_database import Plan, prepare
from mentormatch.usecases.instruments import Instruments
from tests.bench.ratios import Figure
from tests.bench.serving import ours
from tests.bench.sizes import Sizes
from tests.bench.stores import postgresql_for, sqlite_in
from tests.bench.visitors import Connection, answer_all, begin, finish, people

_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_WEEKS = 8
_QUIZZES = 8
_FEW = 4
_RELATIONS = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def measure_keeping(folder: Path, sizes: Sizes, tick: Callable[[str], None]) -> list[Figure]:
    """The bytes of many simulated visitors, less those of a quarter of them, by the difference in heads."""
    figures = []
    for name, made in (("SQLite", sqlite_in), ("PostgreSQL", postgresql_for)):
        tick(f"keeping {sizes.kept} visitors on {name}")
        measured = []
        for count in (sizes.kept // _FEW, sizes.kept):
            with made(folder / f"{name}-{count}") as database:
                if database is None:
                    tick(f"{name} does not answer: left out")
                    break
                measured.append(_filled(database, folder / f"{name}-{count}", count))
        if len(measured) > 1:
            few, many = measured
            heads = sizes.kept - sizes.kept // _FEW
            figures += [
                Figure(
                    f"a visitor in {name}", ((many[0] - few[0]) / heads,), "bytes", about="cases included"
                ),
                Figure(f"a visitor of {name} in a backup", ((many[1] - few[1]) / heads,), "bytes"),
            ]
    tick("the log of whole quizzes")
    return [*figures, Figure("a whole quiz in the log", (_logged(folder),), "bytes")]


def _filled(database: storage.Database, folder: Path, count: int) -> tuple[int, int]:
    """Bytes in the database and of its backup, with so many simulated visitors in it."""
    settings = Settings.from_environment({"MENTORMATCH_DATA_DIR": str(folder)})
    plan = prepare(database, Plan(1, count, _WEEKS), now=_NOW)
    fill(database, settings, Instruments(load_expert()), plan, now=_NOW)
    backup = back_up(database, folder / "backups", now=_NOW)
    if database.path is None:
        with database.reading() as tx:
            kept = int(tx.exec_driver_sql(_RELATIONS).scalar_one())
    else:
        database.checkpoint()
        kept = database.path.stat().st_size
    return kept, backup.path.stat().st_size


def _logged(folder: Path) -> float:
    """Bytes that a server logs of a whole quiz."""
    place = folder / "logged"
    place.mkdir()
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    with ours(place) as running:
        visitor = Connection(running.port)
        for person in people(bank, _QUIZZES, "fr"):
            finish(visitor, answer_all(visitor, begin(visitor, person.lang), person).check)
        visitor.close()
    return (place / "serve.log").stat().st_size / _QUIZZES
