"""A house of which every room and every form is known, for what strangers try at it."""

import hashlib
import io
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from mentormatch.web.services import services
from tests.apps import START, Clock
from tests.staff import StaffMember
from tests.web.test_routes import FILLED, path_for


@dataclass(frozen=True)
class Sending:
    """A form as its owner would send it."""

    who: StaffMember
    path: str
    sent: Mapping[str, str]
    file: bytes = b""

    def send(self, *, key: str | None = None, headers: Mapping[str, str] | None = None) -> TestResponse:
        """Send it, with another form key where one is given ("" for none)."""
        sent = {**self.sent, **({} if key is None else {"form_key": key})}
        if not key and key is not None:
            del sent["form_key"]
        options: dict[str, Any] = {"data": sent, "headers": {**(headers or {})}}
        if self.file:
            part = FileStorage(io.BytesIO(self.file), filename="bank.json", name="file")
            boundary, body = encode_multipart({**sent, "file": part})
            options |= {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
        return self.who.post(self.path, **options)


@dataclass
class House:
    """The furnished application: what stands at each rule, and each form that is sent to one."""

    app: Flask
    clock: Clock
    folder: Path
    ada: StaffMember
    zoe: StaffMember
    values: dict[str, str] = field(default_factory=lambda: dict(FILLED))
    sendings: dict[str, Sending] = field(default_factory=dict)
    moment: datetime = START

    def path(self, rule: str) -> str:
        """The path of a rule with something at it."""
        for part, value in self.values.items():
            if part.startswith("/") and part in rule:
                return path_for(rule, {**self.values, "token": value})
        return path_for(rule, self.values)

    def digests(self) -> dict[str, str]:
        """A hash of every table's content, without the note that a session is in use."""
        with self.app.app_context(), services().database.reading() as tx:
            tables = [
                row[0] for row in tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            found = {}
            for table in tables:
                rows = tx.exec_driver_sql(f'SELECT * FROM "{table}"')
                seen = list(rows.keys()).index("last_seen_at") if table == "staff_sessions" else -1
                kept = [tuple(v for at, v in enumerate(row) if at != seen) for row in rows]
                found[table] = hashlib.sha256(repr(sorted(map(repr, kept))).encode()).hexdigest()
        return found

    @contextmanager
    def as_it_was(self) -> Iterator[None]:
        """Whatever is done inside is undone: in the database and in the browsers."""
        clients = [one.who.client for one in self.sendings.values()]
        cookies = [(client, dict(client._cookies or {})) for client in clients]
        self._put_away("now", "kept")
        yield
        self._put_away("kept", "now")
        for client, kept in cookies:
            client._cookies = dict(kept)

    def _put_away(self, source: str, target: str) -> None:
        with self.app.app_context():
            database = services().database
            database.checkpoint()
            database.close()
            path = database.path
        assert path is not None
        places = {"now": path, "kept": self.folder / "kept.sqlite3"}
        for tail in ("-wal", "-shm"):
            path.with_name(path.name + tail).unlink(missing_ok=True)
        shutil.copyfile(places[source], places[target])
