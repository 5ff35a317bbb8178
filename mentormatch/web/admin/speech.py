"""What the codes and names of the bank are called, in the reader's words."""

from collections.abc import Callable, Mapping

from mentormatch.i18n import Locale, Words, day_and_time
from mentormatch.quiz import Format, Part
from mentormatch.quiz.drafting import QuestionDraft
from mentormatch.storage.banks import BankVersion
from mentormatch.web.accounts.pages import Link
from mentormatch.web.admin import addresses
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import Said
from mentormatch.web.visitor.speech import Speech


def said_in(words: Words, locale: Locale) -> Said:
    """A text in the reader's language, or in the first that it has."""
    order = (locale, *(other for other in Locale if other is not locale))
    found = next((known for known in order if words[known].strip()), locale)
    return Said(words[found].strip() or "…", found.value, found.direction)


def format_name(speech: Speech, form: Format) -> str:
    """What a format is called."""
    match form:
        case Format.AGREE:
            return speech.say("Statement")
        case Format.PAIR:
            return speech.say("Pair")
        case Format.CHOOSE:
            return speech.say("Situation")


def part_name(speech: Speech, part: Part) -> str:
    """What a part of the quiz is called."""
    match part:
        case Part.TRAITS:
            return speech.say("Traits")
        case Part.READINESS:
            return speech.say("Readiness")
        case Part.GATE:
            return speech.say("Gate")
        case Part.ATTENTION:
            return speech.say("Attention")


def role_name(speech: Speech, role: str) -> str:
    """What the doors of a question are called."""
    match role:
        case "find":
            return speech.say("Find a mentor")
        case "become":
            return speech.say("Become a mentor")
        case _:
            return speech.say("Both doors")


def option_name(speech: Speech, key: str) -> str:
    """What an option is called: by its key."""
    return speech.say("Option %(key)s", key=key.upper())


def place_name(speech: Speech, place: str) -> str:
    """What a text of a question is called, by its place."""
    if place.startswith("option "):
        return option_name(speech, place.removeprefix("option "))
    names: Mapping[str, Callable[[], str]] = {
        "prompt": lambda: speech.say("Question"),
        "help": lambda: speech.say("Why we ask"),
        "title": lambda: speech.say("Title of the bank"),
    }
    return names[place]()


def joined(speech: Speech, one: str, other: str) -> str:
    """Two names, the second inside the first, as the reader's language writes a list."""
    return speech.say("%(one)s, %(other)s", one=one, other=other) if other else one


def about(speech: Speech, question: QuestionDraft) -> str:
    """Format, part and doors of a question in one line."""
    parts = (
        format_name(speech, question.format),
        part_name(speech, question.part),
        role_name(speech, question.role),
    )
    return " · ".join(parts)


def back_to_bank(speech: Speech) -> Link:
    """The way back to the list of questions."""
    return Link(addresses.bank(speech.locale), speech.say("Back to the question bank"))


def version_name(speech: Speech, number: int) -> str:
    """What a version is called within a sentence."""
    return speech.say("version %(number)s", number=spelled(number, speech.locale))


def published_when(speech: Speech, version: BankVersion) -> str:
    """When a version was published."""
    return speech.say("Published on %(when)s (UTC)", when=day_and_time(version.published_at, speech.locale))


def capital(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def notice(speech: Speech, code: str | None) -> str:
    """What has just happened, from the code in an address; "" for any other word."""
    return _notices(speech).get(code or "", "")


def _notices(speech: Speech) -> dict[str, str]:
    _ = speech.say
    return {
        "saved": _("Saved in the draft. Visitors see it once it is published."),
        "added": _("The question is added at the end of the draft."),
        "duplicated": _("This is the copy. The original is unchanged."),
        "moved": _("The question has its new place."),
        "retired": _("The question is taken out of the draft. Published versions keep it."),
        "back": _("The question is in the draft again."),
        "published": _("Published. New visitors get this version; those on their way finish on theirs."),
        "discarded": _("The draft is discarded. The bank is as it was published."),
        "restored": _("That version is the draft now. Nothing changes for visitors until it is published."),
    }


def problem(speech: Speech, code: str, **values: object) -> str:
    """Why a field is refused."""
    _ = speech.say
    match code:
        case "hidden":
            return _("Characters that cannot be seen were taken out: %(found)s. Please save again.", **values)
        case "weight":
            return _("Please write a number from −1 to 1, or nothing.")
        case "key":
            return _("Please use small letters, digits and hyphens, 40 at most.")
        case "key-taken":
            return _("Another question has this name already.")
        case "note-missing":
            return _("Please say what is new, for those who read the list of versions.")
        case "note-long":
            return _("Please say it in at most %(num)s characters.", **values)
        case "note-hidden":
            return _("A text has hidden characters. Please type it anew.")
        case _:
            return _("This cannot be understood.")
