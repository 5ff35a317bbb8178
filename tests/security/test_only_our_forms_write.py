"""Every form of the staff's pages, from every wrong place: nothing is changed. And reading never writes."""

from pathlib import Path

import pytest
from flask import Flask

from tests.apps import Clock
from tests.security.furnished import furnished, staff_posts
from tests.security.house import House, Sending
from tests.web.test_routes import ROUTES


@pytest.fixture
def house(quick_app: Flask, clock: Clock, tmp_path: Path) -> House:
    return furnished(quick_app, clock, tmp_path)


def answer_of(house: House, one: Sending, *, key: str | None = None, **headers: str) -> tuple[object, ...]:
    """What is answered, and the tables that were changed."""
    house.clock.now, before = house.moment, house.digests()
    answer = one.send(key=key, headers={name.replace("_", "-"): value for name, value in headers.items()})
    after = house.digests()
    changed = sorted(table for table in before if before[table] != after[table])
    return answer.status_code, answer.headers.get("Location", ""), changed


def test_no_form_is_taken_without_its_key_with_anothers_or_from_another_site(house: House) -> None:
    assert set(staff_posts()) - house.sendings.keys() == set()
    for rule in staff_posts():
        one = house.sendings[rule]
        others = house.zoe if one.who is house.ada else house.ada
        stolen = others.page("/en/staff/account").form("/sign-out")
        key = next(e.get("value", "") for e in stolen.iter() if e.get("name") == "form_key")
        refused = answer_of(house, one, key="")
        assert refused[2] == [], rule
        assert answer_of(house, one, key=key)[2] == [], rule
        for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}):
            assert answer_of(house, one, **headers) == (403, "", []), rule
        with house.as_it_was():
            assert answer_of(house, one, Sec_Fetch_Site="same-origin") != refused, rule


# There is something to see only once the questions were measured, which takes many visitors.
_NOT_MEASURED = "/admin/statistics/<int:number>/"


def test_reading_any_page_writes_nothing(house: House) -> None:
    before, house.clock.now = house.digests(), house.moment
    for method, rule in ROUTES:
        query = "?before=1&after=2" if rule.endswith("/compare") else ""
        for asked in ("GET", "HEAD") if method == "GET" else ():
            status = house.ada._asked(asked, house.path(rule) + query).status_code
            assert status < 400 or _NOT_MEASURED in rule, (rule, status)
    assert house.digests() == before
