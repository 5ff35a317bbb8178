"""The list of questions and the bank's health, from the draft."""

from mentormatch.guide import Role, Trait
from mentormatch.i18n import Locale, day_and_time
from mentormatch.quiz.blueprint import coverage
from mentormatch.quiz.drafting import BankDraft, QuestionDraft, draft_bytes
from mentormatch.quiz.partial import readable_questions
from mentormatch.quiz.resemblance import normal
from mentormatch.quiz.stale import stale_places
from mentormatch.usecases.arrange_bank import retired
from mentormatch.usecases.edit_bank import Editing
from mentormatch.web.admin import addresses
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import CoverageRow, Fact, QuestionRow, Tag
from mentormatch.web.visitor.speech import Speech


def state(speech: Speech, editing: Editing) -> str:
    """What there is: the current version, and the draft if any."""
    number = spelled(editing.version.number, speech.locale)
    if editing.updated is None:
        return speech.say("Version %(number)s is what visitors are asked. There is no draft.", number=number)
    when = day_and_time(editing.updated, speech.locale)
    return speech.say(
        "This is the draft, last saved on %(when)s (UTC). Visitors are asked version %(number)s.",
        number=number,
        when=when,
    )


def facts(speech: Speech, editing: Editing) -> tuple[Fact, ...]:
    """How many questions, and how complete their translations are."""
    draft = editing.draft
    incomplete = sum(1 for question in draft.questions if _gaps(question))
    stale = len(stale_places(draft, editing.marks))
    changed = sum(1 for question in draft.questions if _is_changed(editing, question))
    counts = (
        (speech.say("Questions"), len(draft.questions), False),
        (speech.say("Changed or new in the draft"), changed, False),
        (speech.say("With a text missing"), incomplete, incomplete > 0),
        (speech.say("Translations out of date"), stale, stale > 0),
    )
    return tuple(Fact(name, spelled(number, speech.locale), alarm) for name, number, alarm in counts)


def coverage_rows(speech: Speech, draft: BankDraft) -> tuple[CoverageRow, ...]:
    """How many answers speak of each trait: more and less, at each door."""
    counts = coverage(readable_questions(draft_bytes(draft)))
    rows = []
    for trait in Trait:
        cells = []
        for role in Role:
            for sign in ("+", "-"):
                own = (
                    n
                    for cell, n in counts.items()
                    if (cell.trait, cell.role, cell.sign) == (trait, role, sign)
                )
                cells.append(spelled(sum(own), speech.locale))
        rows.append(CoverageRow(speech.text(f"trait.{trait}.name"), tuple(cells)))
    return tuple(rows)


def rows(speech: Speech, editing: Editing, query: str) -> tuple[QuestionRow, ...]:
    """The questions in which the words of a query are found, in any language; all without one."""
    questions = editing.draft.questions
    wanted = normal(query).split()
    return tuple(
        _row(speech, editing, question, place)
        for place, question in enumerate(questions)
        if all(word in _searched(question) for word in wanted)
    )


def retired_rows(speech: Speech, editing: Editing) -> tuple[QuestionRow, ...]:
    """The questions that the draft takes away."""
    return tuple(_row(speech, editing, question, 0) for question in retired(editing))


def _row(speech: Speech, editing: Editing, question: QuestionDraft, place: int) -> QuestionRow:
    return QuestionRow(
        key=question.key,
        number=spelled(place + 1, speech.locale),
        prompt=names.said_in(question.prompt, speech.locale),
        href=addresses.question(speech.locale, question.key),
        tags=tuple(_tags(speech, editing, question)),
        is_first=place == 0,
        is_last=place == len(editing.draft.questions) - 1,
    )


def _tags(speech: Speech, editing: Editing, question: QuestionDraft) -> list[Tag]:
    tags = [Tag(names.about(speech, question), "quiet")]
    if not editing.base.has(question.key):
        tags.append(Tag(speech.say("New")))
    elif _is_changed(editing, question):
        tags.append(Tag(speech.say("Changed")))
    missing = (speech.say("Text missing: %(language)s", language=lo.own_name) for lo in _gaps(question))
    stale = {locale for own in editing.marks_of(question.key).values() for locale in own}
    behind = (speech.say("Out of date: %(language)s", language=lo.own_name) for lo in Locale if lo in stale)
    tags += [Tag(words, "danger") for words in (*missing, *behind)]
    return tags


def _is_changed(editing: Editing, question: QuestionDraft) -> bool:
    return not editing.base.has(question.key) or editing.base.question(question.key) != question


def _gaps(question: QuestionDraft) -> list[Locale]:
    """The languages in which a text is missing."""
    return [lo for lo in Locale if not all(words[lo].strip() for words in question.texts.values())]


def _searched(question: QuestionDraft) -> str:
    every = [question.key, *(word for words in question.texts.values() for word in words.values())]
    return normal(" ".join(every))
