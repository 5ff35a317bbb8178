"""Completes a quiz with an installed `mentormatch`, as a browser without script or cookies would.

    python3 tests/wheel_quiz.py ENVIRONMENT/bin/mentormatch

Needs nothing but Python. The command runs in an empty folder with an empty data place, so that
nothing of the checkout can help it. Exit status 1, with what was seen, when anything is wrong.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

LANGUAGES = {"fr": "ltr", "en": "ltr", "ar": "rtl"}
KINDS = {"formal", "informal", "reverse", "coaching"}
SECONDS_TO_START = 30
MOST_PAGES = 120


class UnexpectedError(Exception):
    """What the server did is not what a visitor was promised."""


@dataclass
class Form:
    """A form that posts: where to, what it holds already, and what it lets a visitor choose."""

    action: str
    held: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, turn: int) -> dict[str, str]:
        """The fields to send: of each choice that is still open, another one each turn."""
        chosen = {
            name: keys[turn % len(keys)] for name, keys in self.choices.items() if name not in self.held
        }
        name, value = self.buttons[0] if self.buttons else ("", "")
        return self.held | chosen | ({name: value} if name else {})


class Page(HTMLParser):
    """A page: its language, its title and its forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lang = self.dir = self.title = ""
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._in_title = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang, self.dir = given.get("lang", ""), given.get("dir", "")
        elif tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        elif tag in {"input", "button"} and self._form is not None:
            self._take(tag, given, self._form)
        self._in_title = tag == "title"

    def _take(self, tag: str, given: dict[str, str], form: Form) -> None:
        kind = given.get("type", "submit" if tag == "button" else "text")
        name, value = given.get("name", ""), given.get("value", "")
        if kind == "submit":
            form.buttons.append((name, value))
        elif kind == "radio":
            form.choices.setdefault(name, []).append(value)
        if kind == "hidden" or (kind == "radio" and "checked" in given):
            form.held[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


@dataclass
class Visitor:
    """A browser with neither cookies nor script, at one place of the site."""

    port: int
    path: str = ""

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """The status, the address to go on to, and the body."""
        origin = f"http://127.0.0.1:{self.port}"
        headers = (
            {"Origin": origin, "Content-Type": "application/x-www-form-urlencoded"}
            if fields is not None
            else {}
        )
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
            response = connection.getresponse()
            body = response.read().decode("utf-8")
            if response.getheader("Set-Cookie"):
                raise UnexpectedError(f"{method} {path} set a cookie")
            return response.status, response.getheader("Location", ""), body
        finally:
            connection.close()

    def open(self, path: str, fields: dict[str, str] | None = None) -> Page:
        """Get or post, follow the redirects, and read the page at the end of them."""
        status, location, body = self.ask("GET" if fields is None else "POST", path, fields)
        for _ in range(5):
            if status not in {301, 302, 303, 307, 308}:
                break
            path = urlsplit(urljoin(f"http://127.0.0.1:{self.port}{path}", location)).path
            status, location, body = self.ask("GET", path)
        if status != 200:
            raise UnexpectedError(f"{path} answered {status}:\n{body[:2000]}")
        self.path = path
        return Page(body)


def complete_a_quiz(port: int, language: str) -> str:
    """Walk from the start page to the result by its forms; a line about what came out."""
    visitor = Visitor(port)
    page = visitor.open(f"/{language}/quiz")
    pages = 1
    while "/result/" not in visitor.path:
        if (page.lang, page.dir) != (language, LANGUAGES[language]):
            raise UnexpectedError(f"{visitor.path} says it is in {page.lang!r}, {page.dir!r}")
        if not page.forms or pages > MOST_PAGES:
            raise UnexpectedError(f"no way on from {visitor.path} ({page.title!r}) after {pages} pages")
        form = max(page.forms, key=lambda each: len(each.choices))
        turn = 0 if "role" in form.choices else pages
        page = visitor.open(urljoin(visitor.path, form.action or visitor.path), form.filled(turn))
        pages += 1
    return f"{language}: {check_the_result(visitor, page)} after {pages} pages"


def check_the_result(visitor: Visitor, page: Page) -> str:
    """The recommendation, which the page's data must agree on with itself."""
    if not page.title:
        raise UnexpectedError("the result has no title")
    status, _, body = visitor.ask("GET", f"{visitor.path}/data.json")
    if status != 200:
        raise UnexpectedError(f"the result's data answered {status}")
    result = json.loads(body)
    shares = result["probabilities"]
    if set(shares) != KINDS or abs(sum(shares.values()) - 1) > 1e-6:
        raise UnexpectedError(f"these are no probabilities: {shares}")
    if result["recommendation"] not in KINDS:
        raise UnexpectedError(f"this is no recommendation: {result['recommendation']!r}")
    return str(result["recommendation"])


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port: int = plug.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(command: Path) -> Iterator[int]:
    """Run `mentormatch serve` in an empty folder; the port on which it is ready."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        place = {
            "HOME": folder,
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "MENTORMATCH_DATA_DIR": f"{folder}/data",
        }
        log = Path(folder, "log")
        with log.open("w") as output:
            server = subprocess.Popen(
                [command, "serve", "--port", str(port)], cwd=folder, env=place, stdout=output, stderr=output
            )
        try:
            wait_until_ready(port, server)
            yield port
        except (UnexpectedError, OSError, http.client.HTTPException):
            print(log.read_text()[-4000:], file=sys.stderr)
            raise
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def wait_until_ready(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return once the server says that it is ready."""
    for _ in range(SECONDS_TO_START * 10):
        with contextlib.suppress(OSError):
            if Visitor(port).ask("GET", "/readyz")[0] == 200:
                return
        if server.poll() is not None:
            raise UnexpectedError(f"the server stopped with {server.returncode}")
        time.sleep(0.1)
    raise UnexpectedError(f"the server was not ready within {SECONDS_TO_START} s")


def main(command: str) -> int:
    """0 when a quiz could be completed in every language."""
    try:
        with serving(Path(command).absolute()) as port:
            for language in LANGUAGES:
                print(complete_a_quiz(port, language))
    except (UnexpectedError, OSError, http.client.HTTPException, ValueError, KeyError) as error:
        print(f"the installed wheel failed: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print("the installed wheel completed its quizzes")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
