"""The plan's milestones as a calendar file (iCalendar, RFC 5545), in the reader's words."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from mentormatch.guide.plan import Milestone
from mentormatch.usecases.make_result import ResultView
from mentormatch.web.visitor.present_plan import plan_of
from mentormatch.web.visitor.speech import Speech

if TYPE_CHECKING:
    from icalendar import Event


def calendar(speech: Speech, view: ResultView, token: str) -> bytes:
    """One whole-day event for each milestone, relative to the day of the result (UTC).

    A calendar is often seen by others: no event says where the result is. An event keeps its
    identity in every language, so that importing the file again replaces what is there.
    """
    # Loaded when somebody takes a calendar: it would make every start a tenth slower.
    from icalendar import Calendar

    file = Calendar()
    file.add("version", "2.0")
    file.add("prodid", "-//mentormatch//plan//EN")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", speech.text(f"plan.title.{view.attempt.role}"))
    series = _series(token, view)
    for number, milestone in enumerate(plan_of(view).milestones, start=1):
        file.add_component(_event(speech, milestone, view.made, f"{number}-{series}@mentormatch"))
    return bytes(file.to_ical())


def _series(token: str, view: ResultView) -> str:
    """A name for the events of one result, from which its address cannot be had."""
    return hashlib.sha256(f"calendar:{token}:{view.number}".encode()).hexdigest()[:32]


def _event(speech: Speech, milestone: Milestone, made: datetime, uid: str) -> "Event":
    from icalendar import Event

    day: date = made.astimezone(UTC).date() + timedelta(days=milestone.days)
    language = {"LANGUAGE": speech.locale.value}
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made.astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", speech.text(milestone.title_id), parameters=language)
    event.add("description", speech.text(milestone.text_id), parameters=language)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
