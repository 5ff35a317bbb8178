"""What became of one question, and the list of versions: compared, restored."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.i18n import NO_WORDS, Locale
from mentormatch.storage.banks import BankVersion
from mentormatch.usecases import bank_versions, drafts, edit_bank, question_history
from mentormatch.usecases.question_history import DRAFT, Step
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import Option
from mentormatch.web.admin import addresses, present_differences
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page, writer
from mentormatch.web.admin.pages import (
    ComparePage,
    HistoryPage,
    HistoryStep,
    VersionRow,
    VersionsPage,
)
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_BANK = "/<locale:locale>/admin/bank"
_SHORT_HASH = 12


@admin.get(f"{_BANK}/questions/<key>/history")
@staff_only(StaffRole.ADMIN)
def history(me: SignedIn, locale: Locale, key: str) -> Response:
    """Every state in which a question was not as before."""
    speech = Speech(locale)
    with services().database.reading() as tx:
        steps = question_history.history(tx, key)
    if not steps:
        raise NotFoundError("question", key)
    latest = steps[0].difference
    question = latest.after or latest.before
    page = HistoryPage(
        frame=frame(me, locale),
        key=key,
        prompt=names.said_in(question.prompt if question else NO_WORDS, locale),
        steps=tuple(_step(speech, step) for step in steps),
        back_href=addresses.question(locale, key) if latest.after else addresses.bank(locale),
    )
    return admin_page("history", locale, page, speech.say("History of a question"))


@admin.get(f"{_BANK}/versions")
@staff_only(StaffRole.ADMIN)
def versions(me: SignedIn, locale: Locale) -> Response:
    """All published versions, newest first."""
    speech = Speech(locale)
    with services().database.reading() as tx:
        found, editing = bank_versions.versions(tx), edit_bank.look(tx)
    page = VersionsPage(
        frame=frame(me, locale),
        notice=names.notice(speech, request.args.get("said")),
        back=names.back_to_bank(speech),
        title=speech.say("Versions of the question bank"),
        rows=tuple(_row(me, speech, version, restorable=editing.revision == 0) for version in found),
        has_draft=editing.revision > 0,
        action=addresses.comparing(locale),
        before=_choices(speech, found, chosen=str(found[min(1, len(found) - 1)].number), draft=False),
        after=_choices(speech, found, chosen=str(found[0].number), draft=editing.revision > 0),
    )
    return admin_page("versions", locale, page, page.title)


@admin.get(f"{_BANK}/compare")
@staff_only(StaffRole.ADMIN)
def compare(me: SignedIn, locale: Locale) -> Response:
    """Two states of the bank, in words."""
    speech = Speech(locale)
    with services().database.reading() as tx:
        before = question_history.state(tx, request.args.get("before", ""))
        after = question_history.state(tx, request.args.get("after", ""))
    said = {"before": _name(speech, before.version), "after": _name(speech, after.version)}
    page = ComparePage(
        frame=frame(me, locale),
        title=speech.say("From %(before)s to %(after)s", **said),
        summary=present_differences.summary(speech, before.bank, after.bank),
        differences=present_differences.compared(
            speech, before.bank, after.bank, linked=after.version is None
        ),
        back_href=addresses.versions(locale),
    )
    return admin_page("compare", locale, page, page.title)


@admin.post(f"{_BANK}/versions/<int:number>/restore")
@staff_only(StaffRole.ADMIN)
def restore(me: SignedIn, locale: Locale, number: int) -> Response:
    """Make the draft of a version."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        drafts.restore(tx, drafts.BANK, number, who=writer(me))
    return see_other(addresses.bank(locale, "restored"))


def _name(speech: Speech, version: BankVersion | None) -> str:
    if version is None:
        return speech.say("the draft")
    return names.version_name(speech, version.number)


def _step(speech: Speech, step: Step) -> HistoryStep:
    return HistoryStep(
        title=names.capital(_name(speech, step.version)),
        about=names.published_when(speech, step.version) if step.version else speech.say("Not published yet"),
        difference=present_differences.view(speech, step.difference, linked=False),
    )


def _row(me: SignedIn, speech: Speech, version: BankVersion, *, restorable: bool) -> VersionRow:
    locale, number = speech.locale, version.number
    offered = restorable and not version.is_current
    return VersionRow(
        number=str(number),
        name=names.capital(_name(speech, version)),
        about=names.published_when(speech, version),
        note=version.note,
        hash=version.content_hash[:_SHORT_HASH],
        current=version.is_current,
        compare_href=addresses.compare(locale, str(number - 1), str(number)) if number > 1 else "",
        restore=button(me, locale, addresses.restore(locale, number)) if offered else None,
    )


def _choices(
    speech: Speech, found: tuple[BankVersion, ...], *, chosen: str, draft: bool
) -> tuple[Option, ...]:
    listed = [Option(str(v.number), names.capital(_name(speech, v)), chosen == str(v.number)) for v in found]
    if draft:
        listed = [Option(o.value, o.words) for o in listed]
        listed.insert(0, Option(DRAFT, names.capital(_name(speech, None)), chosen=True))
    return tuple(listed)
