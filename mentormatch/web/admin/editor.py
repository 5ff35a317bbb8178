"""The question editor: shown, saved, previewed, saved while one writes."""

import json
from dataclasses import replace

from flask import request
from flask.wrappers import Response

from mentormatch.accounts.roles import StaffRole
from mentormatch.errors import NotFoundError
from mentormatch.i18n import Locale
from mentormatch.quiz import Format, Part
from mentormatch.quiz.document import MAX_OPTIONS
from mentormatch.quiz.drafting import QuestionDraft
from mentormatch.quiz.stale import Opened
from mentormatch.usecases import arrange_bank, edit_bank
from mentormatch.usecases.edit_bank import ABSENT, Editing, QuestionEdit, QuestionMovedError
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.values import dataclass
from mentormatch.web.accounts.frame import button, check_key, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.accounts.pages import FormView, Link, Option
from mentormatch.web.admin import addresses, present_editor
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.blueprint import admin
from mentormatch.web.admin.editor_form import (
    ROLES,
    Trouble,
    Typed,
    changed_by,
    opened_from_text,
    opened_to_text,
    read_question,
)
from mentormatch.web.admin.frame import admin_page, spelled, writer
from mentormatch.web.admin.pages import EditorPage
from mentormatch.web.admin.present_editor import Shown
from mentormatch.web.rendering import see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_QUESTION = "/<locale:locale>/admin/bank/questions/<key>"


@admin.get(_QUESTION)
@staff_only(StaffRole.ADMIN)
def question(me: SignedIn, locale: Locale, key: str) -> Response:
    """The editor, with the question as it is in the draft."""
    editing = _look()
    shown = Shown(editing.draft.question(key), editing.marks_of(key))
    return _page(me, locale, editing, key, shown, _as_it_is(editing, key))


@admin.post(_QUESTION)
@staff_only(StaffRole.ADMIN)
def save_question(me: SignedIn, locale: Locale, key: str) -> Response:
    """Save what was typed, or show it again: with what is wrong, or with what someone else saved."""
    check_key(me, locale)
    editing, deed = _look(), request.form.get("action", "save")
    typed = _typed(editing, key)
    if deed == "preview" or typed.troubles:
        return _again(me, locale, editing, key, typed)
    wanted = changed_by(typed.question, deed, arrange_bank.option_key(typed.question))
    try:
        with services().database.transaction() as tx:
            edit = replace(_edit(editing, key, typed), question=wanted)
            edit_bank.save_question(tx, edit, who=writer(me))
    except QuestionMovedError as moved:
        return _moved(me, locale, moved, key, typed)
    return see_other(addresses.question(locale, wanted.key, "saved"))


@admin.post(f"{_QUESTION}/autosave")
@staff_only(StaffRole.ADMIN)
def autosave(me: SignedIn, locale: Locale, key: str) -> Response:
    """Save what was typed, for the page's script: what has become of it, in words."""
    check_key(me, locale)
    say, editing = Speech(locale).say, _look()
    typed = _typed(editing, key)
    if typed.troubles or typed.question.key != key:
        return _answer({"state": "waits", "words": say("Not saved yet: press Save to see what is missing.")})
    try:
        with services().database.transaction() as tx:
            edit = replace(_edit(editing, key, typed), holding=frozenset())
            saved = edit_bank.save_question(tx, edit, who=writer(me))
    except QuestionMovedError:
        words = say("Someone else has saved this question. Your text is still here: press Save to see both.")
        return _answer({"state": "moved", "words": words})
    return _answer({"state": "saved", "words": say("Saved in the draft."), "seen": saved.fingerprint(key)})


@admin.post(f"{_QUESTION}/live")
@staff_only(StaffRole.ADMIN)
def live(me: SignedIn, locale: Locale, key: str) -> Response:
    """What was typed as visitors would see it, and what it argues for, for the page's script."""
    check_key(me, locale)
    typed = _typed(_look(), key)
    views = present_editor.argument_views(Speech(locale), typed.question)
    seen = present_editor.previews(typed.question)
    return _answer(
        {
            "arguments": [
                {"toward": v.toward, "bars": [{"words": b.percent, "share": b.share} for b in v.bars]}
                for v in views
            ],
            "previews": [
                {"prompt": p.prompt, "why": p.why, "choices": [c.label for c in p.choices]} for p in seen
            ],
        }
    )


def _look() -> Editing:
    with services().database.reading() as tx:
        return edit_bank.look(tx)


def _known(editing: Editing, key: str) -> QuestionDraft:
    """The question in the draft, or as it was published when someone has retired it meanwhile."""
    found = editing.find(key)
    return found if found is not None else editing.base.question(key)


def _typed(editing: Editing, key: str) -> Typed:
    form = _format(editing, key)
    renames = not editing.base.has(key)
    typed = read_question(request.form, form, key=key, renames=renames)
    if typed.question.key != key and (
        editing.draft.has(typed.question.key) or editing.base.has(typed.question.key)
    ):
        troubles = {**typed.troubles, "key": Trouble("key-taken")}
        return replace(typed, question=replace(typed.question, key=key), troubles=troubles)
    return typed


def _format(editing: Editing, key: str) -> Format:
    try:
        return _known(editing, key).format
    except NotFoundError:
        # Someone has renamed or retired a new question: what was typed is still worth keeping.
        sent = request.form.get("format", "")
        if sent not in tuple(Format):
            raise
        return Format(sent)


def _edit(editing: Editing, key: str, typed: Typed) -> QuestionEdit:
    there = editing.find(key)
    now = Opened(there.texts if there else {}, editing.marks_of(key))
    opened = opened_from_text(request.form.get("opened", ""), now)
    return QuestionEdit(key, request.form.get("seen", ABSENT), opened, typed.question, typed.holding)


@dataclass(frozen=True, slots=True)
class _Carried:
    """What the form carries along: the state last seen, the state first opened; and what went wrong."""

    seen: str
    opened: str
    conflict: str = ""


def _again(me: SignedIn, locale: Locale, editing: Editing, key: str, typed: Typed) -> Response:
    """What was typed, shown again: for a preview, or with what is wrong."""
    shown = Shown(typed.question, editing.marks_of(key), typed, troubles=typed.troubles)
    carried = _Carried(request.form.get("seen", ABSENT), request.form.get("opened", ""))
    return _page(me, locale, editing, key, shown, carried)


def _moved(me: SignedIn, locale: Locale, moved: QuestionMovedError, key: str, typed: Typed) -> Response:
    """What was typed beside what someone else has saved; saving again chooses."""
    say, editing = Speech(locale).say, moved.editing
    shown = Shown(typed.question, editing.marks_of(key), typed, moved.theirs)
    words = say("Someone else has saved this question meanwhile. Nothing was overwritten.")
    if moved.theirs is None:
        words = say("Someone else has retired this question. Save, and it is in the draft again.")
    return _page(me, locale, editing, key, shown, replace(_as_it_is(editing, key), conflict=words))


def _as_it_is(editing: Editing, key: str) -> _Carried:
    there = editing.find(key)
    opened = Opened(there.texts if there else {}, editing.marks_of(key))
    return _Carried(editing.fingerprint(key), opened_to_text(opened))


def _page(
    me: SignedIn, locale: Locale, editing: Editing, key: str, shown: Shown, carried: _Carried
) -> Response:
    page = _editor_page(me, Speech(locale), editing, key, shown, carried)
    status = 409 if carried.conflict else 400 if shown.troubles else 200
    return admin_page("question", locale, page, page.heading, status=status)


def _editor_page(  # one value a field of the page
    me: SignedIn, speech: Speech, editing: Editing, key: str, shown: Shown, carried: _Carried
) -> EditorPage:
    locale, draft, asked = speech.locale, editing.draft, shown.question
    place = draft.place(key) if draft.has(key) else len(draft.questions)
    columns, rows = present_editor.grid(speech, shown)
    here = addresses.question(locale, key)
    plain = button(me, locale, here)
    return EditorPage(
        frame=frame(me, locale),
        notice=names.notice(speech, request.args.get("said")),
        conflict=carried.conflict,
        form=FormView(here, plain.key, {}, _errors(speech, shown)),
        deeds=plain,
        key=asked.key,
        heading=speech.say("Question %(number)s", number=spelled(place + 1, locale)),
        about=names.about(speech, asked),
        format=asked.format.value,
        renames=not editing.base.has(key),
        parts=tuple(Option(p.value, names.part_name(speech, p), asked.part is p) for p in Part),
        roles=tuple(Option(r, names.role_name(speech, r), asked.role == r) for r in ROLES),
        prompt=present_editor.text_fields(speech, shown, "prompt"),
        help=present_editor.text_fields(speech, shown, "help"),
        options=present_editor.option_fields(speech, shown),
        may_add=asked.format is Format.CHOOSE and len(asked.options) < MAX_OPTIONS,
        columns=columns,
        grid=rows,
        arguments=present_editor.argument_views(speech, asked),
        previews=present_editor.previews(asked),
        seen=carried.seen,
        opened=carried.opened,
        place=place + 1,
        total=len(draft.questions),
        previous=_neighbour(locale, editing, place - 1, speech.say("Previous question")),
        following=_neighbour(locale, editing, place + 1, speech.say("Next question")),
        back_href=addresses.bank(locale),
        history_href=addresses.of_question(locale, key, "history"),
        here=here,
    )


def _errors(speech: Speech, shown: Shown) -> dict[str, str]:
    return {name: names.problem(speech, t.code, found=t.found) for name, t in shown.troubles.items()}


def _neighbour(locale: Locale, editing: Editing, place: int, words: str) -> Link | None:
    questions = editing.draft.questions
    if not 0 <= place < len(questions):
        return None
    return Link(addresses.question(locale, questions[place].key), words)


def _answer(content: dict[str, object]) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/json")
