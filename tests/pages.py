"""A visitor for tests: follows links and forms, and refuses a bad page whatever the test is about."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from mentormatch.web.security import CONTENT_SECURITY_POLICY

_DIRECTIONS = {"fr": "ltr", "en": "ltr", "ar": "rtl"}
_SECRET = {"quiz", "result", "staff", "admin"}
# On every response, whatever it is.
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
_HTML = "{http://www.w3.org/1999/xhtml}"


class Answer(Protocol):
    """What a page is read from; the test client's response is one."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Headers: ...

    def get_data(self, *, as_text: Literal[True]) -> str: ...


class Page:
    """One HTML page, parsed strictly and found sound."""

    def __init__(self, response: Answer, path: str) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.path = path
        self.source = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.tree: Element = parser.parse(self.source)
        self._refuse_if_bad()

    @property
    def lang(self) -> str:
        return self.tree.get("lang", "")

    @property
    def heading(self) -> str:
        return words_of(self.find("h1"))

    @property
    def text(self) -> str:
        return words_of(self.find("body"))

    def all(self, tag: str, **wanted: str) -> list[Element]:
        return [
            element
            for element in self.tree.iter(tag)
            if all(element.get(name.rstrip("_")) == value for name, value in wanted.items())
        ]

    def find(self, tag: str, **wanted: str) -> Element:
        found = self.all(tag, **wanted)
        assert found, f"no <{tag}> {wanted} on {self.path}"
        return found[0]

    def form(self, action_ends: str = "") -> Element:
        """The first form whose address, or its path, ends so."""
        sent_to = ((form, form.get("action", "")) for form in self.all("form"))
        forms = [form for form, to in sent_to if action_ends in (to, "") or _ends(to, action_ends)]
        assert forms, f"no form to …{action_ends} on {self.path}"
        return forms[0]

    def _refuse_if_bad(self) -> None:
        assert self.tree.get("dir") == _DIRECTIONS[self.lang], self.path
        assert self.headers["Content-Language"] == self.lang, self.path
        first = self.path.strip("/").split("/", 1)[0]
        if first in _DIRECTIONS:
            assert self.lang == first, f"{self.path} is in {self.lang}"
        assert len(self.all("h1")) == 1, f"{self.path}: exactly one h1"
        ids = Counter(e.get("id") for e in self.tree.iter() if e.get("id"))
        assert not [name for name, count in ids.items() if count > 1], f"{self.path}: repeated ids"
        assert words_of(self.find("title")), self.path
        for element in self.tree.iter():
            assert element.get("style") is None, f"{self.path}: inline style"
            for name in element.attrib:
                assert not name.startswith("on"), f"{self.path}: inline script {name}"
        for script in self.all("script"):
            assert script.get("src") or script.get("type") == "application/ld+json", self.path
        for label in self.all("label"):
            target = label.get("for")
            assert target is None or target in ids, f"{self.path}: a label for nothing"


def words_of(element: Element) -> str:
    """The words of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


@dataclass
class Visitor:
    """A browser without script and without cookies; checks the headers of all it gets."""

    app: Flask
    languages: str = ""
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=False)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._asked("GET", path, **options)

    def post(self, path: str, data: Any = None, **options: Any) -> TestResponse:
        return self._asked("POST", path, data=data or {}, **options)

    def page(self, path: str) -> Page:
        """The page at a path, redirects followed."""
        return self._followed(self.get(path), path)

    def submit(self, page: Page, *, to: str = "", **fields: str) -> Page:
        """Send a page's form with its own values and the given ones; the page it leads to."""
        form = page.form(to)
        path = urljoin(page.path, form.get("action", ""))
        return self._followed(self.post(path, data={**form_values(form), **fields}), path)

    def _followed(self, response: TestResponse, path: str) -> Page:
        for _hop in range(6):
            if response.status_code not in {301, 302, 303, 307, 308}:
                return Page(response, path)
            path = urljoin(path, response.headers["Location"])
            assert urlsplit(path).netloc == "", f"left the site: {path}"
            response = self.get(path)
        raise AssertionError(f"too many redirects at {path}")

    def _asked(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {**options.pop("headers", {})}
        if self.languages:
            headers.setdefault("Accept-Language", self.languages)
        response = self.client.open(path, method=method, headers=headers, buffered=True, **options)
        check_headers(response, path)
        return response


def _ends(address: str, how: str) -> bool:
    return address.endswith(how) or address.partition("?")[0].endswith(how)


def form_values(form: Element) -> dict[str, str]:
    """What a browser would send of a form as it is, without its buttons."""
    values: dict[str, str] = {}
    for control in form.iter():
        name = control.get("name")
        if name is None or control.tag not in {"input", "select", "textarea"}:
            continue
        if control.get("type") in {"radio", "checkbox"} and control.get("checked") is None:
            continue
        if control.tag == "select":
            chosen = [option for option in control.iter("option") if option.get("selected") is not None]
            values[name] = (chosen or list(control.iter("option")))[0].get("value", "")
            continue
        typed = "".join(control.itertext()) if control.tag == "textarea" else ""
        values[name] = typed or control.get("value", "")
    return values


def choices(page: Page, name: str) -> list[str]:
    """The values of a page's radio buttons, in order."""
    return [radio.get("value", "") for radio in page.all("input", type="radio", name=name)]


def check_headers(response: TestResponse, path: str) -> None:
    """What every response to a visitor must carry: never a cookie, and all safe headers."""
    assert "Set-Cookie" not in response.headers, f"{path} sets a cookie"
    check_safe_headers(response, path)


def check_safe_headers(response: TestResponse, path: str) -> None:
    """What every response must carry, whatever it is and whoever gets it."""
    headers = response.headers
    for name, value in SAFE_HEADERS.items():
        # A card is there to be shown by others, and says so.
        shown = name == "Cross-Origin-Resource-Policy" and re.fullmatch(r"/../cards/\w+\.png", path)
        allowed = {value, "cross-origin"} if shown else {value}
        assert len(headers.getlist(name)) == 1, f"{path}: {name}"
        assert headers[name] in allowed, f"{path}: {name}"
    assert len(headers.getlist("Content-Security-Policy")) == 1, path
    assert "Server" not in headers or "Python" not in headers["Server"], path
    assert not [name for name, _ in headers if name.startswith("Access-Control-")], path
    assert headers["Cache-Control"], path
    if path.startswith("/static/") and response.status_code < 300:
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'", path
        return
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, path
    _check_kept_by_nobody(response, path)


def _check_kept_by_nobody(response: TestResponse, path: str) -> None:
    """A secret page and a refusal are not stored; a secret page is not found by searching either."""
    # What may be done with an address is no secret: OPTIONS is not cacheable anyway.
    method, headers = response.request.method, response.headers
    if method == "OPTIONS":
        return
    if _is_secret(path) or response.status_code >= 400:
        assert headers["Cache-Control"] == "no-store", path
    if _is_secret(path) and (response.status_code != 303 or method == "GET"):
        assert "noindex" in headers["X-Robots-Tag"], path


def _is_secret(path: str) -> bool:
    parts = path.partition("?")[0].strip("/").split("/")
    return len(parts) > 1 and (parts[1] == "counselor" or (len(parts) > 2 and parts[1] in _SECRET))
