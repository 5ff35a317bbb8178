"""What passed between a visitor and the counselors, in the reader's words."""

from collections.abc import Mapping
from dataclasses import replace

from mentormatch.casework import Verdict
from mentormatch.guide import Focus, Kind
from mentormatch.i18n import Locale, long_date
from mentormatch.storage.reviews import Review
from mentormatch.usecases.counsel import CONSENT_VERSION, Counsel
from mentormatch.usecases.make_result import ResultView
from mentormatch.web.rendering import LINKS
from mentormatch.web.services import services
from mentormatch.web.visitor.counsel_page import AskingPart, CounselPart, WaitingPart, WordPart
from mentormatch.web.visitor.speech import Speech


def counsel_part(speech: Speech, view: ResultView, path: str) -> CounselPart:
    """The part of a result page about counselors; `path` is the result's own address."""
    counsel = view.counsel
    word, action = counsel.word, f"{path}/counselor"
    part = CounselPart()
    if word is not None and word.seen is not None:
        part = replace(part, word=word_part(speech, word, counsel.language))
    elif word is not None:
        part = replace(part, open_action=f"{action}/open")
    if counsel.waits:
        return replace(part, waiting=_waiting(speech, counsel, action))
    if counsel.answered:
        return part
    if not services().choices().asking_open:
        return replace(part, closed=True)
    return replace(part, asking=_asking(speech, counsel, action))


def with_errors(
    speech: Speech, part: CounselPart, values: Mapping[str, str], codes: Mapping[str, str]
) -> CounselPart:
    """The part with its form as it was sent, and what is wrong with it."""
    if part.asking is None:
        return part
    errors = {name: _problem(speech, code) for name, code in codes.items()}
    return replace(part, asking=replace(part.asking, values=values, errors=errors, notice=""))


def word_part(speech: Speech, review: Review, written: Locale | None) -> WordPart:
    """A counselor's word as its visitor sees it; its note was `written` for one language, and stays in it."""
    assert review.word is not None
    language = written or speech.locale
    word = review.word
    name = told_name(speech, word.told, word.told_focus)
    if word.verdict is Verdict.CONFIRM:
        sentence = speech.say("A counselor has looked at your answers and agrees: %(kind)s.", kind=name)
    else:
        sentence = speech.say(
            "A counselor has looked at your answers and would rather suggest: %(kind)s.", kind=name
        )
    dated = review.released or review.judged
    return WordPart(
        lang=speech.locale.value,
        dir=speech.locale.direction,
        note_lang=language.value,
        note_dir=language.direction,
        kind=word.told,
        title=speech.say("What a counselor says"),
        sentence=sentence,
        note=tuple(line for line in word.note_to_visitor.splitlines() if line.strip()),
        dated=speech.say("Written on %(date)s.", date=long_date(dated, speech.locale)),
    )


def told_name(speech: Speech, kind: str, focus: str | None) -> str:
    """The name of a kind, or of its focus where there is one."""
    return speech.text(f"focus.{Focus(focus)}.name") if focus else speech.kind_name(Kind(kind))


def _waiting(speech: Speech, counsel: Counsel, action: str) -> WaitingPart:
    request = counsel.request
    assert request is not None
    assert counsel.due is not None
    if request.email:
        reached = speech.say("We also write to this address:")
    else:
        reached = speech.say("Come back to this page by its link: the answer will be here.")
    sentence = speech.say(
        "You asked on %(asked)s. A counselor answers by %(due)s.",
        asked=long_date(request.asked, speech.locale),
        due=long_date(counsel.due, speech.locale),
    )
    return WaitingPart(request.message or "", sentence, reached, request.email or "", f"{action}/withdraw")


def _asking(speech: Speech, counsel: Counsel, action: str) -> AskingPart:
    taken_back = counsel.request is not None and counsel.request.withdrawn is not None
    notice = speech.say("Your question was taken back, and its text and address deleted.")
    return AskingPart(
        action=action,
        promise=speech.count(
            "An answer is promised within %(num)d working day.",
            "An answer is promised within %(num)d working days.",
            services().choices().promise_days,
        ),
        consent=speech.text(f"counsel.consent.{CONSENT_VERSION}"),
        privacy_href=LINKS[speech.locale].privacy,
        notice=notice if taken_back else "",
    )


def _problem(speech: Speech, code: str) -> str:
    return {
        "message-missing": speech.say("Please write what you would like to ask."),
        "message-long": speech.say("Please keep your message below 2000 characters."),
        "message-hidden": speech.say("Your message has hidden characters. Please type it anew."),
        "email-malformed": speech.say("Please write a whole e-mail address, such as name@example.org."),
        "email-missing": speech.say("Please write the address to which we may write."),
        "consent-missing": speech.say(
            "Please tick this if we may write to your address, or leave the address out."
        ),
    }[code]
