"""The audit trail: read in three languages, filtered, looked through, and what was tampered with named."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from mentormatch import storage
from mentormatch.i18n import Locale
from mentormatch.storage.actions import Action
from mentormatch.storage.jobs import Job, JobState
from mentormatch.usecases import audit_trail, jobs
from mentormatch.web.audit.areas import AREAS
from mentormatch.web.audit.speech import action_names, area_name
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech
from tests.apps import Clock
from tests.databases import CountQueries
from tests.pages import Page, Visitor, words_of
from tests.staff import confirmed, counselor_of, first_admin, path_of

TRAIL = "/en/admin/audit"


def look_through(app: Flask) -> list[Job]:
    """What `mentormatch jobs` does."""
    with app.app_context():
        served = services()
        works: dict[str, jobs.Work] = {jobs.CHAIN: audit_trail.check_chain}
        return jobs.run_waiting(served.database, works, worker="w", clock=served.now)


def append(app: Flask, number: int, **instead: Any) -> None:
    deed = {"actor": "system", "action": Action.ATTEMPTS_PURGED, "subject": "attempts", "details": {}}
    with app.app_context(), services().database.transaction() as tx:
        for _ in range(number):
            storage.audit.append(tx, **{**deed, **instead}, now=services().now())


def tamper(app: Flask, statement: str) -> None:
    """What somebody could do who has the database to themselves."""
    with app.app_context(), services().database.transaction() as tx:
        for trigger in ("no_update", "no_delete"):
            table = "" if services().database.is_sqlite else " ON audit_events"
            tx.execute(text(f"DROP TRIGGER audit_events_{trigger}{table}"))
        tx.execute(text(statement))


def titles(page: Page) -> list[str]:
    return [words_of(one) for one in page.all("h3")]


def test_every_action_that_the_program_can_write_has_words_in_every_language(quick_app: Flask) -> None:
    with quick_app.app_context():
        said = {locale: action_names(Speech(locale)) for locale in Locale}
        areas = {locale: [area_name(Speech(locale), area) for area in AREAS] for locale in Locale}
    for locale in Locale:
        assert set(said[locale]) == set(Action)
        assert len(set(said[locale].values())) == len(Action), "two actions of one name"
        assert len(set(areas[locale])) == len(AREAS)
    for action in Action:
        assert len({said[locale][action] for locale in Locale}) == 3, action


def test_every_action_is_in_one_area() -> None:
    assert sorted(one for actions in AREAS.values() for one in actions) == sorted(Action)


def test_an_admin_reads_who_did_what_in_words(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock)
    counselor_of(ada)
    page = ada.page(f"/{lang}/admin/audit")
    with app.app_context():
        said = action_names(Speech(Locale(lang)))
    for action in (Action.STAFF_INVITED, Action.STAFF_JOINED, Action.STAFF_SECOND_FACTOR_SET):
        assert said[action] in titles(page)
    assert {"Ada", "Zoé"} <= {words_of(link) for link in page.all("a")}
    assert not re.search(r"staff\.|[a-z]_[a-z]", page.text.replace("2026-03-31", ""))


def test_what_somebody_did_is_one_click_from_their_page(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock, lang)
    counselor_of(ada)
    person = confirmed(ada, path_of(ada, "Zoé").replace("/en/", f"/{lang}/"))
    href = next(link.get("href", "") for link in person.all("a") if "who=" in link.get("href", ""))
    with quick_app.app_context():
        said = action_names(Speech(Locale(lang)))
    assert titles(ada.page(href)) == [said[Action.STAFF_JOINED]]


def test_a_trail_is_filtered_by_person_deed_subject_and_day(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    counselor_of(ada)
    append(quick_app, 1)
    page = ada.page(TRAIL)
    zoe = next(link.get("href", "") for link in page.all("a") if words_of(link) == "Zoé")
    assert set(titles(ada.page(zoe))) == {"Invitation taken, account made"}
    assert titles(ada.page(f"{TRAIL}?what=data")) == ["Data deleted because its time was over"]
    assert set(titles(ada.page(f"{TRAIL}?what=staff.joined"))) == {"Invitation taken, account made"}
    about = next(link.get("href", "") for link in page.all("a") if words_of(link) == "Account of Zoé")
    key = re.sub(r".*about=staff\+", "", about)
    assert titles(ada.page(f"{TRAIL}?about={key}")) == titles(ada.page(about)) != []
    today = clock.now.date().isoformat()
    assert len(titles(ada.page(f"{TRAIL}?since={today}&until={today}"))) == len(titles(page))
    assert titles(ada.page(f"{TRAIL}?until=2026-03-01")) == []
    assert ada.page(f"{TRAIL}?since=yesterday").all("p", role="alert")


@pytest.mark.parametrize("words", ["after=x", "after=2026_1", "near=x", "what=x", "who=%00", "about=%0a"])
def test_an_address_that_is_not_ours_shows_the_trail(quick_app: Flask, clock: Clock, words: str) -> None:
    ada = first_admin(quick_app, clock)
    assert titles(ada.page(f"{TRAIL}?{words}")) == titles(ada.page(TRAIL))


def test_a_long_trail_is_read_page_by_page_at_the_same_cost(
    app: Flask, clock: Clock, count_queries: CountQueries
) -> None:
    ada = first_admin(app, clock)
    append(app, 120)
    seen, costs, path = [], [], TRAIL
    while path:
        with count_queries() as statements:
            page = ada.page(path)
        costs.append(len([one for one in statements if "staff_sessions SET" not in one]))
        seen += [int(one.get("id", "").removeprefix("event-")) for one in page.all("li", class_="event")]
        path = next((link.get("href", "") for link in page.all("a", rel="next")), "")
    assert seen == list(range(seen[0], 0, -1))
    assert len(seen) > 2 * audit_trail.PAGE
    assert len(set(costs)) == 1


def test_a_whole_chain_is_said_to_be_whole(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock, lang)
    page = ada.send(ada.page(f"/{lang}/admin/audit"), "/check")
    assert page.headers["Refresh"]
    assert "Refresh" not in ada.page(f"/{lang}/admin/audit?still=1").headers
    (done,) = look_through(app)
    assert (done.state, done.result["broken_at"]) == (JobState.DONE, None)
    page = ada.page(f"/{lang}/admin/audit")
    assert "Refresh" not in page.headers
    assert str(done.result["holds_to"]) in words_of(page.find("p", role="status"))
    assert not page.all("span", class_="tag tag-danger")


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE audit_events SET actor = 'eve' WHERE number = 8", [8]),
        ("UPDATE audit_events SET details = '[' WHERE number = 8", [8]),
        ("DELETE FROM audit_events WHERE number = 8", []),
    ],
)
def test_the_first_event_that_was_tampered_with_is_named(
    app: Flask, clock: Clock, lang: str, statement: str, named: list[int]
) -> None:
    ada = first_admin(app, clock, lang)
    append(app, 10)
    tamper(app, statement)
    ada.send(ada.page(f"/{lang}/admin/audit"), "/check")
    (done,) = look_through(app)
    assert done.result == {"holds_to": 7, "broken_at": 8}
    page = ada.page(f"/{lang}/admin/audit")
    said = words_of(page.find("p", role="status"))
    assert {"7", "8"} <= set(re.findall(r"\d+", said))
    link = next(link.get("href", "") for link in page.all("a") if "near=8" in link.get("href", ""))
    beside = ada.page(link.partition("#")[0])
    broken = [one.get("id") for one in beside.all("li", class_="event event-broken")]
    assert broken == [f"event-{number}" for number in named]
    assert "7" in {one.get("id", "").removeprefix("event-") for one in beside.all("li", class_="event")}


def test_a_look_that_was_broken_off_goes_on_where_it_was(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_trail, "_STEP", 4)
    ada = first_admin(app, clock)
    append(app, 10)
    ada.send(ada.page(TRAIL), "/check")
    with app.app_context():
        served = services()
        with served.database.transaction() as tx:
            job = storage.jobs.claim(tx, worker="killed", now=served.now())
            assert job is not None
            link = storage.audit.follow(tx, storage.audit.BEGINNING, 4).link
            kept = {"number": link.number, "hash": link.hash.hex()}
            storage.jobs.beat(tx, job.id, worker="killed", progress=(4, 13), kept=kept, now=served.now())
    assert "%" in words_of(ada.page(TRAIL).find("div", class_="progress"))
    tamper(app, "DELETE FROM audit_events WHERE number = 2")
    clock.go_on(seconds=31)
    (done,) = look_through(app)
    assert done.result["broken_at"] is None, "what was seen to hold is not read again"


def test_a_look_is_stopped_and_asked_for_once(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    page = ada.send(ada.page(TRAIL), "/check")
    asked = [title for title in titles(page) if title == "Long task asked for"]
    assert len(asked) == 1
    key = page.form("/stop").find(".//input[@name='form_key']")
    assert key is not None
    ada.post(f"{TRAIL}/check", {"form_key": key.get("value")})
    page = ada.send(ada.page(TRAIL), "/stop")
    assert "stopped before the end" in page.text
    assert titles(page).count("Long task asked for") == 1
    assert look_through(app) == []


def test_a_job_of_another_kind_is_not_shown_as_an_impact(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    page = ada.send(ada.page(TRAIL), "/check")
    job_id = page.form("/stop").get("action", "").split("/")[-2]
    assert ada.get(f"/en/admin/bank/impact/{job_id}").status_code == 404
    assert Visitor(quick_app).get(TRAIL).status_code == 303


def test_what_people_wrote_is_shown_as_it_is_written(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock)
    hostile = "<b onmouseover=alert(1)>%(x)s {{ 7*7 }}</b>"
    append(quick_app, 1, actor=hostile, subject=hostile, details={"reason": hostile, hostile: hostile})
    page = ada.page(f"/{lang}/admin/audit?about=%3Cb")
    assert not page.all("b")
    page = ada.page(f"/{lang}/admin/audit")
    assert page.text.count(hostile) >= 3
    assert not page.all("b")
