"""The editor's page from a question: fields, weights, pictures, previews."""

from collections.abc import Mapping
from dataclasses import field

from mentormatch.guide import CONTENT_TRAITS, Kind, Role, Trait
from mentormatch.i18n import NO_WORDS, Locale, Words
from mentormatch.matcher.arguing import Argument, arguments
from mentormatch.quiz import Format, Part
from mentormatch.quiz.document import MAX_LABEL, MAX_PROMPT
from mentormatch.quiz.drafting import QuestionDraft, shown_question
from mentormatch.quiz.stale import Marks
from mentormatch.values import dataclass
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.editor_form import Trouble, Typed, field_of_place, option_field
from mentormatch.web.admin.pages import (
    ArgumentView,
    Cell,
    GridRow,
    LanguageField,
    OptionFields,
    Preview,
    TextFields,
)
from mentormatch.web.services import services
from mentormatch.web.visitor.pages import Bar, Choice
from mentormatch.web.visitor.speech import Speech

_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A question in the editor: what is stale, what was typed, and what someone else made of it."""

    question: QuestionDraft
    marks: Marks
    typed: Typed | None = None
    theirs: QuestionDraft | None = None
    troubles: Mapping[str, Trouble] = field(default_factory=dict)


def text_fields(speech: Speech, shown: Shown, place: str, *, legend: str = "") -> TextFields:
    """The fields of one text, by its place in the question."""
    name = field_of_place(shown.question, place)
    words = _words_at(shown.question, place)
    label = place.startswith("option ")
    fields = tuple(
        LanguageField(
            name=f"{name}-{locale}",
            lang=locale.value,
            dir=locale.direction,
            language=locale.own_name,
            value=words[locale],
            most=MAX_LABEL if label else MAX_PROMPT,
            stale=locale in shown.marks.get(place, frozenset()),
            holds=f"holds-{name}-{locale}",
            error=_error(speech, shown, f"{name}-{locale}"),
            theirs=_theirs(shown, place, locale, words),
        )
        for locale in Locale
    )
    return TextFields(legend or names.place_name(speech, place), fields, 2 if label else 3)


def option_fields(speech: Speech, shown: Shown) -> tuple[OptionFields, ...]:
    """The fields of every option, with what its buttons do."""
    options = shown.question.options
    fewest = len(options) <= _FEWEST
    return tuple(
        OptionFields(
            index=index,
            key=option.key,
            name=names.option_name(speech, option.key),
            label=text_fields(speech, shown, f"option {option.key}"),
            up=f"up:{option.key}" if index else "",
            down=f"down:{option.key}" if index < len(options) - 1 else "",
            remove="" if fewest else f"remove:{option.key}",
        )
        for index, option in enumerate(options)
    )


def grid(speech: Speech, shown: Shown) -> tuple[tuple[str, ...], tuple[GridRow, ...]]:
    """The columns and rows of weights; none where a question weighs nothing."""
    question = shown.question
    if question.part is not Part.TRAITS:
        return (), ()
    if question.format is Format.AGREE:
        columns = [("loads", "", speech.say("Weight"))]
    else:
        columns = [
            (option_field(index), option.key, names.option_name(speech, option.key))
            for index, option in enumerate(question.options)
        ]
    rows = tuple(
        GridRow(
            trait=speech.text(f"trait.{trait}.name"),
            poles=f"{speech.text(f'trait.{trait}.low')} ↔ {speech.text(f'trait.{trait}.high')}",
            cells=tuple(_cell(speech, shown, trait, column) for column in columns),
        )
        for trait in Trait
        if trait in CONTENT_TRAITS or Role.FIND in question.roles
    )
    return tuple(name for _, _, name in columns), rows


def argument_views(speech: Speech, question: QuestionDraft) -> tuple[ArgumentView, ...]:
    """What each option argues for; of a statement, its two ends."""
    if question.part is not Part.TRAITS:
        return ()
    found = arguments(shown_question(question), services().instruments.model)
    if question.format is Format.AGREE:
        found = (found[-1], found[0])
    return tuple(_argument(speech, question, one) for one in found)


def previews(question: QuestionDraft) -> tuple[Preview, ...]:
    """The question as visitors see it, in every language."""
    asked = shown_question(question)
    return tuple(
        Preview(
            lang=locale.value,
            dir=locale.direction,
            language=locale.own_name,
            prompt=asked.prompt[locale],
            choices=tuple(
                Choice(option.key, option.label[locale], checked=False) for option in asked.options
            ),
            why=asked.help[locale] if asked.help else "",
            why_title=Speech(locale).say("Why we ask"),
            scale=asked.format is Format.AGREE,
        )
        for locale in Locale
    )


def _words_at(question: QuestionDraft, place: str) -> Words:
    return question.texts.get(place, NO_WORDS)


def _error(speech: Speech, shown: Shown, name: str) -> str:
    trouble = shown.troubles.get(name)
    return names.problem(speech, trouble.code, found=trouble.found) if trouble else ""


def _theirs(shown: Shown, place: str, locale: Locale, words: Words) -> str | None:
    if shown.theirs is None:
        return None
    other = _words_at(shown.theirs, place)[locale]
    return other if other != words[locale] else None


def _cell(speech: Speech, shown: Shown, trait: Trait, column: tuple[str, str, str]) -> Cell:
    field_name, key, column_name = column
    name = f"{field_name}-{trait}"
    typed = shown.typed.weights.get(name) if shown.typed else None
    mine, theirs = _weight(shown.question, key, trait), None
    if shown.theirs is not None and (other := _weight(shown.theirs, key, trait)) != mine:
        theirs = _spelled(other) or "0"
    return Cell(
        name=name,
        label=names.joined(speech, column_name, speech.text(f"trait.{trait}.name")),
        value=typed if typed is not None else _spelled(mine),
        error=_error(speech, shown, name),
        theirs=theirs,
    )


def _weight(question: QuestionDraft, key: str, trait: Trait) -> float:
    if not key:
        return question.loads.get(trait, 0.0)
    return next((o.loads.get(trait, 0.0) for o in question.options if o.key == key), 0.0)


def _spelled(weight: float) -> str:
    """A weight as it is typed, which is the same in every language; "" for none."""
    return f"{weight:g}" if weight else ""


def _argument(speech: Speech, question: QuestionDraft, one: Argument) -> ArgumentView:
    name = names.option_name(speech, one.option)
    if question.format is Format.AGREE:
        name = speech.say("Full agreement") if one.option == "5" else speech.say("No agreement at all")
    return ArgumentView(
        option=name,
        toward=_toward(speech, one),
        bars=tuple(
            Bar(kind.value, speech.kind_name(kind), speech.percent(share), share, leads=kind is one.toward)
            for kind, share in one.kinds.items()
        ),
    )


def _toward(speech: Speech, one: Argument) -> str:
    if one.toward is Kind.COACHING and one.focus:
        return speech.say("Argues for: %(name)s", name=speech.text(f"focus.{one.focus}.name"))
    if one.toward is not None:
        return speech.say("Argues for: %(name)s", name=speech.kind_name(one.toward))
    if one.focus is not None:
        return speech.say("Tells focuses apart: %(name)s", name=speech.text(f"focus.{one.focus}.name"))
    return speech.say("Tells no kinds apart")
