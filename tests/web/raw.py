"""Requests as they come over the wire: any method, any bytes, headers that lie."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import run_wsgi_app

from mentormatch.web.security import CONTENT_SECURITY_POLICY
from tests.pages import SAFE_HEADERS, Page

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Raw:
    """One request; `target` is what stands in the request line, headers win over what is honest."""

    method: str
    target: bytes
    headers: tuple[tuple[str, bytes], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether somebody reads it: a redirect's words nobody does."""
        if 300 <= self.status < 400:
            return False
        return self.headers.get("Content-Type", "").startswith("text/html") and bool(self.body)


# A page strictly parsed takes milliseconds: one that differs in its own address only is known.
_KNOWN: set[tuple[bytes, bytes]] = set()


def form(method: str, target: str, body: str = "", **headers: str) -> Raw:
    """A form's post, or another request whose bytes are plain."""
    sent = {"Content-Type": _FORM} if body else {}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = tuple((name, value.encode("latin-1")) for name, value in sent.items())
    return Raw(method, target.encode("latin-1"), encoded, body.encode())


def send(app: Flask, raw: Raw) -> Answer:
    """What the application answers, through everything that it is wrapped in."""
    chunks, status, headers = run_wsgi_app(app.wsgi_app, _environ(raw), buffered=True)
    return Answer(int(status.split(" ", 1)[0]), headers, b"".join(chunks))


def checked(app: Flask, raw: Raw) -> Answer:
    """The answer, after what must hold of every answer whatever was asked."""
    answer = send(app, raw)
    assert answer.status < 500, (answer.status, raw)
    _check_headers(answer, raw)
    if answer.status == 405:
        assert answer.headers["Allow"], raw
    if raw.method.upper() == "HEAD":
        assert answer.body == b"", raw
    if answer.is_page:
        _check_page(answer, raw)
    elif answer.status >= 400:
        assert raw.method.upper() == "HEAD", f"no page for {raw}"
    return answer


def page_of(app: Flask, raw: Raw) -> Page:
    """The page that answers a request."""
    answer = checked(app, raw)
    path = raw.target.partition(b"?")[0].decode("latin-1")
    return Page(_Response(answer.status, answer.headers, answer.body), path)


def _check_headers(answer: Answer, raw: Raw) -> None:
    assert "Set-Cookie" not in answer.headers, raw
    for name, value in SAFE_HEADERS.items():
        assert answer.headers.getlist(name) == [value], raw
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, raw
    assert answer.headers["Cache-Control"], raw
    for _name, value in answer.headers:
        assert "\r" not in value, raw
        assert "\n" not in value, raw
        value.encode("latin-1")
    place = answer.headers.get("Location", "/")
    assert place.startswith(("/", "http://localhost/", "http://localhost:81/")), raw
    assert not place.startswith(("//", "/\\")), raw
    if answer.status >= 400:
        assert answer.headers["Cache-Control"] == "no-store", raw


def _check_page(answer: Answer, raw: Raw) -> None:
    path = unquote_to_bytes(raw.target.partition(b"?")[0])
    rest = _escaped(path[3:]) if path[1:3] in {b"fr", b"en", b"ar"} else b""
    known = (path[:4], answer.body.replace(rest, b"*") if len(rest) > 8 else answer.body)
    if known in _KNOWN:
        return
    Page(_Response(answer.status, answer.headers, answer.body), path.decode("latin-1"))
    _KNOWN.add(known)


def _escaped(path: bytes) -> bytes:
    text = path.decode("utf-8", "replace")
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        text = text.replace(char, entity)
    return text.encode()


@dataclass(frozen=True)
class _Response:
    """What `Page` reads of a response."""

    status_code: int
    headers: Headers
    data: bytes

    def get_data(self, *, as_text: bool) -> str:
        assert as_text
        return self.data.decode()


def _environ(raw: Raw) -> dict[str, Any]:
    """What a server hands over: the path decoded to bytes, the rest as it came."""
    path, _, query = raw.target.partition(b"?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": raw.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "RAW_URI": raw.target.decode("latin-1"),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(raw.body)),
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(raw.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    environ.update(_header_variables(raw.headers))
    return environ


def _header_variables(headers: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    found = {}
    for name, value in headers:
        variable = name.upper().replace("-", "_")
        if variable not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            variable = f"HTTP_{variable}"
        found[variable] = value.decode("latin-1")
    return found
