"""After an erasure, and after a purge, nothing of the visitor is in any table or byte of the database."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from mentormatch import storage
from mentormatch.storage.tables import METADATA
from mentormatch.usecases.purging import purge
from mentormatch.usecases.tokens import token_hash
from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Visitor
from tests.quizzes import each_in_turn, take
from tests.staff import StaffMember, counselor_of, first_admin

WORDS = {
    "message": "quagmire-message-" + "m" * 400,
    "email": "quagmire@example.org",
    "reason": "quagmire-reason-" + "r" * 300,
    "note": "quagmire-note-" + "n" * 300,
    "private": "quagmire-private-" + "p" * 300,
}
# The deeds of a case name it; the chain cannot be changed, and what it names leads nowhere any more.
_NAMES_THE_CASE = {("audit_events", "subject")}


def _a_life(app: Flask, zoe: StaffMember) -> str:
    """A visitor's token, after everything that can happen to a result."""
    visitor = Visitor(app)
    token = take(visitor, "ar", answering=each_in_turn()).token
    path = f"/ar/result/{token}"
    asked = {"message": WORDS["message"], "email": WORDS["email"], "agrees": "y"}
    assert visitor.post(f"{path}/counselor", asked).status_code == 303
    page = zoe.send(zoe.page("/en/counselor"), "/claim")
    if "/judge" in page.source:
        page = zoe.send(page, "/judge", kind="reverse", confidence="2", private=WORDS["private"])
    said = {name: WORDS[name] for name in ("reason", "note", "private")}
    page = zoe.send(page, "/say", kind="reverse", confidence="2", **said)
    zoe.send(page, "/release")
    assert visitor.post(f"{path}/counselor/open").status_code == 303
    zoe.post("/en/counselor/export", {"reason": "for the yearly report", "texts": "y"})
    return token


def _known_of(database: storage.Database, token: str) -> dict[str, bytes]:
    """What the database knows of an attempt, as it stands in its rows."""
    attempts, results = METADATA.tables["attempts"].c, METADATA.tables["results"].c
    packed = select(attempts.answers, attempts.elapsed, attempts.shown, attempts.id)
    with database.reading() as tx:
        answers, elapsed, shown, attempt = tx.execute(
            packed.where(attempts.token_hash == token_hash(token))
        ).one()
        result = tx.execute(select(results.id).where(results.attempt_id == attempt)).scalar_one()
    found = {name: text.encode() for name, text in WORDS.items()}
    keys = {"attempt": UUID(attempt).bytes, "result": UUID(result).bytes}
    return found | keys | {"token": token.encode(), "answers": answers, "elapsed": elapsed, "shown": shown}


def _cells(database: storage.Database) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Every value of every table, as bytes; a key in a text is written out there."""
    with database.reading() as tx:
        for table in METADATA.sorted_tables:
            rows = tx.exec_driver_sql(f'SELECT * FROM "{table.name}"')
            for row in rows:
                for name, value in zip(rows.keys(), row, strict=True):
                    yield (table.name, name), _bytes(value)


def _bytes(value: object) -> bytes:
    match value:
        case bytes() | memoryview():
            return bytes(value)
        case UUID():
            return value.bytes
        case _:
            return str(value).encode()


def _where(database: storage.Database, known: dict[str, bytes]) -> dict[str, set[tuple[str, str]]]:
    """In which columns something of an attempt is found."""
    found: dict[str, set[tuple[str, str]]] = {}
    written = {
        name: (value, str(UUID(bytes=value)).encode() if name in {"attempt", "result"} else value)
        for name, value in known.items()
    }
    for place, cell in _cells(database):
        for name, needles in written.items():
            if any(needle in cell for needle in needles):
                found.setdefault(name, set()).add(place)
    return found


def _bytes_on_disk(database: storage.Database) -> bytes:
    """What lies in the files: SQLite's with its log; PostgreSQL's tables, rewritten as VACUUM FULL does."""
    if database.path is not None:
        return b"".join(p.read_bytes() for p in database.path.parent.iterdir() if p.is_file())
    url = database._url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as server:
        # First the dead rows, which the second alone keeps while any database here is at work.
        server.execute("VACUUM")
        server.execute("VACUUM FULL")
        server.execute("CHECKPOINT")
        files = server.execute(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 'i', 't') AND pg_relation_filepath(oid) IS NOT NULL"
            " AND pg_relation_size(oid) > 0"
        ).fetchall()
    return b"".join(bytes(row[0]) for row in files)


@pytest.mark.parametrize("deed", ["erase", "purge"])
def test_nothing_of_a_visitor_is_left_anywhere(app: Flask, clock: Clock, deed: str) -> None:
    zoe = counselor_of(first_admin(app, clock))
    token = _a_life(app, zoe)
    with app.app_context():
        database = services().database
    known = _known_of(database, token)
    before = _where(database, known)
    assert before.keys() == known.keys() - {"token"}
    if deed == "erase":
        assert Visitor(app).post(f"/fr/result/{token}/erase").status_code == 303
    else:
        late = clock() + timedelta(181)
        assert sum(purge(database, now=late, unfinished_days=30, result_days=180, contact_days=30)) == 1
    after = _where(database, known)
    assert set().union(*after.values()) <= _NAMES_THE_CASE
    left = _bytes_on_disk(database)
    words = [name for name in known if name not in {"attempt", "result"}]
    assert [name for name in words if known[name] in left] == []
    assert known["attempt"] not in left
