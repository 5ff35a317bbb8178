"""From the audit trail to the words of its page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mentormatch.i18n import Locale, day_and_time, number
from mentormatch.storage.actions import Action
from mentormatch.storage.audit import AuditEvent
from mentormatch.storage.jobs import Job, JobState
from mentormatch.usecases.audit_trail import Found
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web import days
from mentormatch.web.accounts.frame import button, frame
from mentormatch.web.accounts.pages import Link, Option
from mentormatch.web.audit import speech as names
from mentormatch.web.audit import wishes
from mentormatch.web.audit.areas import AREAS
from mentormatch.web.audit.details import details, short, subject_name
from mentormatch.web.audit.pages import ChainPart, EventRow, OptionGroup, TrailPage
from mentormatch.web.audit.wishes import Wish
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

VISITOR, PROGRAM = "visitor", "system"


def trail_page(me: SignedIn, locale: Locale, wish: Wish, found: Found) -> TrailPage:
    """The page as values."""
    speech = Speech(locale)
    next_place = found.page.next
    return TrailPage(
        frame=frame(me, locale),
        action=wishes.address(locale),
        chain=_chain(me, speech, wish, found),
        around=spelled(wish.near, locale) if wish.near is not None else "",
        filtered=wish.filtered,
        who=tuple(_people(speech, wish, found)),
        what=tuple(_actions(speech, wish)),
        everything=speech.say("Everything"),
        about=wish.about,
        **days.written(wish.since, wish.until),
        error=speech.say("Please write dates like 2026-03-31.") if wish.wrong_date else "",
        rows=tuple(_rows(speech, found)),
        all_href=wishes.address(locale),
        first_href=wishes.address(locale, wish) if wish.after else "",
        next_href=wishes.address(locale, wish, next_place) if next_place else "",
    )


def spelled(value: int, locale: Locale) -> str:
    """A number as the reader writes it."""
    return number(value, locale, digits=services().settings.digits)


def _rows(speech: Speech, found: Found) -> Iterator[EventRow]:
    known = names.action_names(speech)
    broken = found.check.result.get("broken_at") if found.check else None
    for event in found.page.events:
        yield EventRow(
            number=event.number,
            spelled=spelled(event.number, speech.locale),
            words=known.get(event.action, event.action),
            when=day_and_time(event.at, speech.locale),
            who=_who(speech, event, found),
            about=Link(
                wishes.address(speech.locale, Wish(about=event.subject)),
                subject_name(speech, event.subject, found.names),
            ),
            details=details(speech, event),
            broken=event.number == broken,
        )


def _who(speech: Speech, event: AuditEvent, found: Found) -> Link:
    return Link(wishes.address(speech.locale, Wish(who=event.actor)), _actor(speech, event.actor, found))


def _actor(speech: Speech, actor: str, found: Found) -> str:
    known = {VISITOR: speech.say("A visitor"), PROGRAM: speech.say("The program"), **found.names}
    return known.get(actor, short(actor))


def _people(speech: Speech, wish: Wish, found: Found) -> Iterator[Option]:
    yield Option("", speech.say("Everyone"), not wish.who)
    known = dict.fromkeys((*found.names, VISITOR, PROGRAM))
    for actor in known if not wish.who or wish.who in known else {wish.who: None, **known}:
        yield Option(actor, _actor(speech, actor, found), actor == wish.who)


def _actions(speech: Speech, wish: Wish) -> Iterator[OptionGroup]:
    known = names.action_names(speech)
    for area, actions in AREAS.items():
        name = names.area_name(speech, area)
        every = Option(area, speech.say("%(area)s: all", area=name), wish.what == area)
        options = (Option(one.value, known[one], wish.what == one) for one in _sorted(actions, known))
        yield OptionGroup(name, (every, *options))


def _sorted(actions: tuple[Action, ...], known: Mapping[str, str]) -> list[Action]:
    return sorted(actions, key=lambda one: known[one])


def _chain(me: SignedIn, speech: Speech, wish: Wish, found: Found) -> ChainPart:
    locale, job = speech.locale, found.check
    share = min(1.0, job.done / job.total) if job and job.total else 0.0
    is_open = job is not None and job.is_open
    return ChainPart(
        sentences=tuple(_state(speech, job, found)),
        broken=_broken(speech, job),
        share=share,
        percent=speech.percent(share),
        check=None if is_open else button(me, locale, wishes.check(locale)),
        stop=button(me, locale, wishes.stop(locale, job.id)) if job and is_open else None,
        reload_href=wishes.address(locale, replace(wish, near=None), wish.after),
    )


def _state(speech: Speech, job: Job | None, found: Found) -> Iterator[str]:
    if job is None:
        yield speech.say("It has not been looked through yet.")
        return
    match job.state:
        case JobState.QUEUED:
            yield speech.say("The look through the trail begins in a moment.")
        case JobState.RUNNING:
            yield speech.say("The trail is being looked through. You can leave this page and come back.")
        case JobState.DONE:
            yield from _result(speech, job)
        case JobState.CANCELLED:
            yield speech.say("The last look was stopped before the end.")
        case JobState.FAILED:
            yield speech.say("The last look failed, so nothing is known of the trail.")
    if job.ended is not None:
        yield speech.say(
            "Looked through on %(date)s (UTC), asked for by %(name)s.",
            date=day_and_time(job.ended, speech.locale),
            name=_actor(speech, job.created_by, found),
        )


def _result(speech: Speech, job: Job) -> Iterator[str]:
    holds_to, broken_at = job.result["holds_to"], job.result["broken_at"]
    holds = spelled(holds_to, speech.locale)
    if broken_at is None:
        yield speech.count(
            "The chain holds: its only event is as it was written.",
            "The chain holds: all %(num)s events are as they were written, and none is missing.",
            holds_to,
        )
        return
    yield speech.say(
        "The chain holds up to event %(holds)s. Event %(broken)s is the first that does not follow: it was "
        "changed, removed or put in afterwards. Nothing can be said of those after it.",
        holds=holds,
        broken=spelled(broken_at, speech.locale),
    )


def _broken(speech: Speech, job: Job | None) -> Link | None:
    broken_at = job.result.get("broken_at") if job else None
    if broken_at is None:
        return None
    words = speech.say("See event %(number)s and those beside it", number=spelled(broken_at, speech.locale))
    return Link(wishes.near(speech.locale, broken_at), words)
