"""What texts and their places are called, in the reader's words."""

import re
from dataclasses import replace

from mentormatch.guide import Role
from mentormatch.guide.sheets import CARDS, HEAD, GuideSheet, NotesSheet, Part, PlanSheet, Section, Sheet
from mentormatch.i18n import Locale
from mentormatch.usecases.publish_texts import DRAFT, SHIPPED, TextsState
from mentormatch.web.accounts.pages import Link
from mentormatch.web.admin import addresses
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.pages import Said
from mentormatch.web.admin.text_pages import Filling
from mentormatch.web.visitor.speech import Speech

_FILLED = re.compile(r"%\(\w+\)s")


def short_name(speech: Speech, sheet: Sheet) -> str:
    """What a page is called among its like."""
    match sheet:
        case PlanSheet():
            focus = sheet.leaf.focus
            return speech.text(f"focus.{focus}.name" if focus else f"kind.{sheet.leaf.kind}.name")
        case GuideSheet():
            return speech.text(f"{sheet.key}.title")
        case NotesSheet():
            return sheet_name(speech, sheet)


def sheet_name(speech: Speech, sheet: Sheet) -> str:
    """What a page is called on which texts are read."""
    match sheet:
        case PlanSheet():
            said = speech.say("Result: %(kind)s", kind=short_name(speech, sheet))
            return names.joined(speech, said, names.role_name(speech, sheet.role))
        case GuideSheet():
            return speech.say("Guide: %(title)s", title=short_name(speech, sheet))
        case NotesSheet():
            return speech.say("Counselors’ notes")


def part_name(speech: Speech, sheet: Sheet, part: Part) -> str:
    """What a part of such a page is called."""
    match sheet:
        case PlanSheet():
            return _section_name(speech, Section(part.name), sheet.role)
        case GuideSheet():
            if part.name == HEAD:
                return speech.say("Title and introduction")
            if part.name == CARDS:
                return speech.say("The four paths, here and on the home page")
            return speech.text(f"{part.name}.heading")
        case NotesSheet():
            return speech.text(f"kind.{part.name}.name")


def place_name(speech: Speech, sheet: Sheet, part: Part) -> str:
    """A page and a part of it, in one line."""
    return f"{sheet_name(speech, sheet)} · {part_name(speech, sheet, part)}"


def fillings(speech: Speech, found: frozenset[str]) -> tuple[Filling, ...]:
    """What stands in the places of a text."""
    _ = speech.say
    known = {
        "pace": _("how often people meet, from the same plan"),
        "halfway": _("the day of the review at half-way"),
        "by": _("the day by which it ends"),
        "preference": _("what the person prefers, in their own voice"),
        "pole": _("the preference that the advice follows from"),
    }
    return tuple(Filling(f"%({name})s", known.get(name, "")) for name in sorted(found))


def as_written(said: Said) -> Said:
    """A text with the places in it set apart, so that none is turned round among Arabic words."""
    return replace(said, words=set_apart(said.words))


def set_apart(words: str) -> str:
    """Words in which each place to fill is isolated from left to right."""
    return _FILLED.sub("\u2066\\g<0>\u2069", words)


def state_name(speech: Speech, state: TextsState) -> str:
    """What a state of the texts is called within a sentence."""
    if state.name == DRAFT:
        return speech.say("the draft")
    if state.version is None:
        return shipped_name(speech)
    return names.version_name(speech, state.version.number)


def shipped_name(speech: Speech) -> str:
    """What the texts are called that nobody here has worded."""
    return speech.say("the texts as they ship")


def back_to_texts(speech: Speech) -> Link:
    """The way back to the list of pages."""
    return Link(addresses.texts(speech.locale), speech.say("Back to the texts"))


def notice(speech: Speech, code: str | None) -> str:
    """What has just happened, from the code in an address; "" for any other word."""
    _ = speech.say
    said = {
        "saved": _("Saved in the draft. Visitors read it once it is published."),
        "published": _("Published. Every page says it within two seconds."),
        "discarded": _("The draft is discarded. The texts are as they were published."),
        "restored": _("That version is the draft now. Nothing changes for readers until it is published."),
    }
    return said.get(code or "", "")


def of_version(name: str) -> str:
    """The name of a state in an address, as it is written there; the shipped one for what is none."""
    return name if name == DRAFT or name.isdecimal() else SHIPPED


def language_in(path: str) -> Locale | None:
    """The language that the path of a finding ends with."""
    last = path.rpartition(".")[2]
    return Locale(last) if last in tuple(Locale) else None


def _section_name(speech: Speech, section: Section, role: Role) -> str:
    _ = speech.say
    known = {
        Section.SUMMARY: _("The recommendation"),
        Section.NEED: _("When something else comes first"),
        Section.STEPS: _("Steps and their dates"),
        Section.CLOSE: _("When the call is close"),
        Section.WHERE: _("Where to offer your help") if role is Role.BECOME else _("Where to look"),
        Section.CHOOSE: _("How to choose"),
        Section.LETTER: _("A first message, to make your own"),
        Section.MEETING: _("The first meeting"),
        Section.GOALS: _("Your goals"),
        Section.RHYTHM: _("Rhythm and format"),
        Section.MISTAKES: _("Mistakes to watch for"),
    }
    return known[section]
