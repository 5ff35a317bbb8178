"""The editor of a text: shown, saved, previewed, saved while one writes."""

import json

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.guide.sheets import Part, Sheet
from mentormatch.i18n import Locale
from mentormatch.usecases import edit_texts
from mentormatch.usecases.edit_texts import PLACE, TextEdit, TextMovedError, TextsEditing
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import check_key
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.admin import addresses, preview_texts
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.editor_form import Trouble, opened_from_text, opened_to_text, read_words
from mentormatch.web.admin.frame import admin_page, writer
from mentormatch.web.admin.present_text import ShownText, content_with, text_page
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_TEXT = "/<locale:locale>/admin/texts/<text_id>"
_LONGEST = 4000


@admin.get(_TEXT)
@staff_only(StaffRole.ADMIN)
def text(me: SignedIn, locale: Locale, text_id: str) -> Response:
    """The editor, with the text as it is in the draft."""
    editing = _look(text_id)
    return _page(me, locale, editing, _as_it_is(editing, text_id))


@admin.post(_TEXT)
@staff_only(StaffRole.ADMIN)
def save_text(me: SignedIn, locale: Locale, text_id: str) -> Response:
    """Save what was typed, or show it again: with what is wrong, or with what someone else saved."""
    check_key(me, locale)
    editing, deed = _look(text_id), request.form.get("action", "save")
    typed = _typed(text_id)
    if deed == "shipped":
        typed = _shipped(editing, typed)
    elif deed == "preview" or typed.troubles:
        return _page(me, locale, editing, typed)
    try:
        with services().database.transaction() as tx:
            edit_texts.save_text(tx, services().texts, _edit(editing, typed), who=writer(me))
    except TextMovedError as moved:
        words = Speech(locale).say("Someone else has saved this text meanwhile. Nothing was overwritten.")
        now = _as_it_is(moved.editing, text_id)
        shown = ShownText(text_id, typed.words, now.seen, now.opened, conflict=words, theirs=moved.theirs)
        return _page(me, locale, moved.editing, shown)
    return see_other(addresses.text(locale, text_id, at=_at(), said="saved"))


@admin.post(f"{_TEXT}/autosave")
@staff_only(StaffRole.ADMIN)
def autosave_text(me: SignedIn, locale: Locale, text_id: str) -> Response:
    """Save what was typed, for the page's script: what has become of it, in words."""
    check_key(me, locale)
    say, editing = Speech(locale).say, _look(text_id)
    typed = _typed(text_id)
    if typed.troubles:
        return _answer({"state": "waits", "words": say("Not saved yet: press Save to see what is missing.")})
    edit = _edit(editing, typed, holding=frozenset())
    try:
        with services().database.transaction() as tx:
            saved = edit_texts.save_text(tx, services().texts, edit, who=writer(me))
    except TextMovedError:
        words = say("Someone else has saved this text. Yours is still here: press Save to see both.")
        return _answer({"state": "moved", "words": words})
    seen = saved.fingerprint(text_id)
    return _answer({"state": "saved", "words": say("Saved in the draft."), "seen": seen})


@admin.post(f"{_TEXT}/live")
@staff_only(StaffRole.ADMIN)
def live_text(me: SignedIn, locale: Locale, text_id: str) -> Response:
    """What was typed where readers would meet it, for the page's script."""
    check_key(me, locale)
    editing = _look(text_id)
    sheet, part = _place(text_id)
    shown = preview_texts.previews(content_with(editing, _typed(text_id)), text_id, sheet, part)
    return _answer({"previews": [{"pieces": preview_texts.words_shown(it.body)} for it in shown]})


def _look(text_id: str) -> TextsEditing:
    served = services()
    if text_id not in served.texts.sheets.places:
        raise NotFoundError("text", text_id)
    with served.database.reading() as tx:
        return edit_texts.look(tx, served.texts)


def _as_it_is(editing: TextsEditing, text_id: str) -> ShownText:
    opened = opened_to_text(editing.opened(text_id))
    return ShownText(text_id, editing.words(text_id), editing.fingerprint(text_id), opened)


def _typed(text_id: str) -> ShownText:
    troubles: dict[str, Trouble] = {}
    words = read_words(request.form, PLACE, troubles, longest=_LONGEST)
    seen, opened = request.form.get("seen", ""), request.form.get("opened", "")
    return ShownText(text_id, words, seen, opened, troubles)


def _shipped(editing: TextsEditing, typed: ShownText) -> ShownText:
    shipped = editing.shipped[typed.text_id]
    return ShownText(typed.text_id, {locale: shipped[locale] for locale in Locale}, typed.seen, typed.opened)


def _edit(editing: TextsEditing, typed: ShownText, *, holding: frozenset[Locale] | None = None) -> TextEdit:
    opened = opened_from_text(typed.opened, editing.opened(typed.text_id))
    ticked = frozenset(lo for lo in Locale if request.form.get(f"holds-{PLACE}-{lo}"))
    return TextEdit(typed.text_id, typed.seen, opened, typed.words, ticked if holding is None else holding)


def _at() -> str:
    """The sheet that the preview was asked for; "" when none of them."""
    asked = request.form.get("at", request.args.get("at", ""))
    return asked if asked in services().texts.sheets.by_key else ""


def _place(text_id: str) -> tuple[Sheet, Part]:
    """The place that is previewed: on the sheet that was asked for, or the first."""
    places = services().texts.sheets.places[text_id]
    at = _at()
    return next((place for place in places if place[0].key == at), places[0])


def _page(me: SignedIn, locale: Locale, editing: TextsEditing, shown: ShownText) -> Response:
    page = text_page(me, Speech(locale), editing, shown, _place(shown.text_id))
    status = 409 if shown.conflict else 400 if shown.troubles else 200
    return admin_page("text", locale, page, page.title, status=status)


def _answer(content: dict[str, object]) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")
