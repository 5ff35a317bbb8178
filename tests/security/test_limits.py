"""What a stranger can use up is limited by address: by all workers in Redis, and by each without it."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import redis
from flask import Flask

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.apps import Clock, serving, settings_for
from tests.pages import Page, Visitor, form_values
from tests.quizzes import begin, take

_REDIS = "redis://127.0.0.1:6379/15"
_HOME = "192.0.2.7"

Make = Callable[..., Flask]


@pytest.fixture
def make(
    sqlite_database: storage.Database, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Make]:
    """Workers of one installation; an address has two of each deed."""
    set_up(sqlite_database, now=clock())
    with ExitStack() as workers:

        def made(**more: str) -> Flask:
            told = {"MENTORMATCH_ADDRESS_LIMIT": "2", **more}
            url = f"sqlite:///{sqlite_database.path}"
            return workers.enter_context(
                serving(settings_for(url, tmp_path_factory.mktemp("place"), **told), clock)
            )

        yield made


@pytest.fixture
def shared() -> Iterator["redis.Redis"]:
    """A Redis that answers, with nothing in the database that these tests use."""
    client = redis.Redis.from_url(_REDIS)
    try:
        client.flushdb()
    except redis.ConnectionError as error:
        pytest.skip(f"Redis does not answer at 127.0.0.1:6379: {error}")
    yield client
    client.flushdb()
    client.close()


def _began(app: Flask, address: str = _HOME, **options: object) -> int:
    visitor = Visitor(app)
    values = {**form_values(visitor.page("/en/quiz").form("/quiz")), "role": "find", "form": "full"}
    where = {"REMOTE_ADDR": address}
    return visitor.post("/en/quiz", values, environ_overrides=where, **options).status_code


def test_one_address_has_so_many_of_each_and_others_have_theirs(make: Make) -> None:
    visitor = Visitor(make())
    path = f"/en/result/{take(visitor, 'en').token}"

    def statuses(address: str) -> list[list[int]]:
        where = {"environ_overrides": {"REMOTE_ADDR": address}}
        asked = {"message": "What now?"}
        return [
            [_began(visitor.app, address) for _ in range(3)],
            [visitor.post(f"{path}/counselor", asked, **where).status_code for _ in range(3)],
            [visitor.get(f"{path}/report.pdf", **where).status_code for _ in range(3)],
            [visitor.post("/en/compare", {"one": path}, **where).status_code for _ in range(3)],
        ]

    for address in (_HOME, "192.0.2.8"):
        began, asked, reports, compared = statuses(address)
        assert began == [303, 303, 429]
        assert asked[2] == 429
        assert 429 not in asked[:2]
        assert reports == [200, 200, 429]
        assert compared == [200, 200, 429]


def test_what_was_mistyped_is_not_counted(make: Make) -> None:
    app = make()
    for _ in range(5):
        wrong = Visitor(app).post("/en/quiz", {"role": "x"}, environ_overrides={"REMOTE_ADDR": _HOME})
        assert wrong.status_code == 400
    assert _began(app) == 303


def test_a_home_network_is_one_address(make: Make) -> None:
    app = make()
    assert [_began(app, f"2001:db8:1:2::{n}") for n in range(1, 4)] == [303, 303, 429]
    assert _began(app, "2001:db8:1:3::1") == 303


def test_behind_a_proxy_it_is_the_visitors_address_that_counts(make: Make) -> None:
    public = {"MENTORMATCH_BASE_URL": "http://localhost", "MENTORMATCH_PROXIES": "1"}
    app = make(**public)
    statuses = [_began(app, headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in (1, 1, 1, 2)]
    assert statuses == [303, 303, 429, 303]
    direct = make()
    forged = [_began(direct, headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in (1, 2, 3)]
    assert forged == [303, 303, 429]


def test_questions_and_answers_are_never_limited(make: Make) -> None:
    assert take(Visitor(make(MENTORMATCH_ADDRESS_LIMIT="1")), "en", form="full").result.status == 200


@pytest.mark.parametrize(
    ("lang", "heading"),
    [
        ("fr", "Beaucoup de demandes depuis votre réseau"),
        ("en", "Many requests from your network"),
        ("ar", "طلبات كثيرة من شبكتك"),
    ],
)
def test_who_is_refused_is_told_kindly_and_when_to_come_back(make: Make, lang: str, heading: str) -> None:
    visitor = Visitor(make(MENTORMATCH_ADDRESS_LIMIT="1"))
    path = f"/{lang}/result/{take(visitor, lang).token}"
    start = visitor.page(f"/{lang}/quiz")
    refused = visitor.post(start.path, {**form_values(start.form("/quiz")), "role": "find"})
    page = Page(refused, start.path)
    assert (page.status, page.lang, page.heading) == (429, lang, heading)
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert visitor.get(f"{path}/report.pdf").status_code == 200
    report = Page(visitor.get(f"{path}/report.pdf"), path)
    assert (report.status, report.heading) == (429, heading)
    assert visitor.page(report.all("a", class_="button button-large")[0].get("href", "")).path == path


def test_the_limit_can_be_switched_off(make: Make) -> None:
    app = make(MENTORMATCH_ADDRESS_LIMIT="0", MENTORMATCH_REDIS_URL="redis://127.0.0.1:1")
    assert {_began(app) for _ in range(130)} == {303}


def test_without_redis_each_worker_counts_for_itself(make: Make) -> None:
    one, other = make(), make()
    assert [_began(one) for _ in range(3)] == [303, 303, 429]
    assert [_began(other) for _ in range(3)] == [303, 303, 429]


@pytest.mark.redis
def test_two_workers_count_together_in_redis(make: Make, shared: "redis.Redis") -> None:
    one, other = (make(MENTORMATCH_REDIS_URL=_REDIS) for _ in range(2))
    assert [_began(app) for app in (one, other, one, other)] == [303, 303, 429, 429]
    shared.flushdb()
    assert _began(other) == 303


@pytest.mark.redis
def test_redis_holds_no_address_and_nothing_for_long(make: Make, shared: "redis.Redis") -> None:
    app = make(MENTORMATCH_REDIS_URL=_REDIS)
    _began(app)
    begin(Visitor(app), "en")
    keys = list(shared.scan_iter())
    assert len(keys) == 2
    for key in keys:
        assert key.startswith(b"mentormatch:")
        assert not [address for address in (_HOME, "127.0.0.1") if address.encode() in key]
        assert shared.get(key) == b"1"
        assert 0 < shared.ttl(key) <= 600


def test_a_redis_that_is_dead_refuses_nobody(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    app = make(MENTORMATCH_REDIS_URL="redis://127.0.0.1:1")
    with caplog.at_level(logging.ERROR):
        assert [_began(app) for _ in range(3)] == [303, 303, 429]
    assert [record.__dict__["code"] for record in caplog.records] == ["redis-away"]


def test_a_redis_that_says_nothing_is_waited_for_once(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = make(MENTORMATCH_REDIS_URL=f"redis://127.0.0.1:{silent.getsockname()[1]}")
        assert [_began(app) for _ in range(3)] == [303, 303, 429]
        silent.setblocking(False)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()
