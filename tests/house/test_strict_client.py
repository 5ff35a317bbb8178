"""The client that every journey uses, shown to refuse what it is there to refuse."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Literal, cast

import pytest
from html5lib.html5parser import ParseError
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from mentormatch.web.security import CONTENT_SECURITY_POLICY
from tests.pages import SAFE_HEADERS, Page, check_headers

SOUND = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><title>T</title></head>
<body><h1>T</h1><label for="a">A</label><input id="a"></body></html>
"""
SAFE = {
    **SAFE_HEADERS,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


@dataclass
class Told:
    """A response with a body of the test's own."""

    html: str
    headers: Headers = field(default_factory=lambda: Headers({"Content-Language": "ar"}))
    status_code: int = 200

    def get_data(self, *, as_text: Literal[True]) -> str:
        assert as_text
        return self.html


def test_a_sound_page_is_taken() -> None:
    assert Page(Told(SOUND), "/ar/quiz").heading == "T"


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ('dir="rtl"', 'dir="ltr"'),
        ("<h1>T</h1>", ""),
        ("<h1>T</h1>", "<h1>T</h1><h1>T</h1>"),
        ("<title>T</title>", "<title> </title>"),
        ("<h1>T</h1>", '<h1 id="a">T</h1>'),
        ("<h1>T</h1>", '<h1 style="color:red">T</h1>'),
        ("<h1>T</h1>", '<h1 onclick="go()">T</h1>'),
        ("</body>", "<script>go()</script></body>"),
        ('for="a"', 'for="b"'),
        ('lang="ar" dir="rtl"', 'lang="fr" dir="ltr"'),
    ],
)
def test_an_unsound_page_would_be_caught(part: str, instead: str) -> None:
    assert SOUND.count(part) == 1
    with pytest.raises(AssertionError):
        Page(Told(SOUND.replace(part, instead)), "/ar/quiz")


@pytest.mark.parametrize(
    ("part", "instead"), [("<!DOCTYPE html>", ""), ("</h1>", ""), ("<h1>T", "<h1>T&nosuch;")]
)
def test_markup_that_a_browser_would_mend_in_silence_would_be_caught(part: str, instead: str) -> None:
    with pytest.raises(ParseError):
        Page(Told(SOUND.replace(part, instead)), "/ar/quiz")


def _response(**changed: str) -> TestResponse:
    headers = {name: value for name, value in (SAFE | changed).items() if value}
    told = SimpleNamespace(headers=Headers(headers), status_code=200, request=SimpleNamespace(method="GET"))
    return cast("TestResponse", told)


def test_safe_headers_are_taken() -> None:
    check_headers(_response(), "/fr/result/x")


@pytest.mark.parametrize("name", SAFE)
def test_a_missing_header_would_be_caught(name: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        check_headers(_response(**{name: ""}), "/fr/result/x")


@pytest.mark.parametrize(
    ("name", "value"), [("Set-Cookie", "a=b"), ("Cache-Control", "public"), ("Content-Security-Policy", "*")]
)
def test_a_cookie_a_public_secret_and_a_looser_policy_would_be_caught(name: str, value: str) -> None:
    with pytest.raises(AssertionError):
        check_headers(_response(**{name: value}), "/fr/result/x")
