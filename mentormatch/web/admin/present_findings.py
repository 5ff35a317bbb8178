"""What the gate found in the bank, with a link to its place."""

import re

from mentormatch.i18n import Locale
from mentormatch.quiz.findings import Finding
from mentormatch.quiz.stale import TITLE
from mentormatch.usecases.edit_bank import Editing
from mentormatch.web.admin import addresses, sayings
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import FindingView
from mentormatch.web.admin.say_bank import BANK
from mentormatch.web.visitor.speech import Speech

_PATH = re.compile(r"questions\[(\d+)\](?:\.(.*))?")
_OPTION = re.compile(r"options\[(\d+)\]")


def finding(speech: Speech, editing: Editing, found: Finding) -> FindingView:
    """One finding, with where it is."""
    place, href = _place(speech, editing, found.path)
    return sayings.view(speech, found.message, BANK, place=place, href=href)


def _place(speech: Speech, editing: Editing, path: str) -> tuple[str, str]:
    """What the place in the document is called, and the address of its editor."""
    if path.partition(".")[0] == TITLE:
        return _in_language(speech, names.place_name(speech, TITLE), path), addresses.title(speech.locale)
    match = _PATH.match(path)
    if match is None or int(match[1]) >= len(editing.draft.questions):
        return speech.say("The bank as a whole"), ""
    number = int(match[1])
    question = editing.draft.questions[number]
    name = speech.say("Question %(number)s", number=spelled(number + 1, speech.locale))
    inside = match[2] or ""
    if (option := _OPTION.match(inside)) and int(option[1]) < len(question.options):
        name = names.joined(speech, name, names.option_name(speech, question.options[int(option[1])].key))
    elif inside.startswith("help"):
        name = names.joined(speech, name, speech.say("Why we ask"))
    return _in_language(speech, name, inside), addresses.question(speech.locale, question.key)


def _in_language(speech: Speech, name: str, path: str) -> str:
    """A name with the language that a path ends in, if it ends in one."""
    language = path.rpartition(".")[2]
    return names.joined(speech, name, Locale(language).own_name) if language in tuple(Locale) else name
