"""Nothing that anybody writes, and no secret, is ever in the log: one drive with values to look for."""

import io
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from mentormatch.errors import UnavailableError
from mentormatch.web.logs import JsonLines
from tests.apps import Clock
from tests.cli.conftest import ROOT
from tests.pages import Visitor
from tests.quizzes import begin, each_in_turn, take, token_of
from tests.staff import StaffMember, invitation, invited_by

MESSAGE, EMAIL = "zanzibar-message\nwith a line", "zanzibar-visitor@example.org"
NOTE, REASON, PRIVATE = "zanzibar-note", "zanzibar-reason", "zanzibar-private"
NAME, STAFF_EMAIL, PASSWORD = "Zanzibar-Name", "zanzibar-staff@example.org", "zanzibar kettles on a bridge"
_WORD = "zanzibar"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, at the loudest, as the program formats it."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_whole_day_leaves_nothing_of_anybody_in_the_log(
    app: Flask, clock: Clock, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = {*_of_staff(app, clock), *_of_a_visitor(app, clock)}
    secrets |= _of_failures(app, monkeypatch)
    log = lines.getvalue()
    records = [json.loads(line) for line in log.splitlines()]
    assert len(records) > 60
    assert {"request", "failed", "refused"} <= {record["event"] for record in records}
    assert _WORD not in log.lower()
    assert [secret for secret in secrets if secret in log] == []


def _of_staff(app: Flask, clock: Clock) -> set[str]:
    """An admin who joins, guesses wrongly, signs in; the secrets that this takes."""
    link = invitation(app)
    ada = StaffMember(app, clock=clock, email=STAFF_EMAIL, name=NAME, password=PASSWORD)
    ada.join(link)
    ada.enrol("en")
    again = ada.elsewhere()
    again.send(again.page("/en/staff/sign-in"), "/sign-in", email=STAFF_EMAIL, password="zanzibar wrong")
    again.sign_in()
    second = invited_by(ada, label="Zanzibar-Label")
    cookies = {ada.cookie() or "", again.cookie() or "", ada.cookie("staff-form") or "staff-form"}
    _work(app, ada)
    return {link.rpartition("/")[2], second.rpartition("/")[2], ada.key, *cookies}


def _work(app: Flask, ada: StaffMember) -> None:
    """A visitor asks, Ada answers, and the cases are taken away."""
    visitor = Visitor(app)
    token = take(visitor, "en", answering=each_in_turn()).token
    asked = {"message": MESSAGE, "email": EMAIL, "agrees": "y"}
    assert visitor.post(f"/en/result/{token}/counselor", asked).status_code == 303
    case = ada.send(ada.page("/en/counselor"), "/claim")
    said = {"confidence": "2", "reason": REASON, "note": NOTE, "private": PRIVATE}
    form = "/judge" if "/judge" in case.source else "/say"
    page = ada.send(case, form, kind="informal", **said)
    if form == "/judge":
        page = ada.send(page, "/say", **said)
    ada.send(page, "/release")
    assert visitor.post(f"/en/result/{token}/counselor/open").status_code == 303


def _of_a_visitor(app: Flask, clock: Clock) -> set[str]:
    del clock
    visitor = Visitor(app)
    running = token_of(begin(visitor, "fr"))
    finished = take(visitor, "ar").token
    for rest in ("", "/data.json", "/report.pdf", "/plan.ics", "/erase"):
        visitor.get(f"/ar/result/{finished}{rest}")
    visitor.post("/en/compare", {"one": f"/en/result/{finished}", "two": f"/en/result/{running}"})
    visitor.get(
        f"/en/quiz/{running}/99?utm_source=zanzibar-query", headers={"Referer": "http://zanzibar.org"}
    )
    visitor.get(f"/en/result/{running}/zanzibar-path", headers={"User-Agent": "zanzibar-browser"})
    visitor.post(f"/fr/result/{finished}/erase")
    return {running, finished}


def _of_failures(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """A defect whose words are somebody's, below another; a database that does not answer."""
    token = "z" * 43

    def defect(**_given: object) -> str:
        try:
            int(MESSAGE)
        except ValueError as error:
            raise RuntimeError(f"{EMAIL} {token}") from error
        return ""

    def busy(**_given: object) -> str:
        raise UnavailableError("database-busy", "database is locked")

    monkeypatch.setitem(app.view_functions, "visitor.result", defect)
    assert Visitor(app).get(f"/en/result/{token}").status_code == 500
    monkeypatch.setitem(app.view_functions, "visitor.result", busy)
    assert Visitor(app).get(f"/en/result/{token}").status_code == 503
    return {token}


def _broken() -> None:
    try:
        int(MESSAGE)
    except ValueError as error:
        raise RuntimeError(EMAIL) from error


def test_a_traceback_says_where_and_what_kind_but_no_words() -> None:
    with pytest.raises(RuntimeError) as caught:
        _broken()
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), caught._excinfo)
    found = json.loads(JsonLines().format(record))["traceback"]
    assert "RuntimeError" in found
    assert "ValueError" in found
    assert "test_logs.py" in found
    assert _WORD not in found


def test_a_line_break_in_a_value_starts_no_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'a\n{"event": "forged"}\u2028\x1b[31m', (), None)
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["event"].startswith("a\n")


def test_the_server_itself_logs_no_request_that_it_cannot_read(tmp_path: Path) -> None:
    secret = "z" * 43
    log = tmp_path / "log"
    with log.open("wb") as sink:
        command = [sys.executable, "-m", "mentormatch", "serve", "--port", "0", "--workers", "1"]
        environment = {"MENTORMATCH_DATA_DIR": str(tmp_path / "place"), "PATH": os.defpath}
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=sink, text=True
        )
        assert server.stdout is not None
        greeting = [server.stdout.readline() for _ in range(3)]
        parts = urlsplit(greeting[1].split()[-1])
        for sent in (f"GET /fr/result/{secret}\r\n\r\n", f"GET /fr/result/{secret} HTTP/7.5\r\nA: b\r\n\r\n"):
            with socket.create_connection((parts.hostname, parts.port), timeout=60) as line:
                line.sendall(sent.encode())
                assert line.recv(100).startswith(b"HTTP/1.1 400")
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) == 0
        server.stdout.close()
    said = log.read_text(encoding="utf-8")
    assert "request refused: Invalid" in said
    assert secret not in said
    assert "127.0.0.1" not in said
