"""The plan's milestones as a calendar file, as a calendar reads it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from tests.apps import Clock
from tests.pages import Visitor, words_of
from tests.quizzes import Finished, each_in_turn, last_option, take


@dataclass(frozen=True)
class Entry:
    """One event as a calendar reads it."""

    uid: str
    summary: str
    language: str
    description: str
    first: date
    last: date


def _entry(event: Any) -> Entry:
    return Entry(
        uid=str(event["uid"]),
        summary=" ".join(str(event["summary"]).split()),
        language=event["summary"].params["LANGUAGE"],
        description=str(event["description"]),
        first=event["dtstart"].dt,
        last=event["dtend"].dt,
    )


def events_of(visitor: Visitor, lang: str, finished: Finished) -> list[Entry]:
    """The events of a result's calendar file, which must be sound."""
    response = visitor.get(f"/{lang}/result/{finished.token}/plan.ics")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="mentormatch.ics"'
    # RFC 5545, 3.1: lines end with CRLF and are folded at 75 octets, never inside a letter.
    lines = response.data.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    calendar = Calendar.from_ical(response.data)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert not calendar.errors
    events = calendar.walk("VEVENT")
    assert [event.errors for event in events if event.errors] == []
    return [_entry(event) for event in events]


@pytest.mark.parametrize("role", ["find", "become"])
def test_every_milestone_of_the_plan_is_a_day_in_the_calendar(visitor: Visitor, lang: str, role: str) -> None:
    finished = take(visitor, lang, role, answering=each_in_turn())
    plan = next(e for e in finished.result.tree.iter("ol") if e.get("class") == "plan")
    titles = [words_of(heading) for heading in plan.iter("h3")]
    events = events_of(visitor, lang, finished)
    assert [event.summary for event in events] == titles
    assert len(titles) >= 4
    for event in events:
        assert event.language == lang
        assert event.description
        assert type(event.first) is type(event.last) is date
        assert event.last - event.first == timedelta(days=1)


def test_dates_count_from_the_day_of_the_result(visitor: Visitor, clock: Clock) -> None:
    finished = take(visitor, "en", answering=each_in_turn())
    made = clock.now.date()
    days = [event.first for event in events_of(visitor, "en", finished)]
    assert days == sorted(days)
    assert days[0] > made
    assert {day.weekday() for day in days} <= {0, 1, 2, 3}
    clock.go_on(days=20)
    assert [event.first for event in events_of(visitor, "en", finished)] == days


def test_an_event_is_the_same_event_in_every_language_and_of_no_other_result(visitor: Visitor) -> None:
    one, two = (take(visitor, "fr", answering=each_in_turn()) for _ in "ab")
    names = [[event.uid for event in events_of(visitor, lang, one)] for lang in ("fr", "en", "ar")]
    assert names[0] == names[1] == names[2]
    assert len(set(names[0])) == len(names[0])
    assert not set(names[0]) & {event.uid for event in events_of(visitor, "fr", two)}


def test_a_calendar_that_others_see_does_not_lead_to_the_result(visitor: Visitor, lang: str) -> None:
    finished = take(visitor, lang, answering=each_in_turn())
    content = visitor.get(f"/{lang}/result/{finished.token}/plan.ics").data.replace(b"\r\n ", b"")
    assert finished.token.encode() not in content
    assert b"http" not in content
    assert content.count(b"CLASS:PRIVATE") == content.count(b"BEGIN:VEVENT")


def test_the_plan_offers_its_dates_where_there_is_one(visitor: Visitor, lang: str) -> None:
    finished = take(visitor, lang, answering=each_in_turn())
    path = f"/{lang}/result/{finished.token}/plan.ics"
    assert finished.result.all("a", href=path)
    alike = take(visitor, lang, form="full", answering=last_option)
    assert not alike.result.all("a", href=f"/{lang}/result/{alike.token}/plan.ics")
