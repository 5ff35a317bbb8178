"""The figures and the file of cases, through the front door."""

import csv
import io
import json
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sklearn.metrics import cohen_kappa_score
from sqlalchemy import insert, select

from mentormatch.casework import CaseState, Origin
from mentormatch.storage.keys import new_key
from mentormatch.storage.tables import AUDIT_EVENTS, CASES, RESULTS
from mentormatch.usecases.review_figures import Period, Tally, look
from mentormatch.web.services import services
from tests.apps import START, Clock
from tests.databases import CountQueries
from tests.pages import Page, words_of
from tests.readings import disagree, forget_the_day, read_cases
from tests.staff import StaffMember, counselor_of, first_admin, raw_form

REASON = "Quality of the second quarter"


@pytest.fixture
def zoe(app: Flask, clock: Clock) -> StaffMember:
    return counselor_of(first_admin(app, clock))


def _rows(member: StaffMember, key: str, path: str = "/en/counselor/figures") -> list[str]:
    section = next(one for one in member.page(path).all("section") if one.get("aria-labelledby") == key)
    return [words_of(row) for row in section.iter() if row.tag.endswith("tr")][1:]


def test_agreement_is_shown_with_its_interval_and_small_groups_are_not(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 25, agreeing=18, kind="formal", focus=None, state=CaseState.RELEASED)
    read_cases(app, 12, agreeing=3, kind="reverse", focus=None, state=CaseState.RELEASED)
    read_cases(app, 4, agreeing=4, kind="coaching", state=CaseState.RELEASED)
    formal, informal, reverse, coaching = _rows(zoe, "kinds")
    assert "72%" in formal
    assert "18 of 25" in formal
    assert "52% to 86%" in formal
    assert "Nothing yet" in informal
    # With coaching hidden alone, its count would follow from the other tables.
    assert "Not shown" in coaching
    assert "Not shown" in reverse


def test_blind_and_shown_are_compared_and_double_readings_too(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 30, agreeing=18, blind_first=True, locale="fr", state=CaseState.RELEASED)
    read_cases(app, 60, agreeing=51, twice=20, locale="en", state=CaseState.RELEASED)
    blind, shown = _rows(zoe, "blind")
    assert "60%" in blind
    assert "85%" in shown
    assert "draws to itself: \u20680.62\u2069" in zoe.page("/en/counselor/figures").text.replace("\n", " ")
    assert "20 cases" not in _rows(zoe, "twice")[0]  # all twenty agree on one kind: no kappa


def _kappa_row(member: StaffMember, weeks: str, row: int = 0) -> str:
    said = _rows(member, "twice", f"/en/counselor/figures?weeks={weeks}")[row]
    return said.translate({ord(mark): None for mark in "\u2068\u2069\u200e"})


def test_kappa_of_a_longer_period_is_that_of_all_its_pairs(app: Flask, zoe: StaffMember) -> None:
    for days, opposed, agreeing in ((5, 3, 20), (40, 6, 12)):
        read_cases(
            app, 30, agreeing=agreeing, twice=30, opposed=opposed, days=days, kind="formal", locale="fr"
        )
    recent = ["formal"] * 20 + ["informal"] * 10, ["reverse"] * 3 + ["formal"] * 17 + ["informal"] * 10
    before = ["formal"] * 12 + ["informal"] * 18, ["reverse"] * 6 + ["formal"] * 6 + ["informal"] * 18
    both = recent[0] + before[0], recent[1] + before[1]
    for weeks, pairs, count in (("4", recent, 30), ("12", both, 60), ("all", both, 60)):
        said = _kappa_row(zoe, weeks)
        assert f"languages {round(cohen_kappa_score(*pairs), 2):g} {count} cases" in said, weeks


def test_kappa_is_not_shown_where_few_pairs_came_to_a_shorter_period(app: Flask, zoe: StaffMember) -> None:
    for days, twice in ((5, 12), (40, 4), (120, 9)):
        read_cases(app, 12, agreeing=6, twice=twice, opposed=2, days=days, kind="formal", locale="fr")
    shown = [(weeks, "cases" in _kappa_row(zoe, weeks)) for weeks in ("4", "12", "26", "all")]
    # 12; 16, of which four are new; 25, of which thirteen are new to anyone; the same.
    assert shown == [("4", True), ("12", False), ("26", True), ("all", True)]
    assert "Not shown" in _kappa_row(zoe, "12")


def test_kappa_of_a_language_is_hidden_with_another_that_covers_it(app: Flask, zoe: StaffMember) -> None:
    for locale, twice in (("fr", 30), ("en", 14), ("ar", 5)):
        read_cases(app, 30, agreeing=15, twice=twice, opposed=2, kind="formal", locale=locale)
    every, french, english, arabic = (_kappa_row(zoe, "4", row) for row in range(4))
    assert ("49 cases" in every, "30 cases" in french) == (True, True)
    assert ["Not shown" in row for row in (english, arabic)] == [True, True]


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
def test_less_agreement_than_chance_has_a_minus_and_no_hyphen(
    app: Flask, zoe: StaffMember, lang: str
) -> None:
    read_cases(app, 12, agreeing=12, kind="formal", focus=None, twice=12, state=CaseState.RELEASED)
    disagree(app)
    every = _rows(zoe, "twice", f"/{lang}/counselor/figures")[0]
    assert "\u2212" in every
    assert "-" not in every


def test_open_cases_are_counted_by_age_and_promise(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 3, agreeing=3, origin=Origin.ASKED, due=START - timedelta(days=1))
    asked, *_ = _rows(zoe, "waiting")
    assert "Past the promise: 3" in asked
    assert asked.replace(" ", "").endswith("promise:30303")  # no young ones, 3 of some days, none older


@pytest.mark.usefixtures("zoe")
def test_todays_readings_count_from_tomorrow(app: Flask, clock: Clock) -> None:
    read_cases(app, 12, agreeing=12, state=CaseState.RELEASED)
    clock.now = START - timedelta(days=5)
    with app.app_context():
        database, now = services().database, clock.now
    with database.reading() as tx:
        assert look(tx, Tally(), Period.EVER, now=now).shown.total == 0
        assert look(tx, Tally(), Period.EVER, now=now + timedelta(days=1)).shown.total == 12


def test_the_page_asks_as_many_queries_however_many_cases_there_are(
    app: Flask, zoe: StaffMember, count_queries: CountQueries
) -> None:
    def asked() -> int:
        with count_queries() as statements:
            zoe.page("/en/counselor/figures?weeks=all")
        return len(statements)

    before = asked()
    assert asked() == before - 2 <= 4  # readings are counted once a day
    read_cases(app, 40, agreeing=20, twice=15, state=CaseState.RELEASED)
    read_cases(app, 20, agreeing=20)
    forget_the_day(app)
    assert asked() == before <= 6


def _copies(app: Flask, count: int) -> None:
    """More results of an attempt that is there, each with its case, made a day before the clock's start."""
    with app.app_context(), services().database.transaction() as tx:
        case, result = (
            dict(tx.execute(select(table)).mappings().first() or {}) for table in (CASES, RESULTS)
        )
        keys = [new_key(START - timedelta(days=1)) for _ in range(count)]
        tx.execute(insert(RESULTS), [{**result, "id": key, "number": 2 + at} for at, key in enumerate(keys)])
        tx.execute(insert(CASES), [{**case, "result_id": key} for key in keys])


def test_counting_open_cases_stops_at_a_thousand(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 2, agreeing=0, days=3)
    _copies(app, 1001)
    _, close, _ = _rows(zoe, "waiting")
    assert close.translate({ord(mark): None for mark in " \u2068\u2069"}).endswith("1,000+201,002+")


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
@pytest.mark.parametrize("weeks", ["4", "12", "26", "all", "nonsense"])
def test_every_period_is_a_page_in_every_language(zoe: StaffMember, lang: str, weeks: str) -> None:
    assert zoe.page(f"/{lang}/counselor/figures?weeks={weeks}").status == 200


def _download(member: StaffMember, form: str, **fields: str) -> bytes:
    page = member.page("/en/counselor/export")
    answer = member.client.post(
        "/en/counselor/export",
        data={"form_key": _key(page), "format": form, "weeks": "all", "reason": REASON, **fields},
    )
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    data: bytes = answer.data
    return data


def _key(page: Page) -> str:
    form = page.form("/counselor/export")
    return str(next(i.get("value") for i in form.iter() if i.get("name") == "form_key"))


def test_a_file_has_a_row_a_reading_and_nothing_that_was_said_in_confidence(
    app: Flask, zoe: StaffMember
) -> None:
    read_cases(app, 12, agreeing=9, twice=5, state=CaseState.RELEASED)
    raw = _download(zoe, "csv")
    assert raw.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len(rows) == 17
    assert {row["agrees"] for row in rows} == {"True", "False"}
    assert "note_to_visitor" not in rows[0]
    for form in ("csv", "jsonl"):
        found = _download(zoe, form, texts="y")
        assert b"private" not in found
    sheet = load_workbook(io.BytesIO(_download(zoe, "xlsx", texts="y"))).active
    assert sheet is not None
    told = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "-dear you" in told
    assert "private" not in told


def test_no_cell_is_a_formula_in_any_table(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 2, agreeing=1, state=CaseState.RELEASED)
    rows = list(csv.DictReader(io.StringIO(_download(zoe, "csv", texts="y").decode("utf-8-sig"))))
    assert [(row["reason"], row["note_to_visitor"]) for row in rows] == [("'=1+1", "'-dear you")] * 2
    sheet = load_workbook(io.BytesIO(_download(zoe, "xlsx", texts="y"))).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "'=1+1" in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


def test_lines_hold_a_case_with_its_readings(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 3, agreeing=1, twice=2, state=CaseState.RELEASED)
    found = [json.loads(line) for line in _download(zoe, "jsonl").splitlines()]
    assert sorted(len(one["readings"]) for one in found) == [1, 2, 2]


def test_a_file_does_not_give_away_what_a_reader_is_not_to_see_yet(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 1, agreeing=1, blind_first=True, state=CaseState.SECOND)
    (one,) = (json.loads(line) for line in _download(zoe, "jsonl").splitlines())
    assert (one["recommendation"], one["certainty"], one["p_formal"], one["readings"]) == (
        None,
        None,
        None,
        [],
    )


def test_who_took_what_and_why_is_in_the_chain(app: Flask, zoe: StaffMember) -> None:
    read_cases(app, 2, agreeing=2)
    _download(zoe, "jsonl")
    with app.app_context(), services().database.reading() as tx:
        event = tx.execute(select(AUDIT_EVENTS).order_by(AUDIT_EVENTS.c.number.desc())).first()
    assert event is not None
    assert event.action == "cases.exported"
    details = json.loads(event.details)
    assert (details["reason"], details["cases"], details["format"]) == (REASON, 2, "jsonl")


@pytest.mark.parametrize("reason", ["", "short", "x" * 201, "for zoe@example.org only"])
def test_without_a_fit_reason_nothing_is_handed_over_and_nothing_is_lost(
    zoe: StaffMember, reason: str
) -> None:
    page = zoe.page("/en/counselor/export")
    answer = zoe.send(page, "/counselor/export", reason=reason, format="jsonl", weeks="26")
    assert answer.status == 400
    checked = {i.get("value") for i in answer.all("input") if i.get("checked") is not None}
    assert {"jsonl", "26"} <= checked


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
def test_a_form_that_was_open_for_long_asks_again_who_one_is_and_keeps_what_was_typed(
    zoe: StaffMember, clock: Clock, lang: str
) -> None:
    page = zoe.page(f"/{lang}/counselor/export")
    assert page.all("input", type="password") == []
    clock.go_on(minutes=11)
    typed = {"reason": REASON, "format": "jsonl", "weeks": "26", "texts": "y"}
    again = zoe.send(page, "/counselor/export", **typed)
    assert (again.status, again.lang) == (400, lang)
    assert words_of(again.find("p", id="password-error"))
    checked = {i.get("value") for i in again.all("input") if i.get("checked") is not None}
    assert (checked, again.find("input", id="reason").get("value")) == ({"jsonl", "26", "y"}, REASON)
    before = zoe.cookie()
    wrong = zoe.send(again, "/counselor/export", password="not my password at all")
    assert (wrong.status, wrong.find("input", id="reason").get("value")) == (400, REASON)
    to, fields = raw_form(again, "/counselor/export")
    answer = zoe.client.post(to, data={**fields, "password": zoe.password})
    assert (answer.status_code, answer.content_type) == (200, "application/x-ndjson")
    assert zoe.cookie() != before
    assert zoe.page(f"/{lang}/counselor/export").path == f"/{lang}/counselor/export"


def test_guessing_a_password_in_the_form_of_the_file_is_slow_too(zoe: StaffMember, clock: Clock) -> None:
    page = zoe.page("/en/counselor/export")
    clock.go_on(minutes=11)
    tries = [zoe.send(page, "/counselor/export", reason=REASON, password=f"a guess {at}") for at in range(11)]
    assert [one.status for one in tries] == [400] * 10 + [429]
    assert "a guess" not in tries[0].source


def test_the_file_is_behind_showing_again_who_one_is(zoe: StaffMember, clock: Clock) -> None:
    clock.go_on(minutes=11)
    assert zoe.get("/en/counselor/export").headers["Location"] == "/en/staff/confirm/export"
    page = zoe.page("/en/counselor/export")
    assert zoe.send(page, "/confirm/export", password=zoe.password).path == "/en/counselor/export"
