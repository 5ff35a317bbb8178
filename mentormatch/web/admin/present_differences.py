"""What differs between two states of the bank, in the reader's words."""

from collections import Counter

from mentormatch.i18n import NO_WORDS, Locale
from mentormatch.quiz import Format, Part
from mentormatch.quiz.differences import (
    Difference,
    SettingChange,
    TextChange,
    WeightChange,
    What,
    differences,
    title_changes,
)
from mentormatch.quiz.drafting import BankDraft
from mentormatch.web.admin import addresses
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import DifferenceView, Piece, Said
from mentormatch.web.visitor.speech import Speech


def compared(
    speech: Speech, before: BankDraft, after: BankDraft, *, linked: bool
) -> tuple[DifferenceView, ...]:
    """Everything that differs; with links to the editor where `after` is the draft."""
    found = [view(speech, difference, linked=linked) for difference in differences(before, after)]
    if titles := title_changes(before, after):
        pieces = tuple(_text(speech, change) for change in titles)
        title = speech.say("The title of the bank is changed")
        href = addresses.title(speech.locale) if linked else ""
        found.insert(0, DifferenceView(title, names.said_in(after.title, speech.locale), href, pieces))
    return tuple(found)


def summary(speech: Speech, before: BankDraft, after: BankDraft) -> str:
    """How many questions are new, gone, changed and moved, in one line."""
    times = Counter(difference.what for difference in differences(before, after))
    parts = (
        (What.ADDED, speech.count("%(num)s question added", "%(num)s questions added", times[What.ADDED])),
        (
            What.CHANGED,
            speech.count("%(num)s question changed", "%(num)s questions changed", times[What.CHANGED]),
        ),
        (
            What.REMOVED,
            speech.count("%(num)s question taken out", "%(num)s questions taken out", times[What.REMOVED]),
        ),
        (What.MOVED, speech.count("%(num)s question moved", "%(num)s questions moved", times[What.MOVED])),
    )
    return " · ".join(words for what, words in parts if times[what]) or speech.say("No question differs.")


def view(speech: Speech, difference: Difference, *, linked: bool) -> DifferenceView:
    """One question that differs."""
    question = difference.after or difference.before
    prompt = names.said_in(question.prompt if question else NO_WORDS, speech.locale)
    there = linked and difference.after is not None
    return DifferenceView(
        title=_title(speech, difference),
        prompt=prompt,
        href=addresses.question(speech.locale, difference.key) if there else "",
        pieces=(
            *(_setting(speech, change) for change in difference.settings),
            *(_text(speech, change) for change in difference.texts),
            *(_weight(speech, change) for change in difference.weights),
        ),
    )


def _title(speech: Speech, difference: Difference) -> str:
    match difference.what:
        case What.ADDED:
            return speech.say("Added: %(key)s", key=difference.key)
        case What.REMOVED:
            return speech.say("Taken out: %(key)s", key=difference.key)
        case What.CHANGED:
            return speech.say("Changed: %(key)s", key=difference.key)
        case What.MOVED:
            return speech.say("Moved: %(key)s", key=difference.key)


def _text(speech: Speech, change: TextChange) -> Piece:
    locale = change.locale
    name = names.joined(speech, names.place_name(speech, change.place), locale.own_name)
    return Piece(name, _said(change.before, locale), _said(change.after, locale))


def _weight(speech: Speech, change: WeightChange) -> Piece:
    trait = speech.text(f"trait.{change.trait}.name")
    name = names.joined(speech, names.option_name(speech, change.option), trait) if change.option else trait
    before, after = (_own(speech, spelled(weight, speech.locale)) for weight in (change.before, change.after))
    return Piece(name, before, after)


def _setting(speech: Speech, change: SettingChange) -> Piece:
    both = (change.before, change.after)
    match change.name:
        case "part":
            name, words = speech.say("Part"), [names.part_name(speech, Part(value)) for value in both]
        case "role":
            name, words = speech.say("Asked at"), [names.role_name(speech, value) for value in both]
        case "format":
            name, words = speech.say("Format"), [names.format_name(speech, Format(value)) for value in both]
        case _:
            name, words = speech.say("Order of the options"), [value.upper() for value in both]
    before, after = (_own(speech, word) for word in words)
    return Piece(name, before, after)


def _said(words: str, locale: Locale) -> Said:
    return Said(words, locale.value, locale.direction)


def _own(speech: Speech, words: str) -> Said:
    return Said(words, speech.locale.value, speech.locale.direction)
