"""The result as a document to keep: the page's own values, with the words of the report's frame."""

import io
from dataclasses import asdict
from typing import Any

import segno

from mentormatch.web.drawings import colours, marks
from mentormatch.web.visitor.pages import ResultPage
from mentormatch.web.visitor.speech import Speech


def report_values(speech: Speech, page: ResultPage) -> dict[str, Any]:
    """The values of `templates/report/result.typ`; nothing in them depends on the moment of asking."""
    return {
        "lang": speech.locale.value,
        "dir": speech.locale.direction,
        "colours": dict(colours()),
        "marks": dict(marks()),
        "result": asdict(page),
        "words": {**_frame(speech, page), **_summary(speech), **_plan(speech)},
        "code": _code(page.keeping.resume_url),
    }


def _frame(speech: Speech, page: ResultPage) -> dict[str, str]:
    return {
        "title": speech.say("Your result: mentoring or coaching"),
        "page": speech.say("Page %(number)s of %(count)s", number="{number}", count="{count}"),
        "made": speech.say("Result made on %(date)s.", date=page.made_on),
        "kept": speech.say("It deletes itself on %(date)s.", date=page.kept_until),
        "counselor": speech.say("A counselor’s view"),
        "back": speech.say("Come back later, or on another device"),
        "secret": speech.say(
            "Whoever has this address can see your answers: remove it before you pass this document on."
        ),
        "code": speech.say("QR code of this address"),
    }


def _summary(speech: Speech) -> dict[str, str]:
    return {
        "close_call": speech.say("Close call"),
        "ranking": speech.say("All kinds side by side"),
        "kind": speech.say("Kind"),
        "subject": speech.say("Subject"),
        "chance": speech.say("Chance of being the best fit"),
        "focus": speech.say("What the coaching would work on"),
        "traits": speech.say("Your preferences"),
        "traits_about": speech.say(
            "The dot is where your answers place you between two poles, both of them good. "
            "The band shows how far off that may be."
        ),
        "reasons": speech.say("Because you answered…"),
        "against": speech.say("What pulled the other way"),
        "change": speech.say("What would change the result"),
        "given": speech.say("Your answer"),
        "instead": speech.say("Instead"),
    }


def _plan(speech: Speech) -> dict[str, str]:
    return {
        "readiness": speech.say("How ready you are"),
        "competences": speech.say("Competences"),
        "commitments": speech.say("Commitment"),
        "begin_here": speech.say("Begin here"),
        "not_answered": speech.say("Not answered"),
        "where": speech.say("Where to look"),
        "where_become": speech.say("Where to offer your help"),
        "choose": speech.say("How to choose"),
        "message": speech.say("A first message, to make your own"),
        "meeting": speech.say("The first meeting"),
        "goals": speech.say("Your goals"),
        "rhythm": speech.say("Rhythm and format"),
        "mistakes": speech.say("Mistakes to watch for"),
    }


def _code(address: str) -> str:
    """The QR code of an address, as an SVG document."""
    image = io.BytesIO()
    segno.make(address, error="m", micro=False).save(image, kind="svg", border=2, xmldecl=False)
    return image.getvalue().decode()
