"""A text where readers meet it: the same words, rules and templates as on the page itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

from markupsafe import Markup

from mentormatch.guide import Content, Role
from mentormatch.guide.articles import ARTICLES
from mentormatch.guide.plan import Case, Plan, Tone, compose
from mentormatch.guide.sheets import CARDS, HEAD, GuideSheet, NotesSheet, Part, PlanSheet, Section, Sheet
from mentormatch.i18n import Locale
from mentormatch.web.admin.text_pages import TextPreview
from mentormatch.web.rendering import fragment
from mentormatch.web.services import services
from mentormatch.web.visitor.plan_page import LetterLanguage, PlanSide
from mentormatch.web.visitor.present_article import article_sections
from mentormatch.web.visitor.present_plan import PlanSpeaker
from mentormatch.web.visitor.public import kind_cards, sections
from mentormatch.web.visitor.speech import Speech

_TEMPLATE = "admin/preview.html"


def previews(content: Content, text_id: str, sheet: Sheet, part: Part) -> tuple[TextPreview, ...]:
    """The part of a sheet that a text stands in, in every language, said with this content."""
    return tuple(
        TextPreview(
            lang=locale.value,
            dir=locale.direction,
            language=locale.own_name,
            body=_body(Speech(locale, content), content, text_id, sheet, part),
        )
        for locale in Locale
    )


def words_shown(body: Markup) -> list[str]:
    """The pieces of text of a preview in their order, for the script that renews them."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)


def _body(speech: Speech, content: Content, text_id: str, sheet: Sheet, part: Part) -> Markup:
    return fragment(_TEMPLATE, speech.locale, **_values(speech, content, text_id, sheet, part))


def _values(speech: Speech, content: Content, text_id: str, sheet: Sheet, part: Part) -> Mapping[str, object]:
    match sheet:
        case PlanSheet():
            return _of_plan(speech, sheet, Section(part.name), text_id)
        case GuideSheet():
            return _of_guide(speech, content, sheet, part)
        case NotesSheet():
            lines = speech.text(text_id).splitlines()
            return {"part": "note", "paragraphs": [line for line in lines if line.strip()]}


def _of_plan(speech: Speech, sheet: PlanSheet, section: Section, text_id: str) -> Mapping[str, object]:
    case = sheet.samples[section, text_id]
    plan, now = compose(case), services().now()
    # A sample's result is of a Monday.
    made = now - timedelta(days=now.weekday())
    speaker = PlanSpeaker(speech, speech.locale, made=made, traits=case.traits)
    side = speaker.side(plan.sides[0], alone=False)
    return {
        "part": section.value,
        "name": side.name,
        "paragraphs": _paragraphs(speech, section, sheet, case, plan),
        "steps": tuple(map(speaker.step, plan.milestones)),
        "side": _of_its_own(side, speech.locale, _tone(plan, text_id)),
        "plan": {
            "becoming": sheet.role is Role.BECOME,
            "languages": (LetterLanguage(speech.locale, speech.locale.own_name, "", current=True),),
        },
    }


def _paragraphs(
    speech: Speech, section: Section, sheet: PlanSheet, case: Case, plan: Plan
) -> tuple[str, ...]:
    match section:
        case Section.SUMMARY:
            focus = sheet.leaf.focus
            return (speech.text(f"focus.{focus}.summary" if focus else f"kind.{sheet.leaf.kind}.summary"),)
        case Section.NEED:
            return (speech.text(f"gate.{case.need}"), speech.text(plan.gate_id))
        case _:
            return ()


def _tone(plan: Plan, text_id: str) -> Tone:
    """The tone of the first message that says a text."""
    for letter in plan.sides[0].letters:
        said = (letter.subject_id, f"advice.letter.tone.{letter.tone}", *sum(letter.paragraphs, ()))
        if text_id in said:
            return letter.tone
    return Tone.SIMPLE


def _of_its_own(side: PlanSide, locale: Locale, tone: Tone) -> PlanSide:
    """The side with names of its own in the page, which shows it in three languages; its subject told."""
    return replace(
        side,
        key=f"{side.key}-{locale}",
        tones=tuple(replace(it, chosen=it.key == tone) for it in side.tones),
        letters=tuple(
            replace(it, id=f"{it.id}-{locale}", body=f"{it.subject}\n\n{it.body}") for it in side.letters
        ),
    )


def _of_guide(speech: Speech, content: Content, sheet: GuideSheet, part: Part) -> Mapping[str, object]:
    locale = speech.locale
    if part.name == CARDS:
        return {"part": CARDS, "kinds": kind_cards(content, locale)}
    if part.name == HEAD:
        lead = speech.text(f"{sheet.key}.lead")
        return {"part": HEAD, "name": speech.text(f"{sheet.key}.title"), "paragraphs": (lead,)}
    if sheet.name in ARTICLES:
        found = article_sections(content, sheet.name, locale)
    else:
        found = sections(content, sheet.key, locale)
    place = [it.name for it in sheet.parts if it.name not in (HEAD, CARDS)].index(part.name)
    return {"part": "section", "section": found[place]}
