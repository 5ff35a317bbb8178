"""What an admin sees of how the questions work, and what nobody may see."""

import csv
import io

import pytest
from flask import Flask

from mentormatch.web.services import services
from tests.apps import Clock
from tests.databases import CountQueries
from tests.pages import Page
from tests.staff import StaffMember, first_admin
from tests.visits import store_attempts

PAGE = "/en/admin/statistics"


def _store(app: Flask, count: int, name: str = "visit") -> None:
    with app.app_context(), services().database.transaction() as tx:
        store_attempts(tx, count, now=services().now(), name=name)


def _measured(ada: StaffMember, path: str = PAGE) -> Page:
    return ada.send(ada.page(path), "/measure")


def _rows(ada: StaffMember) -> list[dict[str, str]]:
    text = ada.get(f"{PAGE}/1/statistics.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_questions_traits_and_languages_are_measured(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    _store(app, 700)
    page = _measured(ada)
    assert page.path == f"{PAGE}?version=1"
    assert "from 700 quizzes" in page.text
    assert len(page.all("table")[0].findall(".//tbody/tr")) == 67
    found = _rows(ada)
    bits = {
        row["question"]: float(row["value"]) for row in found if row["measure"] == "bits" and row["value"]
    }
    assert len(bits) == 51  # of 57, six are asked at the other door only
    situations = [value for key, value in bits.items() if key.startswith("sit-")]
    agreements = [value for key, value in bits.items() if key.startswith("agree-")]
    assert sum(situations) / len(situations) > 2 * sum(agreements) / len(agreements)
    rest = [float(row["value"]) for row in found if row["measure"] == "rest" and row["value"]]
    assert sum(value > 0 for value in rest) / len(rest) > 0.9
    assert {row["language"] for row in found if row["measure"].startswith("class")} == {"en", "ar"}
    reliability = [row for row in found if row["measure"] == "structure reliability"]
    assert 0.4 < float(reliability[0]["value"]) < 0.95


def test_a_question_has_its_own_page_in_every_language(quick_app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(quick_app, clock, lang)
    _store(quick_app, 400)
    page = _measured(ada, f"/{lang}/admin/statistics")
    links = [a.get("href", "") for a in page.all("a") if "/questions/" in a.get("href", "")]
    assert len(links) == 67
    for link in (links[0], links[5], links[40]):
        one = ada.page(link)
        assert one.status == 200
        assert "bar-thin" in one.source
    left = [
        row
        for row in _rows_of(ada, lang)
        if row["measure"] == "dropped value" and row["value"] not in ("", "0.0")
    ]
    assert left


def _rows_of(ada: StaffMember, lang: str) -> list[dict[str, str]]:
    text = ada.get(f"/{lang}/admin/statistics/1/statistics.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_fewer_than_ten_people_are_nowhere_and_do_not_follow_from_a_second_measurement(
    quick_app: Flask, clock: Clock
) -> None:
    ada = first_admin(quick_app, clock)
    _store(quick_app, 9)
    assert "has not been measured yet" in ada.page(PAGE).text
    assert not ada.page(PAGE).all("form", action=f"{PAGE}/1/measure")
    _store(quick_app, 20, "more")
    _measured(ada)
    counts = [row for row in _rows(ada) if row["measure"] in {"people", "chosen", "skips"} and row["value"]]
    assert counts
    assert [row for row in counts if 0 < int(row["value"]) < 10] == []
    before = _rows(ada)
    _store(quick_app, 9, "few")
    key = ada.page("/en/staff").form("/sign-out")
    sent = {field.get("name", ""): field.get("value", "") for field in key.iter("input")}
    ada.post(f"{PAGE}/1/measure", data=sent)
    assert _rows(ada) == before
    _store(quick_app, 1, "enough")
    _measured(ada)
    assert _rows(ada) != before


def test_looking_at_statistics_writes_nothing_and_asks_little(
    app: Flask, clock: Clock, count_queries: CountQueries
) -> None:
    ada = first_admin(app, clock)
    _store(app, 40)
    _measured(ada)
    with count_queries() as statements:
        ada.page(PAGE)
    assert len(statements) <= 10
    assert not [line for line in statements if "item_statistics" in line and "SELECT" not in line]


@pytest.mark.parametrize("asked", ["?version=99", "?version=x", "?version=²", "/1/questions/nothing"])
def test_what_is_not_there_is_not_found(quick_app: Flask, clock: Clock, asked: str) -> None:
    assert first_admin(quick_app, clock).get(f"{PAGE}{asked}").status_code == 404
