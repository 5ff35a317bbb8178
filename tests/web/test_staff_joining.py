"""Becoming staff by an invitation, from the first admin on."""

import pytest
from flask import Flask

from mentormatch.usecases.set_up import invite_first_admin
from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Page, Visitor
from tests.staff import (
    PASSWORD,
    StaffMember,
    confirmed,
    counselor_of,
    first_admin,
    invitation,
    invited_by,
    recovery_codes,
)


def _errors(page: Page) -> list[str]:
    return [p.get("id", "") for p in page.all("p") if p.get("class") == "field-error"]


def test_the_first_admin_joins_sets_up_a_second_factor_and_is_at_home(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = StaffMember(quick_app, clock=clock)
    page = ada.join(invitation(quick_app, lang))
    assert page.path == f"/{lang}/staff/account/second-factor"
    codes = ada.enrol(lang)
    assert len(recovery_codes(codes)) == 10
    home = ada.page(f"/{lang}/staff")
    assert "Ada" in home.text
    assert "ada@example.org" in home.text
    links = [a.get("href") for a in home.all("a")]
    assert f"/{lang}/staff/people" in links


def test_an_admin_can_do_nothing_before_the_second_factor_is_set_up(quick_app: Flask, clock: Clock) -> None:
    ada = StaffMember(quick_app, clock=clock)
    ada.join(invitation(quick_app))
    for path in ("", "/account", "/account/password", "/people", "/people/invite"):
        assert ada.get(f"/en/staff{path}").headers["Location"] == "/en/staff/account/second-factor"
    again = ada.elsewhere()
    assert again.sign_in().path == "/en/staff/account/second-factor"


def test_a_wrong_first_code_sets_up_nothing(quick_app: Flask, clock: Clock) -> None:
    ada = StaffMember(quick_app, clock=clock)
    page = ada.send(ada.join(invitation(quick_app)), "/second-factor", code="000000")
    assert page.status == 400
    assert _errors(page) == ["code-error"]
    assert ada.page("/en/staff").path.endswith("/second-factor")


def test_an_invitation_works_once(quick_app: Flask, clock: Clock, lang: str) -> None:
    path = invitation(quick_app, lang)
    StaffMember(quick_app, clock=clock).join(path)
    late = StaffMember(quick_app, clock=clock, email="bob@example.org")
    page = late.page(path)
    assert page.status == 404
    assert f"/{lang}/staff" in [a.get("href") for a in page.all("a")]


def test_two_who_take_one_invitation_at_once_get_one_account(quick_app: Flask, clock: Clock) -> None:
    path = invitation(quick_app)
    ada, bob = StaffMember(quick_app, clock=clock), StaffMember(quick_app, clock=clock)
    seen_by_both = ada.page(path), bob.page(path)
    token = path.rpartition("/")[2]
    filled = {"name": "Someone", "password": PASSWORD}
    first = ada.send(seen_by_both[0], token, email="ada@example.org", **filled)
    second = bob.send(seen_by_both[1], token, email="bob@example.org", **filled)
    assert first.path.endswith("/second-factor")
    assert second.status == 404


def test_a_first_admin_makes_the_links_of_earlier_starts_useless(quick_app: Flask, clock: Clock) -> None:
    earlier, later = invitation(quick_app), invitation(quick_app)
    assert Visitor(quick_app).get("/en/staff").status_code == 303
    StaffMember(quick_app, clock=clock).join(later)
    assert StaffMember(quick_app, clock=clock).page(earlier).status == 404


def test_once_there_is_an_admin_no_start_makes_a_link_for_a_first_one(quick_app: Flask, clock: Clock) -> None:
    first_admin(quick_app, clock)
    with quick_app.app_context():
        served = services()
        assert invite_first_admin(served.database, now=served.now()) is None


def test_an_invitation_expires(quick_app: Flask, clock: Clock) -> None:
    path = invitation(quick_app)
    clock.go_on(hours=24)
    assert StaffMember(quick_app, clock=clock).page(path).status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "a\u202eb"),
        ("name", "n" * 121),
        ("email", "nowhere"),
        ("email", ""),
        ("password", "short"),
        ("password", "password1234"),
        ("password", "ada.ada.example"),
        ("password", ""),
    ],
)
def test_what_is_wrong_is_said_and_the_invitation_stays_good(
    quick_app: Flask, clock: Clock, field: str, value: str
) -> None:
    path = invitation(quick_app)
    ada = StaffMember(quick_app, clock=clock)
    page = ada.join(path, **{field: value})
    assert page.status == 400
    assert _errors(page) == [f"{field}-error"]
    assert page.source.count(PASSWORD) == 0
    assert ada.join(path).path.endswith("/second-factor")


def test_everything_that_is_wrong_is_said_at_once_in_the_readers_language(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    page = StaffMember(quick_app, clock=clock).join(invitation(quick_app, lang), email="x", password="y")
    assert _errors(page) == ["email-error", "password-error"]
    typed = {i.get("name"): i.get("value") for i in page.all("input")}
    assert (typed["name"], typed["email"], typed["password"]) == ("Ada", "x", None)


def test_an_address_that_has_an_account_is_refused_in_any_case_and_the_invitation_stays_good(
    app: Flask, clock: Clock
) -> None:
    ada = first_admin(app, clock)
    path = invited_by(ada)
    zoe = StaffMember(app, clock=clock)
    page = zoe.join(path, email="ADA@Example.ORG")
    assert (page.status, _errors(page)) == (400, ["email-error"])
    assert zoe.join(path, email="zoe@example.org").path == "/en/staff"


def test_an_invited_counselor_needs_no_second_factor_and_may_set_one_up(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    zoe = counselor_of(first_admin(quick_app, clock, lang), lang)
    home = zoe.page(f"/{lang}/staff")
    assert home.path == f"/{lang}/staff"
    assert f"/{lang}/staff/people" not in [a.get("href") for a in home.all("a")]
    assert len(recovery_codes(zoe.enrol(lang))) == 10
    again = zoe.elsewhere()
    assert again.sign_in(lang).path == f"/{lang}/staff"


def test_an_invitation_can_be_withdrawn(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock, lang)
    path = invited_by(ada, label="Noor", lang=lang)
    people = ada.page(f"/{lang}/staff/people")
    assert "Noor" in people.text
    after = ada.send(confirmed(ada, f"/{lang}/staff/people"), "/withdraw")
    assert "Noor" not in after.text
    assert StaffMember(quick_app, clock=clock).page(path).status == 404


def test_an_invitation_without_a_role_or_a_name_is_not_made(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    page = ada.send(ada.page("/en/staff/people/invite"), "/invite", label="", role="owner")
    assert (page.status, sorted(_errors(page))) == (400, ["label-error", "role-error"])
    assert not [p for p in ada.page("/en/staff/people").all("form") if "withdraw" in p.get("action", "")]


def test_an_empty_and_a_wrong_field_are_told_together_in_the_order_of_the_form(
    quick_app: Flask, clock: Clock
) -> None:
    page = StaffMember(quick_app, clock=clock).join(
        invitation(quick_app), name="", email="x", password="password1234"
    )
    wrong = [link.get("href") for link in page.find("div", role="alert").iter("a")]
    assert wrong == ["#name", "#email", "#password"]
