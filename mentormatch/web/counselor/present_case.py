"""A case in the reader's words; what the visitor will see, in the visitor's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mentormatch.casework import CaseState, Confidence
from mentormatch.guide import Focus, Kind, Role, kinds_for
from mentormatch.i18n import Locale, day_and_time, long_date, number
from mentormatch.storage.cases import Case
from mentormatch.usecases.review_case import Opened
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.usecases.weighing import weights_of
from mentormatch.values import dataclass
from mentormatch.web.accounts.frame import binding, button, frame, shown
from mentormatch.web.counselor import addresses
from mentormatch.web.counselor import speech as words_for
from mentormatch.web.counselor.forms import DeedForm, SayForm, new_key
from mentormatch.web.counselor.pages import (
    AnswerRow,
    CasePage,
    Choice,
    Deed,
    JudgePart,
    Moment,
    Question,
    Template,
)
from mentormatch.web.counselor.present_queue import due_words, facts
from mentormatch.web.counselor.views import unfolded
from mentormatch.web.visitor.counsel_page import WordPart
from mentormatch.web.visitor.present_counsel import told_name, word_part
from mentormatch.web.visitor.present_result import present
from mentormatch.web.visitor.speech import Speech

_ANSWERED = (CaseState.SECOND, CaseState.RELEASED)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a case lies open: in whose hands, and the view of the queue to go back to."""

    me: SignedIn
    locale: Locale
    case: Case
    view: str

    def address(self, deed: str) -> str:
        """Where a deed on the case is sent."""
        return addresses.case(self.locale, self.case.result_id, view=self.view, deed=deed)

    def deed(self, name: str) -> Deed:
        """A button that does something to the case as it is shown."""
        form = DeedForm(self.locale, binding(self.me), formdata=None)
        return Deed(replace(shown(form, self.address(name)), values={}), new_key(), self.case.revision)


# Long because the page is: one line for each of its parts, in reading order.
def case_page(
    desk: Desk,
    opened: Opened,
    *,
    said: str | None,
    form: SayForm | None,
    errors: dict[str, str] | None,
) -> CasePage:
    """The page of a case as values."""
    me, locale = desk.me, desk.locale
    speech, case, hidden = Speech(locale), opened.case, opened.hidden
    claim = opened.claim
    mine = claim is not None and claim.staff_id == me.member.id
    own_reading = case.state is CaseState.SECOND and bool(opened.reviews)
    may_claim = (case.state.is_open or (case.state is CaseState.SECOND and not own_reading)) and (
        claim is None or mine
    )
    result = present(opened.result, locale, "")
    first = opened.reviews[0] if opened.reviews else None
    said_code = "second" if said == "judged" and case.state is CaseState.RELEASED else said
    written = first if first is not None and first.word is not None else None
    weights = {} if hidden else weights_of(opened.result)
    return CasePage(
        frame=frame(me, locale),
        notice=words_for.said(speech, said_code) if form is None else "",
        title=speech.say("Case of %(date)s", date=long_date(case.made, locale)),
        facts=(words_for.state(speech, case.state), *facts(speech, case, hidden=hidden)),
        due=due_words(speech, case),
        holder=_holder(speech, opened, mine=mine),
        mine=mine,
        claim=button(me, locale, desk.address("claim")) if may_claim else None,
        let_go=button(me, locale, desk.address("let-go")) if mine else None,
        hidden=hidden,
        closed=_closed(speech, case.state, own=own_reading),
        question=_question(opened),
        careless=result.notices,
        answers=tuple(_answers(speech, opened, weights)),
        shows_weights=bool(weights),
        weighed_for="" if hidden else told_name(speech, case.kind, case.focus),
        headline="" if hidden else result.headline,
        kind="" if hidden else case.kind,
        bars=() if hidden else result.bars,
        focus_bars=() if hidden else result.focus_bars,
        traits=() if hidden else result.traits,
        readiness=result.readiness,
        thought=_thought(speech, opened),
        judge=_judge_part(desk, speech, opened, form, errors) if mine else None,
        preview=_preview(opened) if written is not None else None,
        private_note=first.private_note if first else "",
        reason=written.word.reason if written and written.word else "",
        release=desk.deed("release") if mine and case.state is CaseState.REVIEWED else None,
        undo=desk.deed("undo") if _may_undo(me, opened) else None,
        history=tuple(_history(speech, opened)),
        queue_href=addresses.queue(locale, **unfolded(desk.view)),
    )


def _holder(speech: Speech, opened: Opened, *, mine: bool) -> str:
    claim = opened.claim
    if claim is None:
        return ""
    until = day_and_time(claim.expires, speech.locale)
    if mine:
        return speech.say("Yours until %(time)s (UTC).", time=until)
    name = opened.names.get(claim.staff_id, "")
    return speech.say("%(name)s has this case until %(time)s (UTC).", name=name, time=until)


def _closed(speech: Speech, state: CaseState, *, own: bool) -> str:
    if own:
        return speech.say("You have read this case; a colleague reads it once more.")
    return {
        CaseState.WITHDRAWN: speech.say("The visitor took the question back. There is nothing to answer."),
        CaseState.REPLACED: speech.say("The visitor answered more questions; there is a newer result."),
    }.get(state, "")


def _question(opened: Opened) -> Question | None:
    request = opened.request
    if request is None or request.withdrawn is not None:
        return None
    locale = request.locale
    return Question(request.message or "", locale.value, locale.direction, request.email or "")


def _answers(speech: Speech, opened: Opened, weights: dict[str, float]) -> Iterator[AnswerRow]:
    attempt, bank = opened.result.attempt, opened.result.instrument.bank
    heaviest = max(map(abs, weights.values()), default=1.0) or 1.0
    for place in attempt.shown:
        question = bank.questions[place.index]
        code, weight = attempt.code(question), weights.get(question.key)
        chosen = question.options[code - 1].label[speech.locale] if 1 <= code <= len(question.options) else ""
        yield AnswerRow(
            prompt=question.prompt[speech.locale],
            answer=chosen or speech.say("Skipped"),
            seconds=speech.say("%(num)s s", num=number(attempt.elapsed[place.index] / 10, speech.locale)),
            weight=_signed(speech, weight),
            share=abs(weight or 0.0) / heaviest,
            toward=(weight or 0.0) > 0,
        )


def _signed(speech: Speech, weight: float | None) -> str:
    if weight is None:
        return ""
    rounded = round(weight, 2)
    written = number(abs(rounded), speech.locale, places=2)
    if not rounded:
        return written
    return f"\u2212{written}" if rounded < 0 else f"+{written}"


def _thought(speech: Speech, opened: Opened) -> str:
    """The judgement that is locked, where there is a blind one."""
    first = opened.reviews[0] if opened.reviews else None
    if first is None or not first.blind_first:
        return ""
    return speech.say(
        "Judged blind: %(kind)s, %(confidence)s.",
        kind=told_name(speech, first.thought.kind, first.thought.focus),
        confidence=words_for.confidence(speech, first.thought.confidence),
    )


def _judge_part(
    desk: Desk, speech: Speech, opened: Opened, form: SayForm | None, errors: dict[str, str] | None
) -> JudgePart | None:
    case = opened.case
    second = case.state is CaseState.SECOND
    if not case.state.is_open and (not second or opened.reviews):
        return None
    says = not second and not (case.blind_first and case.state is CaseState.WAITING)
    sent = form or SayForm(speech.locale, binding(desk.me), formdata=None, data=_known(opened))
    view = shown(sent, desk.address("say" if says else "judge"), errors)
    visitor = Locale(case.locale)
    return JudgePart(
        form=view,
        case_key=new_key(),
        revision=case.revision,
        kinds=tuple(_kinds(speech, opened, view.values.get("kind", ""))),
        focuses=tuple(_focuses(speech, view.values.get("focus", ""))) if case.role == Role.FIND else (),
        confidences=tuple(_confidences(speech, view.values.get("confidence", ""))),
        says=says,
        locked=case.blind_first and says,
        private=says or second,
        templates=tuple(_templates(visitor, Role(case.role))) if says else (),
        note_lang=visitor.value,
        note_dir=visitor.direction,
        note_language=visitor.own_name,
    )


def _known(opened: Opened) -> dict[str, str]:
    """What the form shows that was said before."""
    if not opened.reviews:
        return {}
    first = opened.reviews[0]
    known = {
        "kind": first.thought.kind,
        "focus": first.thought.focus or "",
        "confidence": str(int(first.thought.confidence)),
    }
    if first.word is None:
        return known
    word = first.word
    said = {"kind": word.told, "focus": word.told_focus or "", "reason": word.reason}
    return {**known, **said, "note": word.note_to_visitor, "private": word.private_note}


def _kinds(speech: Speech, opened: Opened, chosen: str) -> Iterator[Choice]:
    case = opened.case
    for kind in kinds_for(Role(case.role)):
        automatic = not opened.hidden and kind.value == case.kind
        hint = speech.say("The automatic result") if automatic else ""
        yield Choice(kind.value, speech.kind_name(kind), kind.value == chosen, kind.value, hint)


def _focuses(speech: Speech, chosen: str) -> Iterator[Choice]:
    for focus in Focus:
        yield Choice(focus.value, speech.text(f"focus.{focus}.name"), focus.value == chosen, focus.value)


def _confidences(speech: Speech, chosen: str) -> Iterator[Choice]:
    for one in Confidence:
        value = str(int(one))
        yield Choice(value, words_for.confidence(speech, one), value == chosen)


def _templates(locale: Locale, role: Role) -> Iterator[Template]:
    theirs = Speech(locale)
    for kind in kinds_for(role):
        text = theirs.text(f"counsel.note.{kind}")
        yield Template(theirs.kind_name(Kind(kind)), text, locale.value, locale.direction)


def _preview(opened: Opened) -> WordPart:
    theirs = Locale(opened.case.locale)
    return word_part(Speech(theirs), opened.reviews[0], theirs)


def _may_undo(me: SignedIn, opened: Opened) -> bool:
    first = opened.reviews[0] if opened.reviews else None
    if first is None or opened.case.state not in _ANSWERED or first.seen is not None:
        return False
    return me.member.id in (first.staff_id, first.released_by)


def _history(speech: Speech, opened: Opened) -> Iterator[Moment]:
    """What happened, oldest first."""

    def moment(when: datetime, words: str) -> tuple[datetime, str]:
        return when, words

    found = [moment(opened.case.made, speech.say("The result was made."))]
    request = opened.request
    if request is not None:
        found.append(moment(request.asked, speech.say("The visitor asked a counselor.")))
        if request.withdrawn is not None:
            found.append(moment(request.withdrawn, speech.say("The visitor took the question back.")))
    for review in opened.reviews:
        name = opened.names.get(review.staff_id, "")
        kind = told_name(speech, review.thought.kind, review.thought.focus)
        read = speech.say("Judged by %(name)s: %(kind)s", name=name, kind=kind)
        again = speech.say("Second reading by %(name)s: %(kind)s", name=name, kind=kind)
        found.append(moment(review.judged, read if review.reading == 1 else again))
        for when, words in (
            (review.undone, speech.say("Taken back, to be changed.")),
            (review.released, speech.say("Released to the visitor.")),
            (review.seen, speech.say("Opened by the visitor.")),
        ):
            if when is not None:
                found.append(moment(when, words))
    for when, words in sorted(found):
        yield Moment(day_and_time(when, speech.locale), words)
