"""Who works here, and what an admin does about it."""

import threading

from flask import Flask

from mentormatch import storage
from mentormatch.web.services import services
from tests.apps import Clock
from tests.pages import Page
from tests.staff import (
    StaffMember,
    confirmed,
    counselor_of,
    first_admin,
    invited_by,
    one_time_path,
    path_of,
)

NEW = "nine owls on a quiet roof"


def _second_admin(admin: StaffMember) -> StaffMember:
    bob = StaffMember(admin.app, clock=admin.clock, email="bob@example.org", name="Bob")
    bob.join(invited_by(admin, role="admin"))
    bob.enrol("en")
    return bob


def _do(admin: StaffMember, name: str, deed: str, **fields: str) -> Page:
    return admin.send(confirmed(admin, path_of(admin, name)), deed, **fields)


def _audit(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context(), services().database.reading() as tx:
        assert storage.audit.verify(tx).intact
        query = "SELECT actor, action, subject FROM audit_events ORDER BY number"
        return [(row[0], row[1], row[2]) for row in tx.exec_driver_sql(query)]


def test_everyone_is_listed_with_role_and_state(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    counselor_of(ada)
    page = ada.page(f"/{lang}/staff/people")
    for words in ("Ada", "ada@example.org", "Zoé", "zoe@example.org"):
        assert words in page.text


def test_an_invitation_that_was_written_slowly_asks_for_password_and_code_and_keeps_the_rest(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock)
    page = confirmed(ada, f"/{lang}/staff/people/invite")
    clock.go_on(minutes=11)
    again = ada.send(page, "/people/invite", label="Noor", role="admin")
    assert (again.status, again.find("input", id="label").get("value")) == (400, "Noor")
    without_code = ada.send(again, "/people/invite", password=ada.password)
    assert (without_code.status, len(without_code.all("p", id="code-error"))) == (400, 1)
    made = ada.send(without_code, "/people/invite", password=ada.password, code=ada.code())
    assert "/staff/join/" in one_time_path(made)
    assert "Noor" in ada.page(f"/{lang}/staff/people").text


def test_a_counselor_becomes_an_admin_signs_in_anew_and_needs_a_second_factor(
    app: Flask, clock: Clock
) -> None:
    ada = first_admin(app, clock)
    zoe = counselor_of(ada)
    assert _do(ada, "Zoé", "/role", role="admin").path.endswith("?said=role")
    assert zoe.get("/en/staff").status_code == 303
    assert zoe.sign_in().path.endswith("/second-factor")
    zoe.enrol("en")
    assert zoe.page("/en/staff/people").path == "/en/staff/people"


def test_a_closed_account_cannot_sign_in_and_an_opened_one_can(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    zoe = counselor_of(ada, lang)
    _do(ada, "Zoé", "/disable")
    assert zoe.get("/en/staff").status_code == 303
    assert zoe.sign_in().status == 400
    _do(ada, "Zoé", "/enable")
    assert zoe.sign_in().path == "/en/staff"


def test_an_admin_ends_someones_sessions(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    page = _do(ada, "Zoé", "/sessions/end")
    assert zoe.get("/en/staff").status_code == 303
    assert not [f for f in page.all("form") if f.get("action", "").endswith("/sessions/end")]


def test_a_reset_link_gives_a_new_password_once_and_ends_sessions(
    app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(app, clock)
    zoe = counselor_of(ada)
    path = one_time_path(_do(ada, "Zoé", "/reset")).replace("/en/", f"/{lang}/")
    desk = StaffMember(app, clock=clock)
    page = desk.page(path)
    assert zoe.email in page.text
    token = path.rpartition("/")[2]
    assert desk.send(page, token, password="password1234").status == 400
    assert desk.send(page, token, password=NEW).path == f"/{lang}/staff/sign-in?said=reset"
    assert desk.page(path).status == 404
    assert zoe.get("/en/staff").status_code == 303
    assert zoe.sign_in().status == 400
    zoe.password = NEW
    assert zoe.sign_in().path == "/en/staff"


def test_a_reset_link_keeps_the_second_factor_unless_it_is_said_to_be_lost(
    quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    zoe = counselor_of(ada)
    zoe.enrol("en")
    for fields, asked in (({}, True), ({"ends_second_factor": "y"}, False)):
        path = one_time_path(_do(ada, "Zoé", "/reset", **fields))
        desk = zoe.elsewhere()
        desk.send(desk.page(path), path.rpartition("/")[2], password=NEW)
        form = desk.page("/en/staff/sign-in")
        page = desk.send(form, "/sign-in", email=zoe.email, password=NEW)
        assert page.path.endswith("/code") is asked


def test_a_reset_link_ends_with_a_newer_one_with_time_and_with_the_account(
    quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    counselor_of(ada)
    stranger = StaffMember(quick_app, clock=clock)
    older = one_time_path(_do(ada, "Zoé", "/reset"))
    newer = one_time_path(_do(ada, "Zoé", "/reset"))
    assert (stranger.page(older).status, stranger.page(newer).status) == (404, 200)
    _do(ada, "Zoé", "/disable")
    assert stranger.page(newer).status == 404
    _do(ada, "Zoé", "/enable")
    last = one_time_path(_do(ada, "Zoé", "/reset"))
    clock.go_on(hours=24)
    assert stranger.page(last).status == 404


def test_nobody_changes_or_closes_the_own_account(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    _second_admin(ada)
    here = path_of(ada, "Ada")
    page = confirmed(ada, here)
    assert [f.get("action") for f in page.all("form")] == ["/en/staff/sign-out"]
    key = page.form("/sign-out").find(".//input[@name='form_key']")
    assert key is not None
    for deed, fields in (("role", {"role": "counselor"}), ("disable", {})):
        answer = ada.post(f"{here}/{deed}", {"form_key": key.get("value"), **fields})
        assert answer.status_code == 409
    assert ada.get("/en/staff/people").status_code == 200


def test_two_admins_who_close_each_other_at_once_leave_one(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    bob = _second_admin(ada)
    forms = [
        (member, confirmed(member, path_of(member, name)).form("/disable"))
        for member, name in ((ada, "Bob"), (bob, "Ada"))
    ]
    barrier = threading.Barrier(2)

    def close(member: StaffMember, action: str, key: str) -> None:
        barrier.wait()
        member.post(action, {"form_key": key})

    threads = []
    for member, form in forms:
        key = form.find(".//input[@name='form_key']")
        assert key is not None
        arguments = (member, form.get("action", ""), key.get("value", ""))
        threads.append(threading.Thread(target=close, args=arguments))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), services().database.reading() as tx:
        assert storage.staff.count_admins(tx) == 1


def test_every_deed_stands_in_the_audit_chain_without_names(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    zoe = counselor_of(ada)
    zoe.sign_out()
    _do(ada, "Zoé", "/role", role="admin")
    _do(ada, "Zoé", "/reset")
    _do(ada, "Zoé", "/disable")
    _do(ada, "Zoé", "/enable")
    events = _audit(app)
    actions = [action for _, action, _ in events if action.startswith("staff.")]
    assert actions == [
        "staff.joined",
        "staff.second-factor-set",
        "staff.invited",
        "staff.joined",
        "staff.signed-out",
        "staff.role-changed",
        "staff.reset-offered",
        "staff.disabled",
        "staff.enabled",
    ]
    assert not any(word in str(events) for word in ("Ada", "Zoé", "example.org"))


def test_a_name_that_is_markup_is_shown_as_it_is_written(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    hostile = "<b onmouseover=alert(1)>%(x)s {{ 7*7 }}</b>"
    zoe = StaffMember(quick_app, clock=clock, email="zoe@example.org", name=hostile)
    zoe.join(invited_by(ada, label=hostile))
    assert hostile in zoe.page(f"/{lang}/staff").text
    people = ada.page(f"/{lang}/staff/people")
    assert hostile in people.text
    assert not people.all("b")
    assert hostile in confirmed(ada, path_of(ada, hostile).replace("/en/", f"/{lang}/")).heading
