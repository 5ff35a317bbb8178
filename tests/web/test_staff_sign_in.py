"""Signing in and out, how often one may try, and when a session is over."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Page
from tests.staff import (
    StaffMember,
    confirmed,
    counselor_of,
    first_admin,
    path_of,
    raw_form,
    recovery_codes,
)


def _send(member: StaffMember, **fields: str) -> TestResponse:
    action, values = raw_form(member.page("/en/staff/sign-in"), "/sign-in")
    return member.post(action, data={**values, **fields})


def _half_way(member: StaffMember) -> Page:
    """The page that asks for the code, after the right password."""
    form = member.page("/en/staff/sign-in")
    return member.send(form, "/sign-in", email=member.email, password=member.password)


def test_password_then_code_lead_home_in_every_language(quick_app: Flask, clock: Clock, lang: str) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    page = again.send(
        again.page(f"/{lang}/staff/sign-in"), "/sign-in", email=again.email, password=again.password
    )
    assert page.path == f"/{lang}/staff/code"
    assert again.send(page, "/code", code=again.code()).path == f"/{lang}/staff"


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(
    quick_app: Flask, clock: Clock
) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    _send(again, email=again.email, password=again.password)
    for path in ("", "/account", "/people", "/account/second-factor"):
        assert again.get(f"/en/staff{path}").headers["Location"] == "/en/staff/code"


def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(
    quick_app: Flask, clock: Clock
) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    pages = [
        Page(_send(again, email=email, password=password), "/en/staff/sign-in")
        for email, password in ((again.email, "not the password"), ("nobody@example.org", again.password))
    ]
    texts = {page.text for page in pages}
    assert len(texts) == 1
    assert {page.status for page in pages} == {400}
    assert again.get("/en/staff").status_code == 303


def test_a_closed_account_is_refused_like_an_unknown_one(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    ada.send(confirmed(ada, path_of(ada, "Zoé")), "/disable")
    assert zoe.get("/en/staff").status_code == 303
    again = zoe.elsewhere()
    closed = Page(_send(again, email=again.email, password=again.password), "/en/staff/sign-in")
    unknown = Page(_send(again, email="nobody@example.org", password="whatever it is"), "/en/staff/sign-in")
    assert closed.text == unknown.text


def test_a_wrong_code_and_one_that_was_used_are_refused(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    again = ada.elsewhere()
    page = _half_way(again)
    assert again.send(page, "/code", code="000000").status == 400
    used = ada.code()
    moment = clock.now
    assert again.send(again.page("/en/staff/code"), "/code", code=used).path == "/en/staff"
    third = ada.elsewhere()
    page = _half_way(third)
    clock.now = moment
    assert third.send(page, "/code", code=used).status == 400


def test_a_recovery_code_works_once(app: Flask, clock: Clock) -> None:
    zoe = counselor_of(first_admin(app, clock))
    code = recovery_codes(zoe.enrol("en"))[3]
    for worked in (True, False):
        again = zoe.elsewhere()
        page = again.send(_half_way(again), "/code", code=code.upper().replace("-", " "))
        assert (page.path == "/en/staff") is worked


def test_every_sign_in_has_a_token_of_its_own_and_only_its_hash_is_kept(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    before = ada.cookie()
    again = ada.elsewhere()
    page = _half_way(again)
    half = again.cookie()
    again.send(page, "/code", code=again.code())
    tokens = {before, half, again.cookie()}
    assert len(tokens) == 3
    assert all(token and len(token) == 43 for token in tokens)
    with app.app_context(), services().database.reading() as tx:
        rows = tx.exec_driver_sql("SELECT token_hash FROM staff_sessions").fetchall()
    kept = b"".join(bytes(row[0]) for row in rows)
    assert len(rows) >= 3
    assert not any(str(token).encode() in kept for token in tokens)


def test_the_token_of_the_first_step_is_dead_after_the_second(quick_app: Flask, clock: Clock) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    page = _half_way(again)
    half = again.cookie() or ""
    again.send(page, "/code", code=again.code())
    thief = again.elsewhere()
    thief.client.set_cookie("staff", half)
    assert "sign-in" in thief.get("/en/staff").headers["Location"]


def test_after_signing_out_a_copy_of_the_cookie_opens_nothing(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    copied = ada.cookie() or ""
    page = ada.sign_out(lang)
    assert page.path == f"/{lang}/staff/sign-in?said=signed-out"
    assert page.all("p", role="status")
    assert ada.cookie() is None
    thief = ada.elsewhere()
    thief.client.set_cookie("staff", copied)
    assert thief.get("/en/staff").status_code == 303


def test_a_session_left_alone_for_half_an_hour_is_over(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    clock.go_on(minutes=29)
    assert ada.get("/en/staff").status_code == 200
    clock.go_on(minutes=29)
    assert ada.get("/en/staff").status_code == 200
    clock.go_on(minutes=30)
    page = ada.page("/en/staff")
    assert page.path == "/en/staff/sign-in?said=ended"
    assert page.all("p", role="status")


def test_a_session_is_over_after_twelve_hours_however_busy(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    for _quarter in range(47):
        clock.go_on(minutes=15)
        assert ada.get("/en/staff").status_code == 200
    clock.go_on(minutes=15)
    assert ada.get("/en/staff").status_code == 303


def test_the_code_must_come_within_ten_minutes(quick_app: Flask, clock: Clock) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    page = _half_way(again)
    clock.go_on(minutes=10)
    assert again.send(page, "/code", code=again.code()).path == "/en/staff/sign-in?said=ended"


def test_the_eleventh_try_at_an_account_waits_even_with_the_right_password(
    app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(app, clock)
    again = ada.elsewhere()
    for number in range(10):
        environ = {"REMOTE_ADDR": f"192.0.2.{number}"}
        action, values = raw_form(again.page(f"/{lang}/staff/sign-in"), "/sign-in")
        filled = {**values, "email": ada.email, "password": "not this one"}
        assert again.post(action, data=filled, environ_overrides=environ).status_code == 400
    action, values = raw_form(again.page(f"/{lang}/staff/sign-in"), "/sign-in")
    filled = {**values, "email": ada.email.upper(), "password": ada.password}
    refused = again.post(action, data=filled)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert Page(refused, action).all("h1")
    clock.go_on(seconds=int(refused.headers["Retry-After"]))
    assert again.sign_in(lang).path == f"/{lang}/staff"


def test_the_eleventh_try_from_an_address_waits_whatever_the_account(quick_app: Flask, clock: Clock) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    statuses = [
        _send(again, email=f"nobody{number}@example.org", password="x").status_code for number in range(11)
    ]
    assert statuses == [400] * 10 + [429]
    environ = {"REMOTE_ADDR": "192.0.2.7"}
    action, values = raw_form(again.page("/en/staff/sign-in"), "/sign-in")
    filled = {**values, "email": again.email, "password": again.password}
    assert again.post(action, data=filled, environ_overrides=environ).status_code == 303


def test_what_is_refused_for_being_too_often_costs_no_hash(
    quick_app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    for _try in range(10):
        _send(again, email=again.email, password="x")

    hashes = _counted_hashes(monkeypatch)
    assert _send(again, email=again.email, password=again.password).status_code == 429
    assert hashes == []


def test_an_unknown_and_a_closed_account_cost_as_many_hashes_as_a_wrong_password(
    quick_app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    ada.send(confirmed(ada, path_of(ada, "Zoé")), "/disable")
    again = ada.elsewhere()
    _send(again, email="nobody@example.org", password="the first one makes the hash of nobody")
    hashes = _counted_hashes(monkeypatch)
    for number, email in enumerate((ada.email, "nobody@example.org", zoe.email), start=1):
        _send(again, email=email, password="not this one")
        assert len(hashes) == number
        assert hashes[-1].startswith("$argon2id$")


def _counted_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that the library is asked to check from now on."""
    asked: list[str] = []
    really = PasswordHasher.verify

    def verify(self: PasswordHasher, kept: str, password: str) -> Literal[True]:
        asked.append(kept)
        return really(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return asked


def test_codes_are_counted_too(quick_app: Flask, clock: Clock) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    page = _half_way(again)
    action, values = raw_form(page, "/code")
    statuses = [again.post(action, data={**values, "code": "000000"}).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_signing_in_rightly_ten_times_from_one_office_is_no_guessing(quick_app: Flask, clock: Clock) -> None:
    zoe = counselor_of(first_admin(quick_app, clock))
    for _morning in range(11):
        assert zoe.elsewhere().sign_in().path == "/en/staff"


def test_whoever_is_signed_in_is_not_asked_again(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    assert ada.page("/fr/staff/sign-in").path == "/fr/staff"
    assert ada.page("/fr/staff/code").path == "/fr/staff"


def test_where_to_go_next_is_never_taken_from_the_request(quick_app: Flask, clock: Clock) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    action, values = raw_form(again.page("/en/staff/sign-in?next=https://evil.example"), "/sign-in")
    filled = {**values, "email": again.email, "password": again.password, "next": "//evil.example"}
    assert again.post(action, data=filled).headers["Location"] == "/en/staff/code"


def test_half_way_one_can_start_again_with_another_account(quick_app: Flask, clock: Clock) -> None:
    again = first_admin(quick_app, clock).elsewhere()
    page = _half_way(again)
    assert again.send(page, "/sign-out").path.startswith("/en/staff/sign-in")
    assert again.get("/en/staff/code").headers["Location"].startswith("/en/staff/sign-in")
