"""Ten thousand requests of every shape: each is answered, none fails, none leaves half a row.

Drawn by hypothesis, derandomised: the same code gets the same requests.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mentormatch import storage
from mentormatch.quiz import UNANSWERED, State
from tests.pages import Visitor, choices
from tests.quizzes import begin, take, token_of
from tests.web.raw import Answer, Raw, checked, form
from tests.web.shared import Site, site

__all__ = ["site"]

EXAMPLES, AT_ONCE = 1000, 10
_KEPT = "k" * 43

_LANGUAGE = st.sampled_from(["fr", "en", "ar", "fr", "en", "ar", "xx", "FR", "", "fr-CA", "ف", "%66r"])
_ENDS = ["", "/1", "/2", "/check", "/more", "/qr.svg", "/erase", "/data.json", "/plan.ics", "/report.pdf"]
_ODD = st.sampled_from(
    ["/", "//", "/.", "/..", "/0", "/-1", "/٣", "/1e3", "/" + "9" * 400, "/%00", "/%2f", "/%zz", "/%", "/%e9"]
)
_PLACES = [
    "",
    "",
    "/",
    "//quiz",
    "/quiz",
    "/guide",
    "/guide/formal",
    "/guide/none",
    "/privacy",
    "/method",
    "/erased",
]
_MACHINES = [
    "/",
    "/quiz",
    "/quiz/",
    "/guide",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/static/x",
]
_METHODS = st.sampled_from(
    ["GET"] * 6
    + ["POST"] * 8
    + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW", "get", "", "G E T"]
)
_BYTES = st.binary(max_size=60)
_WORDS = st.text(max_size=12).map(lambda text: quote(text, errors="replace", safe=""))


class Tokens:
    """The secret addresses that requests may name; the fuzzed application fills them in."""

    RUNNING, FINISHED, ERASED = "{running}", "{finished}", "{erased}"
    EVERY = (
        RUNNING,
        RUNNING,
        FINISHED,
        ERASED,
        "x" * 43,
        "x" * 42,
        "x" * 44,
        "é" * 43,
        "%78" * 43,
        "{begun}",
    )


_SECRET = st.builds(
    "/{}/{}/{}{}{}".format,
    _LANGUAGE,
    st.sampled_from(["quiz", "quiz", "result"]),
    st.sampled_from(Tokens.EVERY),
    st.sampled_from(_ENDS),
    st.one_of(st.just(""), st.just(""), st.just(""), _ODD, _WORDS),
)
_PUBLIC = st.builds("/{}{}{}".format, _LANGUAGE, st.sampled_from(_PLACES), st.one_of(st.just(""), _ODD))
_PATH = st.one_of(
    _SECRET,
    _SECRET,
    _PUBLIC,
    st.sampled_from([*_MACHINES, "/fr", "/ar", "/en//guide"]),
    _WORDS.map("/{}".format),
    st.integers(100, 6000).map(lambda size: "/fr/" + "a" * size),
).map(lambda path: path.encode())
_QUERY = st.one_of(
    st.just(b""),
    st.just(b""),
    st.sampled_from(
        [b"?lang=ar", b"?change=moved", b"?change=reopened&change=\xff", b"?%", b"?lang=%ff", b"?\xff"]
    ),
    _BYTES.map(lambda some: b"?" + some),
    st.integers(1, 5000).map(lambda size: b"?a=" + b"b" * size),
)
_HEADER = st.one_of(
    st.tuples(st.just("Accept-Language"), st.sampled_from([b"ar", b"en;q=0.5, fr", b"\xff", b"q=;,", b"de"])),
    st.tuples(st.just("Accept-Language"), _BYTES),
    st.tuples(
        st.just("Host"), st.sampled_from([b"evil.example", b"localhost:81", b"[::1", b"", b"\xff", b"a b"])
    ),
    st.tuples(st.just("Content-Length"), st.sampled_from([b"-1", b"0", b"5", b"1e9", b"", b"99999999999"])),
    st.tuples(
        st.sampled_from(["X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Prefix"]),
        st.sampled_from([b"evil.example", b"https", b"javascript", b"//evil", b"\xff"]),
    ),
    st.tuples(
        st.sampled_from(
            ["Cookie", "Range", "If-None-Match", "If-Modified-Since", "Accept", "Origin", "Referer"]
        ),
        _BYTES,
    ),
)
_BOUNDED = "multipart/form-data; boundary=x"
_KIND = st.sampled_from(
    ["application/x-www-form-urlencoded"] * 6
    + [_BOUNDED, _BOUNDED, "multipart/form-data", "application/json", "text/plain; charset=utf-7", "", "\xff"]
)
_FIELDS: dict[str, st.SearchStrategy[str]] = {
    "answer": st.sampled_from(
        ["1", "2", "5", "a", "b", "level-1", "0", "6", "", "no-such", "%00", "%ff", "%zz"]
    ),
    "action": st.sampled_from(["answer", "answer", "skip", "", "both", "%ff"]),
    "role": st.sampled_from(["find", "become", "find", "Find", "", "%00", "formal"]),
    "form": st.sampled_from(["adaptive", "full", "adaptive", "", "none", "%e9"]),
    "start_key": st.one_of(
        st.sampled_from([_KEPT, "e" * 43, "", "k" * 42, "%ff" * 43, "é" * 43]),
        st.text("abcDEF012_-", min_size=43, max_size=43),
    ),
    "extra": st.sampled_from(["2", "4", "0", "-2", "3", "6", "00", "٢", "99", "1e1", "", "2" * 300]),
}


def _urlencoded(fields: dict[str, str], repeated: dict[str, str]) -> bytes:
    return "&".join(f"{name}={value}" for some in (fields, repeated) for name, value in some.items()).encode()


def _in_parts(fields: dict[str, str]) -> bytes:
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return f"{parts}--x--\r\n".encode()


_SOME = st.fixed_dictionaries({}, optional=_FIELDS)
_ALL = st.fixed_dictionaries(_FIELDS)
_BODY = st.one_of(
    st.builds(_urlencoded, _ALL, st.just({})),
    st.builds(_urlencoded, _SOME, _SOME),
    st.builds(_urlencoded, _ALL, _SOME),
    _SOME.map(_in_parts),
    st.just(b'{"role": "find", "form": "adaptive"}'),
    _BYTES,
    st.sampled_from([b"a" * 100_000, b"&".join(b"a%d=1" % n for n in range(70)), b"--x\r\n\r\n", b"answer"]),
    st.just(_in_parts({f"a{number}": "1" for number in range(70)})),
)
_HUGE = st.sampled_from([b"a" * 100_000, _in_parts({"answer": "1" * 100_000}), b"\xff" * 70_000])
_ANYTHING = st.builds(
    lambda method, path, query, headers, kind, body: Raw(
        method, path + query, (("Content-Type", kind.encode("latin-1")), *headers), body
    ),
    _METHODS,
    _PATH,
    _QUERY,
    st.lists(_HEADER, max_size=2),
    _KIND,
    st.one_of(_BODY, _BODY, _BODY, _BODY, _BODY, _BODY, _HUGE),
)
# One thing at most is wrong with these: they come as far as the deeds.
_NEARLY_RIGHT = st.builds(
    lambda language, token, end, body: form("POST", f"/{language}/quiz/{token}{end}", body),
    st.sampled_from(["fr", "en", "ar"]),
    st.sampled_from(Tokens.EVERY),
    st.sampled_from(["/1", "/1", "/2", "/3", "/check", "/more", "/99"]),
    st.builds(
        "answer={}&action={}&extra={}{}".format,
        st.sampled_from(["{option}", "{option}", "1", "5", "a", "b", "no-such", ""]),
        st.sampled_from(["answer", "answer", "answer", "skip", ""]),
        st.sampled_from(["2", "2", "4", "6", ""]),
        st.sampled_from([""] * 9 + ["&more=" + "a" * 70_000]),
    ),
)
_BEGINNING = st.builds(
    lambda language, role, form_, key: form(
        "POST", f"/{language}/quiz", f"role={role}&form={form_}&start_key={key}"
    ),
    st.sampled_from(["fr", "en", "ar"]),
    st.sampled_from(["find", "become", "find", ""]),
    st.sampled_from(["adaptive", "full", "adaptive", "other"]),
    _FIELDS["start_key"],
)
_REQUEST = st.one_of(_ANYTHING, _ANYTHING, _ANYTHING, _NEARLY_RIGHT, _NEARLY_RIGHT, _BEGINNING)


class Target:
    """The fuzzed application with what is known of it."""

    def __init__(self, site: Site) -> None:
        visitor = Visitor(site.app)
        self.site = site
        self.seen: Counter[int] = Counter()
        first = begin(visitor, "en")
        self.running, self.option = token_of(first), choices(first, "answer")[0]
        self.finished = take(visitor, "ar").token
        self.erased = take(visitor, "fr", "become").token
        visitor.post(f"/fr/result/{self.erased}/erase")
        self.begun = token_of(begin(visitor, "ar", "become", "full"))

    def named(self, raw: Raw) -> Raw:
        target, body = raw.target, raw.body.replace(b"{option}", self.option.encode())
        for name in ("running", "finished", "erased", "begun"):
            target = target.replace(b"{%s}" % name.encode(), getattr(self, name).encode())
        return Raw(raw.method, target, raw.headers, body)

    def ask(self, raw: Raw) -> None:
        """Send a request: what is no acknowledged post may not have changed anything."""
        raw = self.named(raw)
        before = self.site.rows()
        answer = checked(self.site.app, raw)
        self.seen[answer.status] += 1
        after = self.site.rows()
        if raw.method.upper() != "POST" or answer.status != 303:
            assert after == before, (answer.status, raw)
        self._replace_what_is_gone(answer)

    def _replace_what_is_gone(self, answer: Answer) -> None:
        """So that most requests find something: a running quiz that was erased makes place for a new one."""
        if answer.headers.get("Location", "").endswith("/erased"):
            visitor = Visitor(self.site.app)
            self.running, self.begun = (
                token_of(begin(visitor, "en")),
                token_of(begin(visitor, "fr", "become")),
            )
            self.finished = take(visitor, "ar").token


def check_rows_are_whole(database: storage.Database) -> int:
    """Every attempt unpacks and fits its bank, and a finished one has its result; how many there are."""
    with database.reading() as tx:
        hashes = [row[0] for row in tx.exec_driver_sql("SELECT token_hash FROM attempts")]
        for token_hash in hashes:
            stored = storage.attempts.load(tx, token_hash)
            _check_attempt(stored.attempt, storage.results.of_attempt(tx, stored.id))
    return len(hashes)


def _check_attempt(attempt: Any, results: Sequence[storage.results.StoredResult]) -> None:
    size = len(attempt.answers)
    shown = [place.index for place in attempt.shown]
    assert len(attempt.languages) == len(attempt.elapsed) == size
    assert shown
    assert len(set(shown)) == len(shown)
    assert all(index < size for index in shown)
    for index in range(size):
        answered = attempt.answers[index] != UNANSWERED
        assert answered == (attempt.languages[index] in {1, 2, 3}) == (attempt.elapsed[index] > 0)
        assert not answered or index in shown
    assert (attempt.state is State.FINISHED) <= bool(results)
    assert (attempt.state is State.FINISHED) <= (attempt.next_open is None)
    assert [result.number for result in results] == list(range(1, len(results) + 1))


@pytest.fixture(scope="module")
def target(site: Site) -> Target:
    """The shared application with a running, a finished and an erased quiz."""
    return Target(site)


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
@given(st.lists(_REQUEST, min_size=AT_ONCE, max_size=AT_ONCE))
def test_no_request_fails_and_none_that_is_refused_changes_anything(
    target: Target, requests: list[Raw]
) -> None:
    for raw in requests:
        target.ask(raw)


def test_the_requests_were_ten_thousand_of_every_kind_and_every_row_is_whole(target: Target) -> None:
    assert target.seen.total() >= EXAMPLES * AT_ONCE, "run together with the test above"
    for status in (200, 302, 303, 308, 400, 404, 405, 409, 413, 414):
        assert target.seen[status] >= 5, (status, target.seen)
    assert check_rows_are_whole(target.site.database) > 10


def test_an_application_that_fails_would_be_noticed() -> None:
    app = Flask("broken")
    app.add_url_rule("/", view_func=lambda: str(1 // 0))
    with pytest.raises(AssertionError, match="500"):
        checked(app, Raw("GET", b"/"))
