"""The texts as a list: the pages they are read on, the texts of one of them, a search."""

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.guide.sheets import GuideSheet, Sheet
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.usecases import edit_texts
from mentormatch.usecases.edit_texts import TextsEditing
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import Link
from mentormatch.web.admin import present_texts, text_speech
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.frame import admin_page
from mentormatch.web.admin.text_pages import TextGroup, TextsPage
from mentormatch.web.rendering import LINKS
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_LONGEST_QUERY = 100


@admin.get("/<locale:locale>/admin/texts")
@staff_only(StaffRole.ADMIN)
def texts(me: SignedIn, locale: Locale) -> Response:
    """The pages that texts are read on, one of them, or what a search finds."""
    served, speech = services(), Speech(locale)
    with served.database.reading() as tx:
        editing = edit_texts.look(tx, served.texts)
    query = " ".join(without_hidden_characters(request.args.get("q", "")[:_LONGEST_QUERY]).split())
    asked = "" if query else request.args.get("sheet", "")
    if asked and asked not in served.texts.sheets.by_key:
        raise NotFoundError("sheet", asked)
    sheet = served.texts.sheets.by_key.get(asked)
    groups = _groups(speech, editing, query, sheet)
    number = sum(len(group.rows) for group in groups)
    page = TextsPage(
        frame=frame(me, locale),
        notice=text_speech.notice(speech, request.args.get("said")),
        title=text_speech.sheet_name(speech, sheet) if sheet else speech.say("Texts"),
        state=present_texts.state(speech, editing),
        facts=() if sheet or query else present_texts.facts(speech, served.texts, editing),
        query=query,
        found=speech.count("%(num)s text found", "%(num)s texts found", number) if query else "",
        sheet=asked,
        public=_public(speech, sheet),
        groups=() if sheet or query else present_texts.sheet_groups(speech, served.texts, editing),
        texts=groups,
        back=text_speech.back_to_texts(speech) if sheet or query else None,
    )
    return admin_page("texts", locale, page, page.title)


def _groups(speech: Speech, editing: TextsEditing, query: str, sheet: Sheet | None) -> tuple[TextGroup, ...]:
    if query:
        rows = present_texts.found(speech, services().texts, editing, query)
        return (TextGroup("", rows),) if rows else ()
    return present_texts.text_groups(speech, editing, sheet) if sheet else ()


def _public(speech: Speech, sheet: Sheet | None) -> Link | None:
    """The page itself, where everyone may read it."""
    if not isinstance(sheet, GuideSheet):
        return None
    address = LINKS[speech.locale].guide + (f"/{sheet.name}" if sheet.name else "")
    return Link(address, speech.say("Open the page"))
