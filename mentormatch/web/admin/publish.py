"""Publishing: what would change and what stands in the way, the note, the last step."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import ConflictError, InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases import bank_gate, drafts, edit_bank, jobs
from mentormatch.usecases.bank_gate import Gate
from mentormatch.usecases.edit_bank import Editing
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import FormView, Link
from mentormatch.web.admin import addresses, present_differences, present_findings
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page, sent_number, spelled, writer
from mentormatch.web.admin.pages import ImpactAsk, PublishNowPage, PublishPage
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_BANK = "/<locale:locale>/admin/bank"


@admin.get(f"{_BANK}/publish")
@staff_only(StaffRole.ADMIN)
def publish(me: SignedIn, locale: Locale) -> Response:
    """What would change, what stands in the way, and the note."""
    return _publish_page(me, locale, _look())


@admin.post(f"{_BANK}/publish")
@staff_only(StaffRole.ADMIN)
def keep_note(me: SignedIn, locale: Locale) -> Response:
    """Keep the note beside the draft that was seen, and go on to the last step."""
    check_key(me, locale)
    note = request.form.get("note", "").replace("\r\n", "\n")
    try:
        with services().database.transaction() as tx:
            drafts.keep_note(tx, drafts.BANK, note, revision=sent_number("revision"))
    except InvalidInputError as refusal:
        if not refusal.code.startswith("note"):
            raise
        return _publish_page(me, locale, _look(), note=note, refused=refusal)
    return see_other(addresses.publish_now(locale))


@admin.get(f"{_BANK}/publish/now")
@staff_only(StaffRole.ADMIN, confirm="publish")
def publish_now(me: SignedIn, locale: Locale) -> Response:
    """The last step: what will be published, as what."""
    editing, speech = _look(), Speech(locale)
    ready = editing.revision > 0 and bool(editing.note) and not _gate(editing).blocks
    page = PublishNowPage(
        frame=frame(me, locale),
        form=button(me, locale, addresses.publish_now(locale)),
        lead=speech.say(
            "It becomes version %(number)s. New visitors get it at once;"
            " those on their way finish on theirs.",
            number=spelled(editing.version.number + 1, locale),
        ),
        note=editing.note,
        summary=present_differences.summary(speech, editing.base, editing.draft),
        revision=editing.revision,
        version=editing.version.number,
        ready=ready,
        back_href=addresses.publish(locale),
    )
    return admin_page("publish_now", locale, page, speech.say("Publish the draft"))


@admin.post(f"{_BANK}/publish/now")
@staff_only(StaffRole.ADMIN, confirm="publish")
def publish_draft(me: SignedIn, locale: Locale) -> Response:
    """Publish the draft that was seen, over the version that was seen."""
    check_key(me, locale)
    seen = _look()
    if (seen.revision, seen.version.number) != (sent_number("revision"), sent_number("version")):
        raise ConflictError("draft-moved", "another draft or version than was seen")
    passed = _gate(seen)
    with services().database.transaction() as tx:
        bank_gate.publish_draft(tx, seen, passed, by=me.member.id, now=services().now())
    return see_other(addresses.versions(locale, "published"))


@admin.post(f"{_BANK}/discard")
@staff_only(StaffRole.ADMIN)
def discard(me: SignedIn, locale: Locale) -> Response:
    """Give up the draft that was seen."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        drafts.discard(tx, drafts.BANK, revision=sent_number("revision"), who=writer(me))
    return see_other(addresses.bank(locale, "discarded"))


def _look() -> Editing:
    with services().database.reading() as tx:
        return edit_bank.look(tx)


def _gate(editing: Editing) -> Gate:
    return bank_gate.gate(editing, services().instruments.model)


def _publish_page(
    me: SignedIn,
    locale: Locale,
    editing: Editing,
    *,
    note: str = "",
    refused: InvalidInputError | None = None,
) -> Response:
    speech, found = Speech(locale), _gate(editing)
    plain = button(me, locale, addresses.publish(locale))
    longest = spelled(drafts.LONGEST_NOTE, locale)
    errors = {"note": names.problem(speech, refused.code, num=longest)} if refused else {}
    typed = {"note": without_hidden_characters(note) or editing.note}
    page = PublishPage(
        frame=frame(me, locale),
        notice=names.notice(speech, request.args.get("said")),
        form=FormView(plain.action, plain.key, typed, errors),
        discard=button(me, locale, addresses.discard(locale)),
        back=names.back_to_bank(speech),
        empty=speech.say("There is no draft. Change a question, and it begins."),
        clear=speech.say(
            "Nothing stands in the way: complete in three languages, every trait covered, every kind"
            " reachable and none too easily."
        ),
        impact=ImpactAsk(
            ask=button(me, locale, addresses.impact(locale)) if jobs.can_be_measured(editing) else None,
            last=_impact_link(speech),
        ),
        summary=present_differences.summary(speech, editing.base, editing.draft),
        blocks=tuple(present_findings.finding(speech, editing, one) for one in found.blocks),
        warns=tuple(present_findings.finding(speech, editing, one) for one in found.warns),
        differences=present_differences.compared(speech, editing.base, editing.draft, linked=True),
        revision=editing.revision,
        has_draft=editing.revision > 0,
    )
    title = speech.say("Check and publish")
    return admin_page("publish", locale, page, title, status=400 if refused else 200)


def _impact_link(speech: Speech) -> Link | None:
    with services().database.reading() as tx:
        job = jobs.latest_impact(tx)
    if job is None:
        return None
    return Link(addresses.job(speech.locale, job.id), speech.say("Look at the last measurement"))
