"""The bank as a list: its health, a search, and the deeds that change order and number."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.quiz import Format
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases import arrange_bank, edit_bank
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import Link, Option
from mentormatch.web.admin import addresses, present_bank
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page, sent_number, writer
from mentormatch.web.admin.pages import BankPage
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_BANK = "/<locale:locale>/admin/bank"
_LONGEST_QUERY = 100


@admin.get(_BANK)
@staff_only(StaffRole.ADMIN)
def bank(me: SignedIn, locale: Locale) -> Response:
    """The list, or what a search finds in it."""
    with services().database.reading() as tx:
        editing = edit_bank.look(tx)
    speech = Speech(locale)
    query = " ".join(without_hidden_characters(request.args.get("q", "")[:_LONGEST_QUERY]).split())
    rows = present_bank.rows(speech, editing, query)
    page = BankPage(
        frame=frame(me, locale),
        notice=names.notice(speech, request.args.get("said")),
        state=present_bank.state(speech, editing),
        facts=present_bank.facts(speech, editing),
        coverage=present_bank.coverage_rows(speech, editing.draft),
        links=_links(speech),
        query=query,
        found=_found(speech, query, len(rows)),
        rows=rows,
        retired=present_bank.retired_rows(speech, editing),
        order=button(me, locale, addresses.order(locale)),
        add=button(me, locale, addresses.questions(locale)),
        formats=tuple(Option(f.value, names.format_name(speech, f)) for f in Format),
    )
    return admin_page("bank", locale, page, speech.say("Question bank"))


@admin.post(f"{_BANK}/questions")
@staff_only(StaffRole.ADMIN)
def add_question(me: SignedIn, locale: Locale) -> Response:
    """Add an empty question, and open it."""
    check_key(me, locale)
    form = request.form.get("format", "")
    if form not in tuple(Format):
        raise InvalidInputError("unknown-format")
    with services().database.transaction() as tx:
        key = arrange_bank.add_question(tx, Format(form), who=writer(me))
    return see_other(addresses.question(locale, key, "added"))


@admin.post(f"{_BANK}/order")
@staff_only(StaffRole.ADMIN)
def order(me: SignedIn, locale: Locale) -> Response:
    """Move a question one place, or bring one back."""
    check_key(me, locale)
    sent = request.form
    with services().database.transaction() as tx:
        if "back" in sent:
            arrange_bank.bring_back(tx, sent["back"], who=writer(me))
            return see_other(addresses.bank(locale, "back"))
        step, key = (-1, sent["up"]) if "up" in sent else (1, sent.get("down", ""))
        arrange_bank.step_question(tx, key, step, who=writer(me))
    return see_other(f"{addresses.bank(locale, 'moved')}#{key}")


@admin.post(f"{_BANK}/questions/<key>/duplicate")
@staff_only(StaffRole.ADMIN)
def duplicate_question(me: SignedIn, locale: Locale, key: str) -> Response:
    """Make a copy, and open it."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        copy = arrange_bank.duplicate_question(tx, key, who=writer(me))
    return see_other(addresses.question(locale, copy, "duplicated"))


@admin.post(f"{_BANK}/questions/<key>/move")
@staff_only(StaffRole.ADMIN)
def move_question(me: SignedIn, locale: Locale, key: str) -> Response:
    """Move a question to a place, counted from 1."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        arrange_bank.move_question(tx, key, sent_number("place") - 1, who=writer(me))
    return see_other(addresses.question(locale, key, "moved"))


@admin.post(f"{_BANK}/questions/<key>/retire")
@staff_only(StaffRole.ADMIN)
def retire_question(me: SignedIn, locale: Locale, key: str) -> Response:
    """Take a question out of the draft."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        arrange_bank.retire_question(tx, key, seen=request.form.get("seen", ""), who=writer(me))
    return see_other(addresses.bank(locale, "retired"))


def _links(speech: Speech) -> tuple[Link, ...]:
    locale = speech.locale
    return (
        Link(addresses.publish(locale), speech.say("Check and publish")),
        Link(addresses.impact(locale), speech.say("What it would do")),
        Link(addresses.title(locale), speech.say("Title of the bank")),
    )


def _found(speech: Speech, query: str, number: int) -> str:
    if not query:
        return ""
    return speech.count("%(num)s question found", "%(num)s questions found", number)
