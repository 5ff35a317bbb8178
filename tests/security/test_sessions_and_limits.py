"""Sessions that were planted or have ended, and tries that every worker counts: no Redis is needed for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests.apps import Clock, serving, settings_for
from tests.staff import StaffMember, confirmed, counselor_of, first_admin, path_of, raw_form


@pytest.fixture
def other(database_url: str, app: Flask, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """Another worker of the same installation, which the first has set up."""
    assert app.extensions
    with _worker(database_url, tmp_path, clock) as made:
        yield made


@contextmanager
def _worker(database_url: str, folder: Path, clock: Clock) -> Iterator[Flask]:
    with serving(settings_for(database_url, folder), clock) as made:
        yield made


def test_a_session_that_somebody_planted_is_not_the_one_that_is_opened(app: Flask, clock: Clock) -> None:
    zoe = counselor_of(first_admin(app, clock)).elsewhere()
    for planted in ("x" * 43, "a"):
        zoe.client.set_cookie("staff", planted)
        zoe.sign_in()
        opened = zoe.cookie() or ""
        assert opened != planted
        assert len(opened) == 43
        zoe.sign_out()
        thief = zoe.elsewhere()
        for token in (planted, opened):
            thief.client.set_cookie("staff", token)
            assert thief.get("/en/staff").status_code == 303


@pytest.mark.parametrize("end", ["/sessions/end", "/disable"])
def test_a_session_that_is_ended_is_ended_in_every_worker(
    app: Flask, other: Flask, clock: Clock, end: str
) -> None:
    ada = first_admin(app, clock)
    zoe = counselor_of(ada)
    elsewhere = StaffMember(other, clock=clock)
    elsewhere.client.set_cookie("staff", zoe.cookie() or "")
    assert elsewhere.get("/en/staff").status_code == 200
    ada.send(confirmed(ada, path_of(ada, "Zoé")), end)
    assert elsewhere.get("/en/staff").status_code == 303


def test_workers_count_tries_together(app: Flask, other: Flask, clock: Clock) -> None:
    zoe = counselor_of(first_admin(app, clock))
    statuses = []
    for number in range(12):
        guess = StaffMember((app, other)[number % 2], clock=clock)
        action, values = raw_form(guess.page("/en/staff/sign-in"), "/sign-in")
        environ = {"REMOTE_ADDR": f"192.0.2.{number}"}
        sent = {**values, "email": zoe.email, "password": "not this one"}
        statuses.append(guess.post(action, sent, environ_overrides=environ).status_code)
    assert statuses == [400] * 10 + [429] * 2
