"""Requests that nobody means to send: each gets its status, and a kind page in the right language."""

import pytest
from flask import Flask

from mentormatch import storage
from tests.apps import Clock, serving, settings_for
from tests.pages import Visitor, words_of
from tests.quizzes import begin, take, token_of
from tests.web.raw import Raw, checked, form, page_of, send
from tests.web.shared import Rows, database_rows, shared_app, site

__all__ = ["database_rows", "shared_app", "site"]

_KEY = "k" * 43


def lang_of(body: bytes) -> str:
    return body.partition(b'lang="')[2][:2].decode()


def test_an_address_with_broken_percent_encoding_is_told_so_in_its_language(
    shared_app: Flask, lang: str
) -> None:
    for rest in ("%", "%zz", "guide/%4", "quiz/%e9", "%00", "guide/a%0d%0ab", "%c3%28", "%ed%a0%80"):
        answer = checked(shared_app, form("GET", f"/{lang}/{rest}"))
        assert answer.status == 400, rest
        assert lang_of(answer.body) == lang


def test_an_address_with_letters_of_any_language_leads_nowhere_kindly(shared_app: Flask, lang: str) -> None:
    for rest in ("%C3%A9t%C3%A9", "%D8%A7", "a%2Fb", "..%2f..%2fetc%2fpasswd", "%22%3E%3Cscript%3E", "%5C"):
        answer = checked(shared_app, form("GET", f"/{lang}/{rest}"))
        assert answer.status == 404, rest
        assert lang_of(answer.body) == lang
        assert b"<script>" not in answer.body


@pytest.mark.parametrize("query", [b"lang=\xff", b"\xc3\x28=1", b"utm_source=\xe9t\xe9", b"\x80"])
def test_a_query_that_is_no_text_is_refused_not_failed_at(shared_app: Flask, query: bytes) -> None:
    for path in (b"/", b"/quiz", b"/guide", b"/nothing", b"/ar/quiz", b"/readyz"):
        assert checked(shared_app, Raw("GET", path + b"?" + query)).status == 400, path


def test_a_readers_broken_tracking_word_does_not_keep_them_out(shared_app: Flask) -> None:
    for query in ("utm_campaign=50%off", "utm_source=%e9t%e9", "%", "&&==&", "lang=%ff"):
        assert checked(shared_app, form("GET", f"/en/quiz?{query}")).status == 200
        assert checked(shared_app, form("GET", f"/quiz?{query}")).status == 302


def test_an_address_that_is_too_long_is_told_so(shared_app: Flask, lang: str) -> None:
    for target in (f"/{lang}/" + "a" * 5000, f"/{lang}/quiz?x=" + "a" * 5000, "/" + f"{lang}/" * 1000):
        answer = checked(shared_app, form("GET", target, Accept_Language=lang))
        assert answer.status == 414
        assert lang_of(answer.body) == lang
        assert len(answer.body) < 10_000


def test_an_address_of_ordinary_length_is_not_too_long(shared_app: Flask) -> None:
    assert checked(shared_app, form("GET", "/fr/quiz?utm_content=" + "a" * 1000)).status == 200


def test_a_body_that_is_too_large_is_told_so(shared_app: Flask, database_rows: Rows, lang: str) -> None:
    before = database_rows()
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
        body = f"role=find&form=adaptive&start_key={_KEY}&more=" + "a" * 100_000
        answer = checked(shared_app, form("POST", f"/{lang}/quiz", body, Content_Type=kind))
        assert answer.status == 413, kind
        assert lang_of(answer.body) == lang
    assert database_rows() == before


def test_seventy_fields_are_too_many_for_a_form_with_files(shared_app: Flask) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n'
    body = "".join(part % number for number in range(70)) + "--x--\r\n"
    raw = form("POST", "/fr/quiz", body, Content_Type="multipart/form-data; boundary=x")
    assert checked(shared_app, raw).status == 413


def test_a_method_that_a_page_does_not_know_is_told_which_it_does(shared_app: Flask, lang: str) -> None:
    question = begin(Visitor(shared_app), lang)
    token = token_of(question)
    known = {
        f"/{lang}/": {"GET", "HEAD", "OPTIONS"},
        f"/{lang}/quiz": {"GET", "HEAD", "OPTIONS", "POST"},
        question.path: {"GET", "HEAD", "OPTIONS", "POST"},
        f"/{lang}/quiz/{token}": {"GET", "HEAD", "OPTIONS"},
        f"/{lang}/quiz/{token}/more": {"OPTIONS", "POST"},
        f"/{lang}/quiz/{token}/qr.svg": {"GET", "HEAD", "OPTIONS"},
        f"/{lang}/result/{token}/data.json": {"GET", "HEAD", "OPTIONS"},
    }
    for path, methods in known.items():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"} - methods:
            answer = checked(shared_app, form(method, path))
            assert answer.status == 405, (method, path)
            assert set(answer.headers["Allow"].split(", ")) == methods
            assert lang_of(answer.body) == lang


def test_head_is_get_without_the_page_and_options_says_what_may_be_done(shared_app: Flask, lang: str) -> None:
    visitor = Visitor(shared_app)
    finished = take(visitor, lang)
    for path in (f"/{lang}/", f"/{lang}/quiz", "/robots.txt", f"/{lang}/result/{finished.token}"):
        got, head = visitor.get(path), visitor.client.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]
        assert head.headers["Cache-Control"] == got.headers["Cache-Control"]
        asked = visitor.client.options(path)
        assert (asked.status_code, asked.data) == (200, b"")
        assert "HEAD" in asked.headers["Allow"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "localhost@evil.example",
        "localhost/evil",
        "local\\host",
        "localhost:80:90",
        "localhost:port",
        "",
        "[::1",
        "\xff",
        "a" * 5000,
        "localhost\x00",
        "localhost, evil.example",
    ],
)
def test_a_foreign_host_is_refused_and_never_repeated(shared_app: Flask, host: str, lang: str) -> None:
    for path in (f"/{lang}/", f"/{lang}/quiz", "/", "/robots.txt", "/sitemap.xml", "/nothing"):
        answer = checked(shared_app, form("GET", path, Host=host, Accept_Language=lang))
        assert answer.status == 400, path
        assert lang_of(answer.body) == lang
        assert b"evil" not in answer.body


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST", "localhost:8170", "127.0.0.1", "[::1]", "[::1]:81"]
)
def test_this_machine_is_answered_by_each_of_its_names(shared_app: Flask, host: str) -> None:
    assert checked(shared_app, form("GET", "/fr/quiz", Host=host)).status == 200


def test_only_the_public_address_is_answered_when_it_alone_is_named(
    sqlite_database: storage.Database, clock: Clock
) -> None:
    assert sqlite_database.path is not None
    for named, good in (("quiz.example.org", "quiz.example.org"), ("[::1]", "[::1]:8170")):
        settings = settings_for(
            f"sqlite:///{sqlite_database.path}", sqlite_database.path.parent, MENTORMATCH_TRUSTED_HOSTS=named
        )
        with serving(settings, clock) as app:
            assert send(app, form("GET", "/fr/", Host=good)).status == 200
            assert send(app, form("GET", "/fr/", Host="localhost")).status == 400


def test_forwarded_headers_of_a_stranger_change_nothing(shared_app: Flask) -> None:
    plain = checked(shared_app, form("GET", "/fr/")).body
    lies = {
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "javascript",
        "X_Forwarded_For": "1.2.3.4",
        "X_Forwarded_Port": "666",
        "X_Forwarded_Prefix": "//evil.example",
        "Forwarded": "host=evil.example;proto=https",
        "X_Original_Url": "/admin",
        "X_HTTP_Method_Override": "DELETE",
    }
    assert checked(shared_app, form("GET", "/fr/", **lies)).body == plain


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", "fr"),
        ("*", "fr"),
        ("ar;q=abc, en", "en"),
        ("\xff\xfe", "fr"),
        (",,;;;=,q=1", "fr"),
        ("zh-Hant-TW;q=0.9, AR_eg;q=0.1", "ar"),
        ("en;q=0, ar;q=0.1", "ar"),
        ("x" * 2000, "fr"),
        ("en-GB-oxendict", "en"),
    ],
)
def test_a_wish_for_a_language_that_makes_no_sense_is_read_as_far_as_it_does(
    shared_app: Flask, wanted: str, expected: str
) -> None:
    answer = checked(shared_app, form("GET", "/quiz", Accept_Language=wanted))
    assert answer.headers["Location"] == f"/{expected}/quiz"
    assert lang_of(checked(shared_app, form("GET", "/nothing", Accept_Language=wanted)).body) == expected


@pytest.mark.parametrize("length", ["-1", "abc", "", "5", "0", "1e3", "+3", "3, 3", "99999999999999999999"])
def test_a_length_that_lies_begins_no_quiz(shared_app: Flask, database_rows: Rows, length: str) -> None:
    before = database_rows()
    raw = form("POST", "/en/quiz", f"role=find&form=adaptive&start_key={_KEY}", Content_Length=length)
    assert checked(shared_app, raw).status in {400, 413}
    assert database_rows() == before


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", f'{{"role": "find", "form": "adaptive", "start_key": "{_KEY}"}}'),
        ("application/x-www-form-urlencoded", "role=find&form=adaptive&start_key="),
        ("application/x-www-form-urlencoded", "role=find&form=adaptive&start_key=%ff%00%zz"),
        ("application/x-www-form-urlencoded", f"role=find&form=adaptive&start_key={'é' * 43}"),
        ("application/x-www-form-urlencoded", f"role=find&form=adaptive&start_key={_KEY}%0a"),
        ("application/x-www-form-urlencoded", f"role=&form=adaptive&start_key={_KEY}"),
        ("application/x-www-form-urlencoded", f"role=find&form=other&start_key={_KEY}"),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=role\r\n\r\nfind"),
        ("multipart/form-data", "--x\r\n\r\n"),
        ("multipart/form-data; boundary=\xff", "\x00"),
        ("", f"role=find&form=adaptive&start_key={_KEY}"),
    ],
)
def test_a_start_that_is_not_our_forms_begins_no_quiz(
    shared_app: Flask, database_rows: Rows, kind: str, body: str, lang: str
) -> None:
    before = database_rows()
    answer = checked(shared_app, form("POST", f"/{lang}/quiz", body, Content_Type=kind))
    assert answer.status == 400
    assert lang_of(answer.body) == lang
    assert database_rows() == before


def test_every_refusal_says_what_happened_and_leads_on(shared_app: Flask, lang: str) -> None:
    visitor = Visitor(shared_app)
    token = token_of(begin(visitor, lang))
    requests = {
        400: form("POST", f"/{lang}/quiz/{token}/1", "answer=no-such&action=answer"),
        404: form("GET", f"/{lang}/nothing"),
        405: form("PUT", f"/{lang}/quiz"),
        409: form("POST", f"/{lang}/quiz/{take(visitor, lang).token}/1", "answer=x&action=answer"),
        413: form("POST", f"/{lang}/quiz", "a" * 100_000),
        414: form("GET", f"/{lang}/{'a' * 5000}"),
    }
    titles = set()
    for status, raw in requests.items():
        page = page_of(visitor.app, raw)
        assert page.status == status
        assert page.lang == lang
        titles.add(page.heading if status != 414 else "")
        assert len(words_of(page.find("main"))) > len(page.heading)
        main_links = [a.get("href", "") for a in page.find("main").iter("a")]
        assert any(href in {f"/{lang}/quiz", f"/{lang}/"} for href in main_links), status
    assert len(titles) == len(requests), titles
