"""What the codes of cases mean, in the reader's words."""

from mentormatch.casework import CaseState, Confidence, Origin
from mentormatch.guide import Role
from mentormatch.web.visitor.speech import Speech


def state(speech: Speech, code: CaseState) -> str:
    """Where a case stands."""
    return {
        CaseState.WAITING: speech.say("To review"),
        CaseState.JUDGED: speech.say("Judged, not written yet"),
        CaseState.REVIEWED: speech.say("Written, not released"),
        CaseState.SECOND: speech.say("Second reading"),
        CaseState.RELEASED: speech.say("Released"),
        CaseState.WITHDRAWN: speech.say("Withdrawn"),
        CaseState.REPLACED: speech.say("Replaced"),
    }[code]


def origin(speech: Speech, code: Origin) -> str:
    """Why a case is in the queue."""
    return {
        Origin.ASKED: speech.say("The visitor asked"),
        Origin.UNCERTAIN: speech.say("Close call"),
        Origin.ROUTINE: speech.say("Routine"),
    }[code]


def door(speech: Speech, role: Role) -> str:
    """The door of the quiz."""
    return speech.say("Find a mentor or a coach") if role is Role.FIND else speech.say("Become a mentor")


def confidence(speech: Speech, code: Confidence) -> str:
    """How sure a counselor is."""
    return {
        Confidence.UNSURE: speech.say("Not sure"),
        Confidence.FAIRLY: speech.say("Fairly sure"),
        Confidence.SURE: speech.say("Sure"),
    }[code]


def said(speech: Speech, code: str | None) -> str:
    """What has just happened, from the code in an address; "" for any other word."""
    return {
        "claimed": speech.say("The case is yours for now. Others see that you have it."),
        "let-go": speech.say("The case is back in the queue."),
        "judged": speech.say("Your judgement is locked. Here is what the matcher found."),
        "second": speech.say("Your reading is kept. Thank you."),
        "reviewed": speech.say("Saved. Look at it as the visitor will see it, then release it."),
        "released": speech.say("Released. It can be taken back until the visitor opens it."),
        "undone": speech.say("Taken back. The visitor has not seen it."),
    }.get(code or "", "")


def problem(speech: Speech, code: str) -> tuple[str, str]:
    """The field that something is wrong with, and what."""
    known = {
        "kind-missing": ("kind", speech.say("Please choose what fits.")),
        "focus-missing": ("focus", speech.say("Please choose what the coaching would work on.")),
        "confidence-missing": ("confidence", speech.say("Please say how sure you are.")),
        "reason-missing": ("reason", speech.say("Please say why you correct the automatic result.")),
    }
    if code in known:
        return known[code]
    field, _, what = code.partition("-")
    return field, {
        "long": speech.say("Please keep each text below 4,000 characters."),
        "hidden": speech.say("A text has hidden characters. Please type it anew."),
    }[what]


def moved(speech: Speech, code: str) -> tuple[str, ...]:
    """Why a deed was refused: a title and sentences."""
    gone = (speech.say("This case is gone"), speech.say("The visitor has erased everything, as anyone may."))
    return {
        "case": gone,
        "result": gone,
        "case-claimed": (
            speech.say("A colleague has this case"),
            speech.say("Your claim was over, and somebody else took the case. Nothing of yours was saved."),
        ),
        "case-taken": (
            speech.say("A colleague has this case"),
            speech.say("It is theirs for now. The queue shows who has which case."),
        ),
        "case-withdrawn": (
            speech.say("The visitor took the question back"),
            speech.say("There is nothing left to answer. Nothing was saved or sent."),
        ),
        "case-replaced": (
            speech.say("There is a newer result"),
            speech.say("The visitor answered more questions. The case of the newer result is in the queue."),
        ),
        "case-closed": (
            speech.say("This case is done"),
            speech.say("Somebody has released it meanwhile."),
        ),
        "own-reading": (
            speech.say("You have read this case"),
            speech.say("The second reading is for somebody else, so that the two can be compared."),
        ),
        "review-seen": (
            speech.say("The visitor has opened it"),
            speech.say("What was read can no longer be taken back."),
        ),
        "not-yours": (
            speech.say("A colleague wrote this"),
            speech.say("Only the person who wrote or released it can take it back."),
        ),
    }.get(
        code,
        (
            speech.say("This case has moved on"),
            speech.say("It was changed after your page was opened, perhaps by you in another window."),
        ),
    )
