"""Counselors among a million results: pages of the queue, and the figures of reviews, on both databases."""

import random
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Table, insert, select, text
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from mentormatch import storage
from mentormatch.casework import Origin
from mentormatch.guide import Kind, Role, kinds_for
from mentormatch.i18n import Locale
from mentormatch.storage.case_queue import Place, View
from mentormatch.storage.columns import NO_PROMISE
from mentormatch.storage.engines import sqlite_module
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import CASES, REVIEWS
from mentormatch.usecases import case_queue, review_figures
from mentormatch.usecases.review_figures import Period, Tally
from tests.bench.ratios import Figure, paired
from tests.bench.sizes import Sizes
from tests.bench.stores import postgresql_for, sqlite_in

_NOW = datetime(2026, 6, 1, tzinfo=UTC)
_CHUNK = 20_000
_LOOKS = 15
_VIEWS = {
    "first page": View(),
    "a page of a rare kind, language and origin": View(
        kind=Kind.REVERSE, role=Role.FIND, locale=Locale.AR, origin=Origin.ASKED
    ),
    "a page of one language": View(locale=Locale.AR),
    "a page of the last two days": View(since=_NOW - timedelta(days=2)),
}


def measure_queueing(folder: Path, sizes: Sizes, tick: Callable[[str], None]) -> list[Figure]:
    """Pages of the whole queue with its counts, as a counselor waits for them, and of its storage."""
    figures: list[Figure] = []
    for name, made in (("SQLite", sqlite_in), ("PostgreSQL", postgresql_for)):
        with made(folder) as database:
            if database is None:
                tick(f"{name} does not answer: left out")
                continue
            tick(f"queueing {sizes.stored:,} cases on {name}")
            storage.migrate(database)
            _fill(database, sizes.stored)
            figures += _figures(database, name, sizes)
    return figures


def _figures(database: storage.Database, name: str, sizes: Sizes) -> list[Figure]:
    places = [None, *(_at(database, round(sizes.stored * share)) for share in (0.5, 0.97))]
    for place in places:
        _look(database, View(), place)
    rounds = [[_look(database, View(), place) for place in places] for _ in range(sizes.repetitions)]
    first, middle, last = zip(*rounds, strict=True)
    found = [
        Figure(f"page in the middle ÷ first page, {name}", paired(middle, first), "×", 1.5, 1.1),
        Figure(f"page near the end ÷ first page, {name}", paired(last, first), "×", 1.5, 1.1),
    ]
    for what, view in _VIEWS.items():
        _look(database, view, None)
        times = tuple(1e3 * _look(database, view, None) for _ in range(sizes.repetitions))
        found.append(Figure(f"{what} with all counts, {name}", times, "ms", 100, 20))
    return found + _of_the_reviews(database, name, sizes, 1e3 * median(first))


def _of_the_reviews(database: storage.Database, name: str, sizes: Sizes, first_page: float) -> list[Figure]:
    """The page on how reviews go, whose figures are those of everything that was ever read."""
    tally, first = Tally(), []
    for _ in range(sizes.repetitions):
        tally = Tally()
        first.append(1e3 * _figures_of(database, tally))
    later = tuple(1e3 * _figures_of(database, tally) for _ in range(sizes.repetitions))
    ratios = tuple(taken / first_page for taken in later)
    return [
        Figure(f"figures of all reviews, {name}", later, "ms", 100, 20),
        Figure(f"figures of all reviews ÷ first page, {name}", ratios, "×"),
        Figure(f"figures of all reviews, first look of a day, {name}", tuple(first), "ms"),
    ]


def _figures_of(database: storage.Database, tally: Tally) -> float:
    """Seconds for the figures of everything that was ever read."""
    began = time.perf_counter()
    with database.reading() as tx:
        review_figures.look(tx, tally, Period.EVER, now=_NOW)
    return time.perf_counter() - began


def _look(database: storage.Database, view: View, place: Place | None) -> float:
    """Seconds for a page of the queue as it is shown; the median of some."""
    taken = []
    for _ in range(_LOOKS):
        began = time.perf_counter()
        with database.reading() as tx:
            case_queue.look(tx, view, after=place, me=str(uuid.UUID(int=1)), now=_NOW)
        taken.append(time.perf_counter() - began)
    return median(taken)


def _at(database: storage.Database, depth: int) -> Place:
    query = select(CASES.c.due_at, CASES.c.certainty, CASES.c.result_id).where(CASES.c.state == "waiting")
    ordered = query.order_by(CASES.c.due_at, CASES.c.certainty, CASES.c.result_id)
    with database.reading() as tx:
        row = tx.execute(ordered.offset(max(0, depth * 9 // 10 - 60)).limit(1)).one()
    return Place(None if row.due_at == NO_PROMISE else row.due_at, row.certainty, row.result_id)


def _fill(database: storage.Database, count: int) -> None:
    """Cases and their readings alone: what else they refer to is not looked at, nor foreign keys kept."""
    chance = random.Random(7)
    for begun in range(0, count, _CHUNK):
        rows = [_row(chance) for _ in range(min(_CHUNK, count - begun))]
        read = [one for row in rows if row["state"] == "released" for one in _readings(chance, row)]
        for table, values in ((CASES, rows), (REVIEWS, read)):
            if database.path is not None:
                _into_file(database.path, table, values)
                continue
            with database.transaction() as tx:
                tx.execute(text("SET LOCAL session_replication_role = replica"))
                tx.execute(insert(table), values)
    with database.transaction() as tx:
        tx.execute(text("ANALYZE"))


def _into_file(path: Path, table: Table, rows: list[dict[str, object]]) -> None:
    dialect = sqlite_dialect()
    kinds = {
        column.name: column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns
    }
    values = [[(keep(row[name]) if keep else row[name]) for name, keep in kinds.items()] for row in rows]
    connection = sqlite_module().connect(path)
    with connection:
        places = ", ".join("?" * len(kinds))
        connection.executemany(f"INSERT INTO {table.name} ({', '.join(kinds)}) VALUES ({places})", values)
    connection.close()


def _readings(chance: random.Random, case: dict[str, object]) -> Iterator[dict[str, object]]:
    """One reading of a case, or two."""
    made = case["made_at"]
    assert isinstance(made, datetime)
    for reading in range(1, 2 + (chance.random() < 0.1)):
        judged = made + timedelta(days=reading)
        yield {
            "id": new_key(judged),
            "result_id": case["result_id"],
            "attempt_id": case["attempt_id"],
            "staff_id": str(uuid.UUID(int=reading)),
            "reading": reading,
            "blind_first": case["blind_first"],
            "judgement": case["kind"] if chance.random() < 0.7 else "informal",
            "focus": None,
            "confidence": 2,
            "judged_at": judged,
            "verdict": "confirm",
            "told": case["kind"],
            "told_focus": None,
            "reason": "",
            "note_to_visitor": "A note of usual length, as a counselor writes it to a visitor. " * 8,
            "private_note": "",
            "released_by": None,
            "released_at": judged,
            "seen_at": None,
            "undone_at": None,
        }


def _row(chance: random.Random) -> dict[str, object]:
    made = _NOW - timedelta(seconds=chance.randrange(86_400 * 700))
    role = chance.choice(tuple(Role))
    origin = chance.choices(tuple(Origin), (1, 20, 79))[0]
    due = made + timedelta(days=7) if origin is Origin.ASKED else NO_PROMISE
    key = new_key(made)
    return {
        "result_id": key,
        "attempt_id": key,
        "kind": chance.choice(kinds_for(role)).value,
        "focus": None,
        "role": role.value,
        "locale": chance.choice(tuple(Locale)).value,
        "certainty": chance.random(),
        "close_call": origin is Origin.UNCERTAIN,
        "origin": origin.value,
        "state": chance.choices(("waiting", "released"), (9, 1))[0],
        "due_at": due,
        "blind_first": chance.random() < 0.2,
        "double_reading": False,
        "made_at": made,
        "revision": 0,
        "last_key": "",
        "demo": False,
    }
