"""The safe headers, on every response: pages, refusals, files, and what is not even a request."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from mentormatch.web.assets import find_assets
from tests.apps import Clock, serving, settings_for
from tests.cli.conftest import Place
from tests.cli.test_serve import serving as command
from tests.pages import SAFE_HEADERS, Visitor
from tests.staff import StaffMember, first_admin
from tests.web.raw import form, send
from tests.web.test_routes import ROUTES, path_for

PUBLIC = "https://quiz.example.org"
STAYS = ("Strict-Transport-Security", "max-age=31536000")


@pytest.fixture
def behind_tls(sqlite_database: storage.Database, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    set_up(sqlite_database, now=clock())
    url = f"sqlite:///{sqlite_database.path}"
    with serving(settings_for(url, tmp_path, MENTORMATCH_BASE_URL=PUBLIC), clock) as made:
        yield made


def static_addresses() -> list[str]:
    assets = find_assets()
    return [
        assets.url(path.relative_to(assets.root).as_posix())
        for path in sorted(assets.root.rglob("*"))
        if path.is_file()
    ]


def test_every_route_by_every_method_for_strangers_and_admins(quick_app: Flask, clock: Clock) -> None:
    """Both clients refuse a response without them, whatever it is."""
    seen = set()
    ada = first_admin(quick_app, clock)
    for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE"):
        for rule in {rule for _, rule in ROUTES}:
            for someone in (StaffMember(quick_app, clock=clock), ada):
                seen.add(someone._asked(method, path_for(rule)).status_code)
    assert seen >= {200, 302, 303, 308, 400, 404, 405}


def test_every_static_file_and_one_that_is_not_there(quick_app: Flask) -> None:
    visitor, addresses = Visitor(quick_app), static_addresses()
    assert len(addresses) > 10
    for address in addresses:
        first = visitor.get(address)
        assert first.status_code == 200
        unchanged = visitor.client.get(address, headers={"If-None-Match": first.headers.get("ETag", "")})
        assert unchanged.status_code in {200, 304}
    for missing in (addresses[0] + "x", "/static/", "/static/x/app.css"):
        assert visitor.get(missing).status_code == 404


def test_requests_that_are_refused_before_any_route(quick_app: Flask) -> None:
    refused = {
        400: form("GET", "/en/", Host="evil.example"),
        413: form("POST", "/en/quiz", "a" * 100_000),
        414: form("GET", "/en/" + "a" * 3000),
    }
    for status, raw in refused.items():
        answer = send(quick_app, raw)
        assert answer.status == status
        assert {name: answer.headers.get(name) for name in SAFE_HEADERS} == SAFE_HEADERS


def test_a_defect_is_answered_with_them_too(quick_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(**_given: object) -> str:
        raise ZeroDivisionError("words that nobody should read")

    monkeypatch.setitem(quick_app.view_functions, "visitor.home", defect)
    answer = Visitor(quick_app).get("/en/")
    assert answer.status_code == 500
    assert b"nobody should read" not in answer.data


def test_behind_tls_every_response_says_to_stay_there(behind_tls: Flask) -> None:
    paths = ["/", "/en/", "/en/nowhere", "/healthz", "/en/staff", static_addresses()[0], "/static/x"]
    for path in paths:
        answer = Visitor(behind_tls).get(path, base_url=PUBLIC)
        assert STAYS in list(answer.headers), path


def test_without_tls_no_response_speaks_of_it(quick_app: Flask) -> None:
    for path in ("/en/", static_addresses()[0]):
        assert STAYS[0] not in Visitor(quick_app).get(path).headers


def _spoken(address: str, sent: bytes) -> bytes:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /fr/result/%s\r\n\r\n", b"400"),
        (b"GET /fr/result/%s HTTP/7.5\r\n\r\n", b"400"),
        (b"GET /fr/result/%s HTTP/1.1\r\nA B: %s\r\n\r\n", b"400"),
        (b"GET /%s HTTP/1.1\r\nTransfer-Encoding: %s\r\n\r\n", b"501"),
        (b"GET /" + b"a" * 5000 + b"%s HTTP/1.1\r\n\r\n", b"414"),
    ],
)
def test_what_is_no_request_is_refused_by_the_server_without_being_repeated(
    served: str, sent: bytes, status: bytes
) -> None:
    secret = b"<script>" + b"s" * 43
    answer = _spoken(served, sent.replace(b"%s", secret))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert secret not in answer
    headers = {name.strip(): value.strip() for name, _, value in map(_split, head.split(b"\r\n")[1:])}
    assert {name: headers.get(name) for name in SAFE_HEADERS} == SAFE_HEADERS
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert len(body) == int(headers["Content-Length"])


def _split(line: bytes) -> tuple[str, str, str]:
    return line.decode().partition(":")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `mentormatch serve` itself."""
    with command(Place(tmp_path_factory.mktemp("served"))) as greeting:
        yield greeting[1].split()[-1]
