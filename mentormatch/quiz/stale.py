"""Which translations have fallen behind: marked when another language of the same text changes.

A text whose French changes leaves its English and Arabic *stale* until they change too, or someone
says that they still hold. Bringing a stale text up to date marks nothing else. What is compared is
the state in which a page was opened with the state that is saved, so that saving ten times while
writing comes to the same as saving once.
"""

import json
from collections.abc import Mapping
from typing import TypeAlias

from mentormatch.i18n import Locale, Words
from mentormatch.quiz.drafting import BankDraft
from mentormatch.values import dataclass

# The bank's title is marked like a text of a question that no bank has.
TITLE_KEY, TITLE = "", "title"
Marks: TypeAlias = Mapping[str, frozenset[Locale]]
AllMarks: TypeAlias = Mapping[str, Marks]


@dataclass(frozen=True, slots=True)
class Opened:
    """A question as someone opened it: its texts, and which of them were stale then."""

    texts: Mapping[str, Words]
    marks: Marks


@dataclass(frozen=True, slots=True)
class Translated:
    """Which texts a translator brought, by question and place in it, in which language."""

    language: Locale
    texts: frozenset[tuple[str, str]]

    def holding(self, key: str, marks: Marks, texts: Mapping[str, Words]) -> frozenset[tuple[str, Locale]]:
        """The texts of a question that hold: those brought, and all that were not stale before."""
        brought = {(place, self.language) for question, place in self.texts if question == key}
        fresh = {(p, lo) for p in texts for lo in Locale if lo not in marks.get(p, frozenset())}
        return frozenset(brought | fresh)


def marks_after(opened: Opened, saved: Mapping[str, Words], holding: frozenset[tuple[str, Locale]]) -> Marks:
    """The marks of texts, by place, that were opened in one state and saved in another.

    `holding` names the texts, by place and language, of which someone says that they still hold.
    """
    found = {}
    for place, words in saved.items():
        stale = _stale(words, opened.texts.get(place), opened.marks.get(place, frozenset()))
        left = frozenset(locale for locale in stale if (place, locale) not in holding)
        if left:
            found[place] = left
    return found


def marks_of_bank(
    before: BankDraft, marks: AllMarks, after: BankDraft, translated: Translated | None = None
) -> AllMarks:
    """The marks of a whole draft that another takes the place of.

    With `translated`, what changed is a translation: it marks nothing, and the texts it brought hold.
    """
    opened = Opened({TITLE: before.title}, marks.get(TITLE_KEY, {}))
    holding = translated.holding(TITLE_KEY, opened.marks, opened.texts) if translated else frozenset()
    found = {TITLE_KEY: marks_after(opened, {TITLE: after.title}, holding)}
    for question in after.questions:
        key, texts = question.key, before.question(question.key).texts if before.has(question.key) else {}
        opened = Opened(texts, marks.get(key, {}))
        holding = translated.holding(key, opened.marks, texts) if translated else frozenset()
        found[key] = marks_after(opened, question.texts, holding)
    return found


def marks_to_text(marks: AllMarks) -> str:
    """The marks of a whole draft as they are stored; questions without any are left out."""
    plain = {
        key: {place: sorted(stale) for place, stale in own.items() if stale}
        for key, own in marks.items()
        if any(own.values())
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def marks_from_text(text: str) -> AllMarks:
    """The marks of a stored text."""
    return {
        key: {place: frozenset(map(Locale, stale)) for place, stale in own.items()}
        for key, own in json.loads(text).items()
    }


def stale_places(draft: BankDraft, marks: AllMarks) -> list[tuple[str, str, Locale]]:
    """Every stale text of a draft: question, place in it, language; in the draft's own order."""
    title = marks.get(TITLE_KEY, {}).get(TITLE, frozenset())
    return [(TITLE_KEY, TITLE, locale) for locale in Locale if locale in title] + [
        (question.key, place, locale)
        for question in draft.questions
        for place, stale in marks.get(question.key, {}).items()
        if place in question.texts
        for locale in Locale
        if locale in stale
    ]


def _stale(words: Words, before: Words | None, marked: frozenset[Locale]) -> frozenset[Locale]:
    if before is None:
        return frozenset()
    changed = {locale for locale in Locale if words[locale] != before[locale]}
    # A language that was written for the first time is no new source: there was nothing before.
    source = {locale for locale in changed - marked if before[locale].strip()}
    behind = set(Locale) - changed if source else marked - changed
    return frozenset(locale for locale in behind if words[locale].strip())
