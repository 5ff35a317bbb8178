"""What a counselor does with a case; a form that comes too late gets a page that says why."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import request
from flask.wrappers import Response

from mentormatch.errors import ConflictError, NotFoundError
from mentormatch.i18n import Locale
from mentormatch.quiz.characters import without_hidden_characters
from mentormatch.storage import Transaction
from mentormatch.usecases import review_case
from mentormatch.usecases.review_case import Hand
from mentormatch.usecases.saying import Spoken, UnfitSayingError, saying_of
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.web.accounts.frame import binding, frame
from mentormatch.web.accounts.guard import staff_only
from mentormatch.web.counselor import addresses
from mentormatch.web.counselor import speech as words_for
from mentormatch.web.counselor.blueprint import counselor
from mentormatch.web.counselor.case import page_of
from mentormatch.web.counselor.forms import DeedForm, SayForm
from mentormatch.web.counselor.pages import MovedPage
from mentormatch.web.counselor.views import opened_from, unfolded
from mentormatch.web.rendering import Head, render, see_other
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_CASE = "/<locale:locale>/counselor/cases/<uuid:result_id>"
Done = Callable[[Transaction, Hand], object]


@counselor.post(f"{_CASE}/claim")
@staff_only()
def claim(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """Take a case, or keep it for longer."""
    one, now = str(result_id), services().now()
    form = DeedForm(locale, binding(me))
    return _done(me, locale, one, form, "claimed", lambda tx, hand: review_case.claim(tx, one, hand, now=now))


@counselor.post(f"{_CASE}/let-go")
@staff_only()
def let_go(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """Give a case back."""
    one, now = str(result_id), services().now()
    form = DeedForm(locale, binding(me))
    return _done(me, locale, one, form, "let-go", lambda tx, hand: review_case.let_go(tx, one, hand, now=now))


@counselor.post(f"{_CASE}/judge")
@staff_only()
def judge(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """Lock a judgement."""
    one, now = str(result_id), services().now()
    form = SayForm(locale, binding(me))

    def deed(tx: Transaction, hand: Hand) -> None:
        if case := review_case.entered(tx, one, hand, now):
            saying = saying_of(case, _spoken(form), explains=False)
            review_case.judge(tx, one, saying.thought, saying.private_note, hand, now=now)

    return _done(me, locale, one, form, "judged", deed)


@counselor.post(f"{_CASE}/say")
@staff_only()
def say(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """Keep what is to be said."""
    one, now = str(result_id), services().now()
    form = SayForm(locale, binding(me))

    def deed(tx: Transaction, hand: Hand) -> None:
        if case := review_case.entered(tx, one, hand, now):
            review_case.say(tx, one, saying_of(case, _spoken(form), explains=True), hand, now=now)

    return _done(me, locale, one, form, "reviewed", deed)


@counselor.post(f"{_CASE}/release")
@staff_only()
def release(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """Let the visitor see it."""
    one, now = str(result_id), services().now()
    form = DeedForm(locale, binding(me))
    return _done(
        me, locale, one, form, "released", lambda tx, hand: review_case.release(tx, one, hand, now=now)
    )


@counselor.post(f"{_CASE}/undo")
@staff_only()
def undo(me: SignedIn, locale: Locale, result_id: UUID) -> Response:
    """Take it back before it is opened."""
    one, now = str(result_id), services().now()
    form = DeedForm(locale, binding(me))
    return _done(me, locale, one, form, "undone", lambda tx, hand: review_case.undo(tx, one, hand, now=now))


def _done(me: SignedIn, locale: Locale, result_id: str, form: DeedForm, said: str, deed: Done) -> Response:
    """The answer to a form: what was done, what is wrong with it, or why it came too late."""
    speech = Speech(locale)
    if not form.validate():
        return _again(me, locale, result_id, form, form.problems())
    hand = _hand(me, form)
    try:
        with services().database.transaction() as tx:
            deed(tx, hand)
    except UnfitSayingError as error:
        problems = dict(words_for.problem(speech, code) for code in error.codes)
        return _again(me, locale, result_id, form, problems)
    except ConflictError as error:
        return _moved(me, locale, result_id, form, error.code, 409)
    except NotFoundError as error:
        return _moved(me, locale, result_id, form, error.code, 404)
    return see_other(_case(locale, result_id, said))


def _case(locale: Locale, result_id: str, said: str = "") -> str:
    return addresses.case(locale, result_id, said, view=opened_from(request.args))


def _again(me: SignedIn, locale: Locale, result_id: str, form: DeedForm, errors: dict[str, str]) -> Response:
    """The case with the form as it was sent; a button's page just shows the case anew."""
    if isinstance(form, SayForm):
        return page_of(me, locale, result_id, form=form, errors=errors)
    return see_other(_case(locale, result_id))


def _moved(me: SignedIn, locale: Locale, result_id: str, form: DeedForm, code: str, status: int) -> Response:
    speech = Speech(locale)
    title, *sentences = words_for.moved(speech, code)
    kept: tuple[tuple[str, str], ...] = ()
    if isinstance(form, SayForm) and status == 409:
        named = (
            (speech.say("Reason"), form.reason.data),
            (speech.say("Note to the visitor"), form.note.data),
            (speech.say("Private note"), form.private.data),
        )
        kept = tuple((name, without_hidden_characters(text)) for name, text in named if text)
    page = MovedPage(
        frame=frame(me, locale),
        title=title,
        sentences=tuple(sentences),
        kept=kept,
        case_href=_case(locale, result_id) if status == 409 else "",
        queue_href=addresses.queue(locale, **unfolded(opened_from(request.args))),
    )
    return render("counselor/moved.html", locale, page, Head(title, private=True), status=status)


def _hand(me: SignedIn, form: DeedForm) -> Hand:
    written = str(form.revision.data or "")
    return Hand(
        staff_id=me.member.id,
        key=without_hidden_characters(str(form.case_key.data or ""))[:43],
        revision=int(written) if written.isdecimal() and len(written) < 10 else -1,
        lasts=timedelta(minutes=services().choices().claim_minutes),
    )


def _spoken(form: SayForm) -> Spoken:
    fields = (form.kind, form.focus, form.confidence, form.reason, form.note, form.private)
    return Spoken(*(str(field.data or "").replace("\r\n", "\n") for field in fields))
