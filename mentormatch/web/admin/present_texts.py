"""The list of texts, and what there is to say of each, from the draft."""

from mentormatch.guide.sheets import GuideSheet, NotesSheet, Part, PlanSheet, Sheet
from mentormatch.i18n import Locale, day_and_time
from mentormatch.quiz.findings import Finding
from mentormatch.quiz.resemblance import normal
from mentormatch.usecases.edit_texts import TextsEditing, words_in
from mentormatch.usecases.publish_texts import TextDifference
from mentormatch.usecases.texts import Texts
from mentormatch.web.admin import addresses, sayings, text_speech
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import DifferenceView, Fact, FindingView, Piece, Said, Tag
from mentormatch.web.admin.say_bank import BANK
from mentormatch.web.admin.say_texts import TEXTS
from mentormatch.web.admin.text_pages import SheetGroup, SheetLink, TextGroup, TextRow
from mentormatch.web.visitor.speech import Speech


def state(speech: Speech, editing: TextsEditing) -> str:
    """What there is: the current version, and the draft if any."""
    said = names.version_name(speech, editing.number) if editing.number else text_speech.shipped_name(speech)
    if editing.updated is None:
        return speech.say("What is read now: %(version)s. There is no draft.", version=said)
    when = day_and_time(editing.updated, speech.locale)
    return speech.say(
        "This is the draft, last saved on %(when)s (UTC). What is read now: %(version)s.",
        version=said,
        when=when,
    )


def facts(speech: Speech, texts: Texts, editing: TextsEditing) -> tuple[Fact, ...]:
    """How many texts there are, and in what state."""
    stale = sum(len(editing.stale(text_id)) for text_id in editing.draft.texts)
    counts = (
        (speech.say("Texts"), len(texts.sheets.places), False),
        (speech.say("Worded here, not as they ship"), len(editing.draft.texts), False),
        (speech.say("Changed in the draft"), len(changed(editing)), False),
        (speech.say("Translations out of date"), stale, stale > 0),
    )
    return tuple(Fact(name, spelled(number, speech.locale), alarm) for name, number, alarm in counts)


def changed(editing: TextsEditing) -> frozenset[str]:
    """The texts that the draft has otherwise than what is published."""
    every = {*editing.draft.texts, *editing.base.texts}
    return frozenset(it for it in every if editing.draft.texts.get(it) != editing.base.texts.get(it))


def sheet_groups(speech: Speech, texts: Texts, editing: TextsEditing) -> tuple[SheetGroup, ...]:
    """All pages that texts are read on."""
    groups: dict[str, list[SheetLink]] = {}
    for sheet in texts.sheets.by_key.values():
        groups.setdefault(_group(speech, sheet), []).append(_sheet_link(speech, editing, sheet))
    return tuple(SheetGroup(title, tuple(links)) for title, links in groups.items())


def text_groups(speech: Speech, editing: TextsEditing, sheet: Sheet) -> tuple[TextGroup, ...]:
    """The texts of a page, part by part."""
    return tuple(
        TextGroup(
            text_speech.part_name(speech, sheet, part),
            tuple(row(speech, editing, text_id, at=sheet.key, part=part) for text_id in part.text_ids),
        )
        for part in sheet.parts
    )


def found(speech: Speech, texts: Texts, editing: TextsEditing, query: str) -> tuple[TextRow, ...]:
    """The texts in which the words of a query are found, in any language."""
    wanted = normal(query).split()
    return tuple(
        row(speech, editing, text_id)
        for text_id in texts.sheets.places
        if all(word in _searched(editing, text_id) for word in wanted)
    )


def row(
    speech: Speech, editing: TextsEditing, text_id: str, *, at: str = "", part: Part | None = None
) -> TextRow:
    """One text in a list."""
    return TextRow(
        key=f"{part.name}:{text_id}" if part else text_id,
        words=text_speech.as_written(names.said_in(editing.words(text_id), speech.locale)),
        href=addresses.text(speech.locale, text_id, at=at),
        tags=tags(speech, editing, text_id),
    )


def tags(speech: Speech, editing: TextsEditing, text_id: str) -> tuple[Tag, ...]:
    """What there is to say of a text: whose words, whether changed, what is missing or behind."""
    said = []
    if text_id in editing.draft.texts:
        said.append(Tag(speech.say("Worded here"), "quiet"))
    if editing.draft.texts.get(text_id) != editing.base.texts.get(text_id):
        said.append(Tag(speech.say("Text changed")))
    words, stale = editing.words(text_id), editing.stale(text_id)
    for locale in Locale:
        if not words[locale].strip():
            said.append(Tag(speech.say("Text missing: %(language)s", language=locale.own_name), "danger"))
        elif locale in stale:
            said.append(Tag(speech.say("Out of date: %(language)s", language=locale.own_name), "danger"))
    return tuple(said)


def difference(
    speech: Speech, texts: Texts, editing: TextsEditing, one: TextDifference, *, linked: bool
) -> DifferenceView:
    """A text that differs between two states, with the first place where it is read."""
    places = texts.sheets.places.get(one.text_id, ())
    title = text_speech.place_name(speech, *places[0]) if places else one.text_id
    pieces = tuple(
        Piece(lo.own_name, *(text_speech.as_written(Said(it, lo.value, lo.direction)) for it in (was, now)))
        for lo, was, now in one.changes
    )
    shipped = names.said_in(words_in(editing.base, texts.shipped, one.text_id), speech.locale)
    href = addresses.text(speech.locale, one.text_id) if linked and places else ""
    return DifferenceView(title, text_speech.as_written(shipped), href, pieces)


def finding(speech: Speech, texts: Texts, one: Finding) -> FindingView:
    """Something that the gate has found, with where it is."""
    text_id, _, language = one.path.rpartition(".")
    place = text_speech.place_name(speech, *texts.sheets.places[text_id][0])
    place = names.joined(speech, place, Locale(language).own_name)
    href = addresses.text(speech.locale, text_id)
    return sayings.view(speech, one.message, TEXTS, BANK, place=place, href=href)


def _group(speech: Speech, sheet: Sheet) -> str:
    match sheet:
        case PlanSheet():
            said = speech.say("Results and their plans")
            return names.joined(speech, said, names.role_name(speech, sheet.role))
        case GuideSheet():
            return speech.say("Pages of the guide")
        case NotesSheet():
            return speech.say("Templates of notes")


def _sheet_link(speech: Speech, editing: TextsEditing, sheet: Sheet) -> SheetLink:
    ids = {text_id for part in sheet.parts for text_id in part.text_ids}
    here = len(ids & changed(editing))
    stale = sum(len(editing.stale(text_id)) for text_id in ids)
    said = []
    if here:
        said.append(Tag(speech.count("%(num)s text changed", "%(num)s texts changed", here)))
    if stale:
        words = speech.count("%(num)s translation out of date", "%(num)s translations out of date", stale)
        said.append(Tag(words, "danger"))
    return SheetLink(
        href=addresses.texts(speech.locale, sheet=sheet.key),
        words=text_speech.short_name(speech, sheet),
        number=speech.count("%(num)s text", "%(num)s texts", len(ids)),
        tags=tuple(said),
    )


def _searched(editing: TextsEditing, text_id: str) -> str:
    return normal(" ".join([text_id, *editing.words(text_id).values()]))
