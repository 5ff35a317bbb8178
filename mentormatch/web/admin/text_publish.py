"""Publishing texts: what would change and what stands in the way, the note, the last step."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import ConflictError, InvalidInputError
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases import drafts, edit_texts, publish_texts, texts_gate
from mentormatch.usecases.edit_texts import TextsEditing
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import FormView
from mentormatch.web.admin import addresses, present_texts, text_speech
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page, sent_number, spelled, writer
from mentormatch.web.admin.pages import PublishNowPage, PublishPage
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_TEXTS = "/<locale:locale>/admin/texts"


@admin.get(f"{_TEXTS}/publish")
@staff_only(StaffRole.ADMIN)
def publish_text(me: SignedIn, locale: Locale) -> Response:
    """What would change, what stands in the way, and the note."""
    return _publish_page(me, locale, _look())


@admin.post(f"{_TEXTS}/publish")
@staff_only(StaffRole.ADMIN)
def keep_text_note(me: SignedIn, locale: Locale) -> Response:
    """Keep the note beside the draft that was seen, and go on to the last step."""
    check_key(me, locale)
    note = request.form.get("note", "").replace("\r\n", "\n")
    try:
        with services().database.transaction() as tx:
            drafts.keep_note(tx, drafts.TEXTS, note, revision=sent_number("revision"))
    except InvalidInputError as refusal:
        if not refusal.code.startswith("note"):
            raise
        return _publish_page(me, locale, _look(), note=note, refused=refusal)
    return see_other(addresses.publish_texts_now(locale))


@admin.get(f"{_TEXTS}/publish/now")
@staff_only(StaffRole.ADMIN, confirm="publish-texts")
def publish_text_now(me: SignedIn, locale: Locale) -> Response:
    """The last step: what will be published, as what."""
    editing, speech = _look(), Speech(locale)
    ready = bool(present_texts.changed(editing)) and bool(editing.note)
    page = PublishNowPage(
        frame=frame(me, locale),
        form=button(me, locale, addresses.publish_texts_now(locale)),
        lead=speech.say(
            "It becomes version %(number)s, and is read on every page within two seconds.",
            number=spelled(editing.number + 1, locale),
        ),
        note=editing.note,
        summary=_summary(speech, editing),
        revision=editing.revision,
        version=editing.number,
        ready=ready and not texts_gate.gate(editing).blocks,
        back_href=addresses.publish_texts(locale),
    )
    return admin_page("publish_now", locale, page, speech.say("Publish the draft"))


@admin.post(f"{_TEXTS}/publish/now")
@staff_only(StaffRole.ADMIN, confirm="publish-texts")
def publish_text_draft(me: SignedIn, locale: Locale) -> Response:
    """Publish the draft that was seen, over the version that was seen."""
    check_key(me, locale)
    seen, served = _look(), services()
    if (seen.revision, seen.number) != (sent_number("revision"), sent_number("version")):
        raise ConflictError("draft-moved", "another draft or version than was seen")
    with served.database.transaction() as tx:
        publish_texts.publish(tx, seen, texts_gate.gate(seen), who=writer(me))
    served.texts.expect_another()
    served.keep_up()
    return see_other(addresses.text_versions(locale, "published"))


@admin.post(f"{_TEXTS}/discard")
@staff_only(StaffRole.ADMIN)
def discard_texts(me: SignedIn, locale: Locale) -> Response:
    """Give up the draft that was seen."""
    check_key(me, locale)
    with services().database.transaction() as tx:
        drafts.discard(tx, drafts.TEXTS, revision=sent_number("revision"), who=writer(me))
    return see_other(addresses.texts(locale, "discarded"))


def _look() -> TextsEditing:
    served = services()
    with served.database.reading() as tx:
        return edit_texts.look(tx, served.texts)


def _summary(speech: Speech, editing: TextsEditing) -> str:
    number = len(present_texts.changed(editing))
    if not number:
        return speech.say("No text differs.")
    return speech.count("%(num)s text changed", "%(num)s texts changed", number)


def _publish_page(
    me: SignedIn,
    locale: Locale,
    editing: TextsEditing,
    *,
    note: str = "",
    refused: InvalidInputError | None = None,
) -> Response:
    speech, found, texts = Speech(locale), texts_gate.gate(editing), services().texts
    plain = button(me, locale, addresses.publish_texts(locale))
    longest = spelled(drafts.LONGEST_NOTE, locale)
    errors = {"note": names.problem(speech, refused.code, num=longest)} if refused else {}
    typed = {"note": without_hidden_characters(note) or editing.note}
    differing = publish_texts.differences(texts, editing.base, editing.draft)
    page = PublishPage(
        frame=frame(me, locale),
        notice="",
        form=FormView(plain.action, plain.key, typed, errors),
        discard=button(me, locale, addresses.discard_texts(locale)),
        back=text_speech.back_to_texts(speech),
        empty=speech.say("There is no draft. Change a text, and it begins."),
        clear=speech.say(
            "Nothing stands in the way: complete in three languages, nothing out of date, every place"
            " to fill kept."
        ),
        impact=None,
        summary=_summary(speech, editing),
        blocks=tuple(present_texts.finding(speech, texts, one) for one in found.blocks),
        warns=tuple(present_texts.finding(speech, texts, one) for one in found.warns),
        differences=tuple(
            present_texts.difference(speech, texts, editing, one, linked=True) for one in differing
        ),
        revision=editing.revision,
        has_draft=editing.revision > 0,
    )
    title = speech.say("Check and publish")
    return admin_page("publish", locale, page, title, status=400 if refused else 200)
