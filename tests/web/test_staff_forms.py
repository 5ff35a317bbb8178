"""Forms of staff pages: only our own pages, in the same session, may send them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.apps import Clock, serving, settings_for
from tests.pages import Page, Visitor
from tests.quizzes import each_in_turn, take
from tests.staff import StaffMember, counselor_of, first_admin, invitation, path_of, raw_form


@pytest.fixture
def tls_app(sqlite_database: storage.Database, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    set_up(sqlite_database, now=clock())
    more = {"MENTORMATCH_BASE_URL": "https://quiz.example.org"}
    url = f"sqlite:///{sqlite_database.path}"
    with serving(settings_for(url, tmp_path, **more), clock) as made:
        yield made


def _password_change(member: StaffMember) -> tuple[str, dict[str, str]]:
    action, values = raw_form(member.page("/en/staff/account/password"), "/password")
    return action, {**values, "current": member.password, "password": "nine owls on a quiet roof"}


def test_a_form_without_its_key_changes_nothing_and_says_so(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    action, values = _password_change(ada)
    here = action.replace("/en/", f"/{lang}/")
    for key in ("", "0" * 64, "é"):
        page = Page(ada.post(here, {**values, "form_key": key}), here)
        assert page.status == 400
        assert page.all("div", role="alert")
    assert ada.elsewhere().sign_in().path == "/en/staff"


def test_a_form_of_ones_own_session_is_refused_in_anothers(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    _, stolen = _password_change(zoe)
    action, values = _password_change(ada)
    assert ada.post(action, {**values, "form_key": stolen["form_key"]}).status_code == 400


def test_a_form_from_before_signing_in_needs_the_cookie_of_its_visit(quick_app: Flask, clock: Clock) -> None:
    path = invitation(quick_app)
    ada = StaffMember(quick_app, clock=clock)
    action, values = raw_form(ada.page(path), path)
    filled = {**values, "name": ada.name, "email": ada.email, "password": ada.password}
    ada.client.delete_cookie("staff-form")
    page = Page(ada.post(action, filled), path)
    assert page.status == 400
    assert {i.get("name"): i.get("value") for i in page.all("input")}["email"] == ada.email
    again = {**filled, "form_key": raw_form(page, path)[1]["form_key"]}
    assert ada.post(action, again).status_code == 303


def test_the_cookie_of_a_visit_lasts_an_hour_and_cannot_be_made_up(quick_app: Flask, clock: Clock) -> None:
    ada = StaffMember(quick_app, clock=clock)
    action, values = raw_form(ada.page("/en/staff/sign-in"), "/sign-in")
    good = ada.cookie("staff-form") or ""
    number, until, _ = good.split(".")
    for forged in (f"{number}.{until}.{'0' * 64}", f"{number}.{int(until) + 9999}.{good[-64:]}", "x"):
        ada.client.set_cookie("staff-form", forged)
        assert ada.post(action, {**values, "email": "a@b.co", "password": "x"}).status_code == 400
        assert ada.cookie("staff-form") != forged
    ada.client.set_cookie("staff-form", good)
    clock.go_on(minutes=59)
    page = Page(ada.post(action, {**values, "email": "a@b.co", "password": "x"}), action)
    assert [a.get("href") for a in page.find("div", role="alert").iter("a")] == ["#email"]
    clock.go_on(minutes=1)
    page = Page(ada.post(action, {**values, "email": "a@b.co", "password": "x"}), action)
    assert [a.get("href") for a in page.find("div", role="alert").iter("a")] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "null"}, 303),
        ({}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "https://localhost"}, 403),
    ],
)
def test_another_site_cannot_send_a_form_even_with_its_key(
    quick_app: Flask, clock: Clock, headers: dict[str, str], status: int
) -> None:
    ada = first_admin(quick_app, clock)
    action, values = raw_form(ada.page("/fr/staff/account"), "/sign-out")
    answer = ada.post(action, values, headers=headers)
    assert answer.status_code == status
    assert (ada.get("/en/staff").status_code == 200) is (status == 403)


def test_behind_tls_a_browser_must_say_that_the_form_is_ours(tls_app: Flask, clock: Clock) -> None:
    ada = StaffMember(tls_app, clock=clock)
    secure = {"base_url": "https://quiz.example.org"}
    asked = ada.get("/en/staff/sign-in", **secure)
    values = raw_form(Page(asked, "/en/staff/sign-in"), "/sign-in")[1]
    filled = {**values, "email": "a@b.co", "password": "x"}
    for headers, status in (
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://quiz.example.org"}, 400),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
    ):
        answer = ada.post("/en/staff/sign-in", filled, headers=headers, **secure)
        assert answer.status_code == status, headers


def test_behind_tls_cookies_are_bound_to_the_host(tls_app: Flask, clock: Clock) -> None:
    path = invitation(tls_app)
    ada = StaffMember(tls_app, clock=clock)
    secure = {"base_url": "https://quiz.example.org"}
    values = raw_form(Page(ada.get(path, **secure), path), path)[1]
    filled = {**values, "name": ada.name, "email": ada.email, "password": ada.password}
    answer = ada.post(path, filled, headers={"Sec-Fetch-Site": "same-origin"}, **secure)
    names = {header.partition("=")[0] for header in answer.headers.getlist("Set-Cookie")}
    assert names == {"__Host-staff", "__Host-staff-form"}
    session = next(h for h in answer.headers.getlist("Set-Cookie") if h.startswith("__Host-staff="))
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(session.split("; "))
    assert "Max-Age" not in session
    assert "Expires" not in session


def test_visitors_pages_set_no_cookie_even_for_staff(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    for path in ("/", "/en/", "/en/quiz", "/en/guide", "/en/nowhere", "/healthz"):
        assert "Set-Cookie" not in ada.get(path).headers


def test_a_stranger_is_sent_to_sign_in_without_a_cookie(quick_app: Flask) -> None:
    answer = Visitor(quick_app).get("/ar/staff/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ar/staff/sign-in")


def _content(database: storage.Database) -> dict[str, Any]:
    """Every row of every table, but for when sessions were seen last."""
    with database.reading() as tx:
        names = tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables: dict[str, Any] = {
            name: tx.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for (name,) in names
        }
        columns = tx.exec_driver_sql("PRAGMA table_info(staff_sessions)").fetchall()
    place = next(number for number, name, *_ in columns if name == "last_seen_at")
    sessions = [tuple(v for at, v in enumerate(row) if at != place) for row in tables.pop("staff_sessions")]
    return {**tables, "staff_sessions": sessions}


def test_reading_writes_nothing_but_that_the_session_is_in_use(
    quick_app: Flask, sqlite_database: storage.Database, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    counselor_of(ada)
    person = path_of(ada, "Zoé")
    before = _content(sqlite_database)
    clock.go_on(minutes=2)
    paths = ("", "/account", "/account/password", "/account/second-factor", "/account/second-factor/qr.svg")
    for path in (*paths, "/account/recovery-codes", "/people", "/people/invite", "/confirm/people"):
        assert ada.get(f"/en/staff{path}").status_code == 200, path
    assert ada.get(person).status_code == 200
    Visitor(quick_app).get("/en/staff/reset/" + "x" * 43)
    assert _content(sqlite_database) == before


def test_reading_cases_and_figures_writes_nothing_either(
    quick_app: Flask, sqlite_database: storage.Database, clock: Clock
) -> None:
    zoe = counselor_of(first_admin(quick_app, clock))
    visitor = Visitor(quick_app)
    result = f"/en/result/{take(visitor, 'en', answering=each_in_turn()).token}"
    visitor.submit(visitor.page(result), to="/counselor", message="?")
    case = next(
        link.get("href", "")
        for link in zoe.page("/en/counselor").all("a")
        if "/cases/" in str(link.get("href"))
    )
    zoe.send(zoe.page(case), "/claim")
    before = _content(sqlite_database)
    views = (
        "",
        "?sort=certainty",
        "?kind=formal&state=released",
        "?after=nonsense",
        "/figures?weeks=all",
        "/export",
    )
    for path in (*(f"/en/counselor{view}" for view in views), case, f"{case}?said=released", result):
        assert zoe.get(path).status_code == 200, path
    for path in ("/data.json", "/report.pdf", "/plan.ics", "/erase"):
        assert visitor.get(f"{result}{path}").status_code == 200, path
    assert _content(sqlite_database) == before


def test_a_session_goes_on_while_nothing_can_be_written(
    quick_app: Flask, clock: Clock, sqlite_database: storage.Database
) -> None:
    ada = first_admin(quick_app, clock)
    clock.go_on(minutes=5)
    with sqlite_database.transaction():
        assert ada.get("/en/staff").status_code == 200
