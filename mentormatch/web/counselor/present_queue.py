"""The queue in the reader's words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from flask import request

from mentormatch.casework import CaseState, Origin
from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale, long_date, number
from mentormatch.storage.case_queue import MOST_COUNTED, Sort, View
from mentormatch.storage.cases import Case
from mentormatch.usecases.case_queue import Queue, is_hidden
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, frame
from mentormatch.web.accounts.pages import FormView, Link, Option
from mentormatch.web.counselor import addresses
from mentormatch.web.counselor import speech as words_for
from mentormatch.web.counselor.pages import CaseRow, Filter, QueuePage
from mentormatch.web.counselor.views import Wanted, address, kept
from mentormatch.web.services import services
from mentormatch.web.visitor.present_counsel import told_name
from mentormatch.web.visitor.speech import Speech


def queue_page(me: SignedIn, locale: Locale, wanted: Wanted, found: Queue, *, now: datetime) -> QueuePage:
    """A page of the queue as values."""
    speech, view = Speech(locale), wanted.view
    plain = View(state=view.state)
    return QueuePage(
        frame=frame(me, locale),
        notice=words_for.said(speech, request.args.get("said")),
        action=addresses.queue(locale),
        states=tuple(_states(speech, view, found)),
        saved=tuple(_saved(speech, view)),
        filters=tuple(_filters(speech, view)),
        state=address(view)["state"],
        since=address(view)["since"],
        until=address(view)["until"],
        filtered=replace(view, sort=Sort.PROMISE) != plain,
        clear_href=addresses.queue(locale, **address(plain)),
        total=_total(speech, found.total),
        mine=tuple(_row(me, speech, case, found, wanted, now) for case in found.mine),
        rows=tuple(_row(me, speech, case, found, wanted, now) for case in found.cases),
        first_href=addresses.queue(locale, **address(view)) if wanted.after else "",
        next_href=addresses.queue(locale, **address(view, found.next)) if found.next else "",
        error=speech.say("Please write dates like 2026-03-31.") if wanted.wrong_date else "",
    )


def facts(speech: Speech, case: Case, *, hidden: bool) -> tuple[str, ...]:
    """What a case is about, in a few words; nothing of the matcher's view where it is `hidden`."""
    said = [words_for.door(speech, Role(case.role)), Locale(case.locale).own_name]
    if case.origin is Origin.ASKED or not hidden:
        said.append(words_for.origin(speech, case.origin))
    if not hidden:
        said.append(speech.say("%(percent)s sure", percent=speech.percent(case.certainty)))
    return tuple(said)


def due_words(speech: Speech, case: Case) -> str:
    """By when an answer was promised; "" where none was."""
    if case.due is None or not (case.state.is_open):
        return ""
    return speech.say("Promised by %(date)s", date=long_date(case.due, speech.locale))


def _row(me: SignedIn, speech: Speech, case: Case, found: Queue, wanted: Wanted, now: datetime) -> CaseRow:
    hidden, view = is_hidden(case), kept(wanted.view, wanted.after)
    claim = found.claims.get(case.result_id)
    mine = (claim is not None and claim.staff_id == me.member.id) or case in found.mine
    read = case.result_id in found.read
    readable = case.state.is_open or (case.state is CaseState.SECOND and not read)
    free = claim is None and not mine and readable
    own = (speech.say("You have read this case"),) if read else ()
    return CaseRow(
        href=addresses.case(speech.locale, case.result_id, view=view),
        kind="" if hidden else case.kind,
        title=speech.say("To judge blind") if hidden else told_name(speech, case.kind, case.focus),
        facts=(*facts(speech, case, hidden=hidden), *own),
        due=due_words(speech, case),
        overdue=case.due is not None and case.state.is_open and case.due < now,
        holder=found.names.get(claim.staff_id, "") if claim and not mine else "",
        mine=mine,
        claim=_claim(me, speech.locale, case, view) if free else None,
    )


def _claim(me: SignedIn, locale: Locale, case: Case, view: str) -> FormView:
    return button(me, locale, addresses.case(locale, case.result_id, view=view, deed="claim"))


def _total(speech: Speech, total: int) -> str:
    if total > MOST_COUNTED:
        return speech.say("More than %(num)s cases", num=number(MOST_COUNTED, speech.locale))
    return speech.count("%(num)d case", "%(num)d cases", total)


def _states(speech: Speech, view: View, found: Queue) -> Iterable[Link]:
    for state in CaseState:
        count = found.states.get(state, 0)
        if state is CaseState.REPLACED or (state is CaseState.WITHDRAWN and not count):
            continue
        shown = number(min(count, MOST_COUNTED), speech.locale, digits=services().settings.digits)
        more = "+" if count > MOST_COUNTED else ""
        href = addresses.queue(speech.locale, **address(replace(view, state=state)))
        yield Link(href, f"{words_for.state(speech, state)} ({shown}{more})", state is view.state)


def _saved(speech: Speech, view: View) -> Iterable[Link]:
    """Views worth coming back to; any other is kept by keeping its address."""
    for name, wanted in (
        (speech.say("Oldest promise first"), View()),
        (speech.say("Visitors who asked"), View(origin=Origin.ASKED)),
        (speech.say("Least certain first"), View(sort=Sort.CERTAINTY)),
        (speech.say("In my language"), View(locale=speech.locale)),
    ):
        yield Link(addresses.queue(speech.locale, **address(wanted)), name, wanted == view)


def _filters(speech: Speech, view: View) -> Iterable[Filter]:
    kinds = [(kind, speech.kind_name(kind)) for kind in Kind]
    doors = [(role, words_for.door(speech, role)) for role in Role]
    languages = [(locale, locale.own_name) for locale in Locale]
    origins = [(origin, words_for.origin(speech, origin)) for origin in Origin]
    yield _filter("kind", speech.say("Kind"), speech.say("All kinds"), kinds, view.kind)
    yield _filter("door", speech.say("Door"), speech.say("Both doors"), doors, view.role)
    yield _filter("language", speech.say("Language"), speech.say("All languages"), languages, view.locale)
    yield _filter("origin", speech.say("Reason"), speech.say("All reasons"), origins, view.origin)
    sorts = (
        Option("", speech.say("Oldest promise first"), view.sort is Sort.PROMISE),
        Option(Sort.CERTAINTY.value, speech.say("Least certain first"), view.sort is Sort.CERTAINTY),
    )
    yield Filter("sort", speech.say("Order"), sorts)


def _filter(
    name: str, label: str, every: str, choices: Iterable[tuple[StrEnum, str]], chosen: StrEnum | None
) -> Filter:
    options = (Option(value.value, said, value is chosen) for value, said in choices)
    return Filter(name, label, (Option("", every, chosen is None), *options))
