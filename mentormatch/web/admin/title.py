"""The title of the bank, in its languages."""

from dataclasses import field

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.i18n import Locale, Words
from mentormatch.quiz.document import MAX_PROMPT
from mentormatch.quiz.stale import TITLE, TITLE_KEY
from mentormatch.usecases import edit_bank, edit_title
from mentormatch.usecases.edit_bank import Editing, seen_words
from mentormatch.usecases.edit_title import TitleEdit, TitleMovedError, opened_title
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.values import dataclass
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import FormView
from mentormatch.web.admin import addresses
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.editor_form import Trouble, opened_from_text, opened_to_text, read_words
from mentormatch.web.admin.frame import admin_page, writer
from mentormatch.web.admin.pages import LanguageField, TextFields, TitlePage
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_TITLE = "/<locale:locale>/admin/bank/title"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the form shows, and the state last seen and first opened that it carries along."""

    words: Words
    seen: str
    opened: str
    troubles: dict[str, Trouble] = field(default_factory=dict)
    conflict: str = ""
    theirs: Words | None = None


@admin.get(_TITLE)
@staff_only(StaffRole.ADMIN)
def title(me: SignedIn, locale: Locale) -> Response:
    """The editor, with the title as it is in the draft."""
    editing = _look()
    return _page(me, Speech(locale), editing, _as_it_is(editing))


@admin.post(_TITLE)
@staff_only(StaffRole.ADMIN)
def save_title(me: SignedIn, locale: Locale) -> Response:
    """Save what was typed, or show it again: with what is wrong, or with what someone else saved."""
    check_key(me, locale)
    speech, editing, troubles = Speech(locale), _look(), dict[str, Trouble]()
    words, sent = read_words(request.form, TITLE, troubles), request.form
    if troubles:
        typed = _Shown(words, sent.get("seen", ""), sent.get("opened", ""), troubles)
        return _page(me, speech, editing, typed)
    holding = frozenset(lo for lo in Locale if sent.get(f"holds-{TITLE}-{lo}"))
    opened = opened_from_text(sent.get("opened", ""), opened_title(editing))
    try:
        with services().database.transaction() as tx:
            edit_title.save_title(tx, TitleEdit(sent.get("seen", ""), opened, words, holding), who=writer(me))
    except TitleMovedError as moved:
        said = speech.say("Someone else has saved this text meanwhile. Nothing was overwritten.")
        now, theirs = _as_it_is(moved.editing), moved.editing.draft.title
        shown = _Shown(words, now.seen, now.opened, conflict=said, theirs=theirs)
        return _page(me, speech, moved.editing, shown)
    return see_other(addresses.title(locale, "saved"))


def _look() -> Editing:
    with services().database.reading() as tx:
        return edit_bank.look(tx)


def _as_it_is(editing: Editing) -> _Shown:
    words = editing.draft.title
    return _Shown(words, seen_words(words), opened_to_text(opened_title(editing)))


def _page(me: SignedIn, speech: Speech, editing: Editing, shown: _Shown) -> Response:
    here = addresses.title(speech.locale)
    plain = button(me, speech.locale, here)
    errors = {
        name: names.problem(speech, trouble.code, found=trouble.found)
        for name, trouble in shown.troubles.items()
    }
    heading = names.place_name(speech, TITLE)
    fields = tuple(_field(editing, shown, errors, locale) for locale in Locale)
    page = TitlePage(
        frame=frame(me, speech.locale),
        notice=names.notice(speech, request.args.get("said")),
        conflict=shown.conflict,
        form=FormView(here, plain.key, {}, errors),
        fields=TextFields(speech.say("The text"), fields, 2),
        seen=shown.seen,
        opened=shown.opened,
        back=names.back_to_bank(speech),
        here=here,
    )
    status = 409 if shown.conflict else 400 if errors else 200
    return admin_page("title", speech.locale, page, heading, status=status)


def _field(editing: Editing, shown: _Shown, errors: dict[str, str], locale: Locale) -> LanguageField:
    name, words = f"{TITLE}-{locale}", shown.words[locale]
    theirs = shown.theirs[locale] if shown.theirs and shown.theirs[locale] != words else None
    return LanguageField(
        name=name,
        lang=locale.value,
        dir=locale.direction,
        language=locale.own_name,
        value=words,
        most=MAX_PROMPT,
        stale=locale in editing.marks_of(TITLE_KEY).get(TITLE, frozenset()),
        holds=f"holds-{name}",
        error=errors.get(name, ""),
        theirs=theirs,
    )
