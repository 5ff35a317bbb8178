"""One's own account: password, second factor, sessions."""

import pytest
from flask import Flask

from tests.apps import Clock
from tests.pages import Page
from tests.staff import StaffMember, confirmed, counselor_of, first_admin, recovery_codes

NEW = "nine owls on a quiet roof"


def _change(member: StaffMember, **fields: str) -> Page:
    filled = {"current": member.password, "password": NEW, **fields}
    return member.send(member.page("/en/staff/account/password"), "/password", **filled)


def _enrolled(app: Flask, clock: Clock) -> tuple[StaffMember, list[str]]:
    zoe = counselor_of(first_admin(app, clock))
    return zoe, recovery_codes(zoe.enrol("en"))


def test_the_account_says_who_one_is_and_where_one_is_signed_in(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    phone = ada.elsewhere()
    phone.sign_in()
    page = ada.page(f"/{lang}/staff/account")
    assert "ada@example.org" in page.text
    ends = [form for form in page.all("form") if form.get("action", "").endswith("/end")]
    assert len(ends) == 2
    assert page.all("bdi", dir="ltr")


def test_a_new_password_ends_the_other_sessions_and_not_this_one(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    phone = ada.elsewhere()
    phone.sign_in()
    before = ada.cookie()
    assert _change(ada).path == "/en/staff/account?said=password"
    assert ada.get("/en/staff").status_code == 200
    assert ada.cookie() != before
    assert phone.get("/en/staff").status_code == 303
    assert phone.sign_in().status == 400
    phone.password = NEW
    assert phone.sign_in().path == "/en/staff"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"current": "not this one"}, "current"),
        ({"current": ""}, "current"),
        ({"password": "short"}, "password"),
        ({"password": "password1234"}, "password"),
        ({"password": ""}, "password"),
        ({"password": "seven kettles under the bridge"}, "password"),
    ],
)
def test_a_password_is_not_changed_to_a_bad_one_or_by_someone_else(
    quick_app: Flask, clock: Clock, fields: dict[str, str], wrong: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = _change(ada, **fields)
    assert page.status == 400
    assert [a.get("href") for a in page.find("div", role="alert").iter("a")] == [f"#{wrong}"]
    assert ada.elsewhere().sign_in().path == "/en/staff"


def test_guessing_the_current_password_in_an_open_session_is_slow_too(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    assert [_change(ada, current=f"guess {n}").status for n in range(11)] == [400] * 10 + [429]


def test_a_session_can_be_ended_from_another(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    phone = ada.elsewhere()
    phone.sign_in()
    assert ada.send(ada.page("/en/staff/account"), "/end").path == "/en/staff/account?said=session"
    assert phone.get("/en/staff").status_code == 303
    assert ada.get("/en/staff").status_code == 200


def _end_of_a_phone(ada: StaffMember) -> tuple[StaffMember, str]:
    phone = ada.elsewhere()
    phone.sign_in()
    return phone, ada.page("/en/staff/account").form("/end").get("action", "")


def _key_of(member: StaffMember) -> str:
    key = member.page("/en/staff/account").form("/sessions/end").find(".//input[@name='form_key']")
    assert key is not None
    return key.get("value", "")


def test_ending_a_session_twice_says_the_same(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    _, action = _end_of_a_phone(ada)
    key = _key_of(ada)
    answers = [ada.post(action, {"form_key": key}).headers["Location"] for _ in range(2)]
    assert answers == ["/en/staff/account?said=session"] * 2


def test_nobody_ends_a_colleagues_session_by_its_number(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    phone, action = _end_of_a_phone(ada)
    key = _key_of(zoe)
    for path in (action, "/en/staff/account/sessions/00000000-0000-7000-8000-000000000000/end"):
        answer = zoe.post(path, {"form_key": key})
        assert (answer.status_code, "You have no such session" in answer.text) == (404, True)
    assert phone.get("/en/staff").status_code == 200
    assert ada.get("/en/staff").status_code == 200


@pytest.mark.parametrize("action", ["/sessions/end", "/end", "/second-factor/remove"])
def test_a_button_without_its_key_does_nothing_and_says_so(
    quick_app: Flask, clock: Clock, action: str
) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    zoe.enrol("en")
    phone, end = _end_of_a_phone(zoe)
    path = end if action == "/end" else f"/en/staff/account{action}"
    for key in ("", _key_of(ada)):
        answer = zoe.post(path, {"form_key": key})
        assert (answer.status_code, "Nothing was changed" in answer.text) == (400, True)
    assert phone.get("/en/staff").status_code == 200
    assert "On: an authenticator app" in zoe.page("/en/staff/account").text


def test_signing_out_everywhere_ends_this_session_too(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    phone = ada.elsewhere()
    phone.sign_in()
    assert ada.send(ada.page("/en/staff/account"), "/account/sessions/end").path.startswith(
        "/en/staff/sign-in"
    )
    assert phone.get("/en/staff").status_code == 303
    assert ada.get("/en/staff").status_code == 303


def test_the_image_and_the_key_are_of_the_same_app(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    image = ada.get("/en/staff/account/second-factor/qr.svg")
    assert image.mimetype == "image/svg+xml"
    assert image.headers["Cache-Control"] == "no-store"
    assert ada.get("/en/staff/account/second-factor/qr.svg").data == image.data
    zoe = counselor_of(ada)
    assert zoe.get("/en/staff/account/second-factor/qr.svg").data != image.data


def test_another_app_takes_the_place_of_the_first_and_ends_other_sessions(
    quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    phone = ada.elsewhere()
    phone.sign_in()
    old = ada.key
    ada.enrol("en")
    assert ada.key != old
    assert phone.get("/en/staff").status_code == 303
    assert ada.get("/en/staff").status_code == 200
    assert ada.elsewhere().sign_in().path == "/en/staff"
    phone.key = old
    assert phone.sign_in().status == 400


def test_new_recovery_codes_replace_the_old_ones(app: Flask, clock: Clock) -> None:
    zoe, old = _enrolled(app, clock)
    page = zoe.page("/en/staff/account/recovery-codes")
    fresh = recovery_codes(zoe.send(page, "/recovery-codes"))
    assert len(set(fresh) | set(old)) == 20
    for code, worked in ((old[0], False), (fresh[0], True)):
        again = zoe.elsewhere()
        form = again.page("/en/staff/sign-in")
        half = again.send(form, "/sign-in", email=zoe.email, password=zoe.password)
        assert (again.send(half, "/code", code=code).path == "/en/staff") is worked


def test_the_account_counts_the_recovery_codes_that_are_left(quick_app: Flask, clock: Clock) -> None:
    zoe, codes = _enrolled(quick_app, clock)
    again = zoe.elsewhere()
    half = again.send(again.page("/en/staff/sign-in"), "/sign-in", email=zoe.email, password=zoe.password)
    again.send(half, "/code", code=codes[0])
    assert "9 unused" in again.page("/en/staff/account").text


def test_a_counselor_may_do_without_a_second_factor(quick_app: Flask, clock: Clock) -> None:
    zoe, _ = _enrolled(quick_app, clock)
    page = zoe.send(zoe.page("/en/staff/account"), "/second-factor/remove")
    assert page.path == "/en/staff/account?said=second-factor-removed"
    zoe.key = ""
    assert zoe.elsewhere().sign_in().path == "/en/staff"


def test_an_admin_cannot_remove_the_second_factor_even_by_hand(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    account = ada.page("/en/staff/account")
    assert not [f for f in account.all("form") if f.get("action", "").endswith("/remove")]
    key = account.form("/sign-out").find(".//input[@name='form_key']")
    assert key is not None
    answer = ada.post("/en/staff/account/second-factor/remove", {"form_key": key.get("value")})
    assert answer.status_code == 409
    assert ada.elsewhere().sign_in().path == "/en/staff"


def test_after_ten_minutes_the_second_factor_asks_who_one_is(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    before = ada.cookie()
    clock.go_on(minutes=10)
    page = ada.page(f"/{lang}/staff/account/second-factor")
    assert page.path == f"/{lang}/staff/confirm/second-factor"
    wrong = ada.send(page, "/second-factor", password="not this one", code=ada.code())
    assert wrong.status == 400
    wrong = ada.send(page, "/second-factor", password=ada.password, code="000000")
    assert wrong.status == 400
    wrong = ada.send(page, "/second-factor", password=ada.password)
    assert wrong.status == 400
    page = confirmed(ada, f"/{lang}/staff/account/second-factor")
    assert page.path == f"/{lang}/staff/account/second-factor"
    assert ada.cookie() != before


def test_one_is_sent_only_to_rooms_that_there_are(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    assert ada.get("/en/staff/confirm/elsewhere").status_code == 404
    assert ada.post("/en/staff/confirm/elsewhere", {"password": ada.password}).status_code == 404
