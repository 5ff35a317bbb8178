"""What the settings are called, in the reader's words."""

from collections.abc import Iterator

from mentormatch.i18n import number
from mentormatch.usecases.choices import LONGEST_NOTICE, NUMBERS
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech


def names(speech: Speech) -> dict[str, str]:
    """Every setting that can be changed."""
    _ = speech.say
    return {
        "promise_days": _("Answer promised within (working days)"),
        "asking_open": _("Visitors may ask a counselor"),
        "blind_percent": _("Judged blind (percent of new cases)"),
        "double_percent": _("Read twice (percent of new cases)"),
        "claim_minutes": _("A claim keeps a case for (minutes)"),
        "unfinished_days": _("Unfinished quizzes are kept for (days)"),
        "result_days": _("Results are kept for (days)"),
        "contact_days": _("Questions and addresses are kept after the answer for (days)"),
        "notice": _("Notice to visitors"),
    }


def parts(speech: Speech) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """The parts of the page: key, heading, what a change does, and the numbers in it."""
    _ = speech.say
    yield (
        "counsel",
        _("Counsel"),
        _("What was promised or asked before stays as it was promised."),
        ("promise_days",),
    )
    yield (
        "reading",
        _("How cases are read"),
        _("How a case is read is drawn when it is made: a change holds for new cases only."),
        ("blind_percent", "double_percent", "claim_minutes"),
    )
    yield (
        "keeping",
        _("How long things are kept"),
        _(
            "The privacy page tells visitors these periods, and each result its date. They hold for "
            "everything that is kept already: a shorter one deletes within the hour, for good. "
            "Before you make one longer, remember what visitors were told when they answered."
        ),
        ("unfinished_days", "result_days", "contact_days"),
    )


def hint(speech: Speech, name: str, own: int) -> str:
    """What a number may be, and what the installation's own is."""
    whole = NUMBERS[name]
    return speech.say(
        "From %(least)s to %(most)s. As installed: %(own)s.",
        least=_spelled(speech, whole.least),
        most=_spelled(speech, whole.most),
        own=_spelled(speech, own),
    )


def problem(speech: Speech, name: str, code: str) -> str:
    """Why a field was not understood."""
    match code:
        case "not-whole":
            whole = NUMBERS[name]
            return speech.say(
                "%(name)s: please write a whole number from %(least)s to %(most)s.",
                name=names(speech)[name],
                least=_spelled(speech, whole.least),
                most=_spelled(speech, whole.most),
            )
        case "notice-long":
            return speech.say(
                "Please keep the notice below %(most)s characters.", most=_spelled(speech, LONGEST_NOTICE)
            )
        case "notice-missing":
            return speech.say("Please write the notice in all three languages, or in none.")
        case _:
            return speech.say("The notice has hidden characters. Please type it anew.")


def _spelled(speech: Speech, value: int) -> str:
    return number(value, speech.locale, digits=services().settings.digits)
