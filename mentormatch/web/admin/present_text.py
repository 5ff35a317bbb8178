"""The editor of a text as its page shows it: fields, places, previews."""

from collections.abc import Mapping
from dataclasses import field

from flask import request

from mentormatch.guide import Content
from mentormatch.guide.own_texts import names_in, worded
from mentormatch.guide.sheets import Part, Sheet
from mentormatch.i18n import Locale, Text, Words
from mentormatch.usecases import texts_gate
from mentormatch.usecases.edit_texts import PLACE, TextsEditing
from mentormatch.usecases.staff_sessions import SignedIn
from mentormatch.values import dataclass
from mentormatch.web.accounts.frame import button, frame
from mentormatch.web.accounts.pages import FormView, Link
from mentormatch.web.admin import addresses, present_texts, preview_texts, text_speech
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.editor_form import Trouble
from mentormatch.web.admin.pages import FindingView, LanguageField, Said, TextFields
from mentormatch.web.admin.text_pages import PlaceLink, TextPage
from mentormatch.web.services import services
from mentormatch.web.visitor.speech import Speech

_ROWS_LONG, _ROWS_SHORT = 6, 3
_LONG = 200


@dataclass(frozen=True, slots=True)
class ShownText:
    """What the form shows, and the state last seen and first opened that it carries along."""

    text_id: str
    words: Words
    seen: str
    opened: str
    troubles: Mapping[str, Trouble] = field(default_factory=dict)
    conflict: str = ""
    theirs: Words | None = None


def content_with(editing: TextsEditing, shown: ShownText) -> Content:
    """Every text as it would be read with the words that the form shows."""
    own = editing.draft.with_text(shown.text_id, shown.words, editing.shipped[shown.text_id])
    return worded(editing.shipped, own)


def text_page(
    me: SignedIn, speech: Speech, editing: TextsEditing, shown: ShownText, place: tuple[Sheet, Part]
) -> TextPage:
    """The editor; its preview shows the text at a place of it."""
    locale, text_id = speech.locale, shown.text_id
    sheet, part = place
    here = addresses.text(locale, text_id)
    plain = button(me, locale, here)
    shipped = editing.shipped[text_id]
    own = any(shown.words[lo] != shipped[lo] for lo in Locale)
    previous, following = _neighbours(speech, sheet, text_id)
    return TextPage(
        frame=frame(me, locale),
        notice=text_speech.notice(speech, request.args.get("said")),
        conflict=shown.conflict,
        form=FormView(here, plain.key, {}, _errors(speech, shown)),
        key=text_id,
        title=text_speech.part_name(speech, sheet, part),
        tags=present_texts.tags(speech, editing, text_id),
        fields=_fields(speech, editing, shown),
        fillings=text_speech.fillings(speech, names_in(shipped[locale])),
        findings=_findings(speech, text_id, shown.words, shipped) if own else (),
        shipped=_as_it_ships(shipped) if own else (),
        places=_places(speech, text_id, sheet),
        shown_at=text_speech.place_name(speech, sheet, part),
        previews=preview_texts.previews(content_with(editing, shown), text_id, sheet, part),
        at=sheet.key,
        seen=shown.seen,
        opened=shown.opened,
        previous=previous,
        following=following,
        back=Link(addresses.texts(locale, sheet=sheet.key), text_speech.sheet_name(speech, sheet)),
        here=addresses.text(locale, text_id, at=sheet.key),
    )


def _as_it_ships(shipped: Text) -> tuple[Said, ...]:
    return tuple(text_speech.as_written(Said(shipped[lo], lo.value, lo.direction)) for lo in Locale)


def _fields(speech: Speech, editing: TextsEditing, shown: ShownText) -> TextFields:
    shipped = editing.shipped[shown.text_id]
    long = max(len(shipped[locale]) for locale in Locale) > _LONG
    fields = tuple(
        LanguageField(
            name=f"{PLACE}-{locale}",
            lang=locale.value,
            dir=locale.direction,
            language=locale.own_name,
            value=shown.words[locale],
            most=texts_gate.longest(shown.text_id, shipped),
            stale=locale in editing.stale(shown.text_id),
            holds=f"holds-{PLACE}-{locale}",
            error=_error(speech, shown, f"{PLACE}-{locale}"),
            theirs=_theirs(shown, locale),
        )
        for locale in Locale
    )
    return TextFields(speech.say("The text"), fields, _ROWS_LONG if long else _ROWS_SHORT)


def _theirs(shown: ShownText, locale: Locale) -> str | None:
    if shown.theirs is None or shown.theirs[locale] == shown.words[locale]:
        return None
    return shown.theirs[locale]


def _error(speech: Speech, shown: ShownText, name: str) -> str:
    trouble = shown.troubles.get(name)
    return names.problem(speech, trouble.code, found=trouble.found) if trouble else ""


def _errors(speech: Speech, shown: ShownText) -> dict[str, str]:
    return {name: _error(speech, shown, name) for name in shown.troubles}


def _places(speech: Speech, text_id: str, shown: Sheet) -> tuple[PlaceLink, ...]:
    """Every page that says the text, once, by the part in which it does."""
    found: dict[str, PlaceLink] = {}
    for sheet, part in services().texts.sheets.places[text_id]:
        found.setdefault(
            sheet.key,
            PlaceLink(
                words=text_speech.place_name(speech, sheet, part),
                sheet_href=f"{addresses.texts(speech.locale, sheet=sheet.key)}#{part.name}:{text_id}",
                preview_href=f"{addresses.text(speech.locale, text_id, at=sheet.key)}#previews",
                shown=sheet.key == shown.key,
            ),
        )
    return tuple(found.values())


def _neighbours(speech: Speech, sheet: Sheet, text_id: str) -> tuple[Link | None, Link | None]:
    ids = list(dict.fromkeys(it for part in sheet.parts for it in part.text_ids))
    place = ids.index(text_id)
    before = ids[place - 1] if place else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return (
        _neighbour(speech, sheet, before, speech.say("Previous text")),
        _neighbour(speech, sheet, after, speech.say("Next text")),
    )


def _neighbour(speech: Speech, sheet: Sheet, text_id: str | None, words: str) -> Link | None:
    return Link(addresses.text(speech.locale, text_id, at=sheet.key), words) if text_id else None


def _findings(speech: Speech, text_id: str, words: Words, shipped: Text) -> tuple[FindingView, ...]:
    found = texts_gate.text_findings(text_id, words, shipped)
    return tuple(present_texts.finding(speech, services().texts, one) for one in found)
