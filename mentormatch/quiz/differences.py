"""What differs between two states of a bank, text by text and weight by weight."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from mentormatch.guide import Trait
from mentormatch.i18n import Locale, Words
from mentormatch.quiz.drafting import BankDraft, Loads, QuestionDraft
from mentormatch.values import dataclass


class What(StrEnum):
    """What happened to a question."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text in one language, "" where there was or is none; `place` as in `QuestionDraft.texts`."""

    place: str
    locale: Locale
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight, 0 where there was or is none; `option` is "" for the question's own."""

    option: str
    trait: Trait
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class SettingChange:
    """How a question is asked: `name` is part, role, format or order (of the options)."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that differs; `before` and `after` are the question, None where there is none."""

    what: What
    key: str
    before: QuestionDraft | None
    after: QuestionDraft | None
    texts: tuple[TextChange, ...] = ()
    weights: tuple[WeightChange, ...] = ()
    settings: tuple[SettingChange, ...] = ()


def differences(before: BankDraft, after: BankDraft) -> list[Difference]:
    """Everything that differs, in the order of the new state; what is gone and what moved last."""
    old = {question.key: question for question in before.questions}
    new = {question.key: question for question in after.questions}
    found = []
    for key, question in new.items():
        if key not in old:
            found.append(Difference(What.ADDED, key, None, question))
        elif (difference := question_difference(old[key], question)) is not None:
            found.append(difference)
    found += [
        Difference(What.REMOVED, key, question, None) for key, question in old.items() if key not in new
    ]
    return found + [Difference(What.MOVED, key, old[key], new[key]) for key in _moved(before, after)]


def question_difference(before: QuestionDraft, after: QuestionDraft) -> Difference | None:
    """How a question differs from an earlier state of it; None when it does not."""
    texts = tuple(_texts(before.texts, after.texts))
    weights = tuple(_weights(before, after))
    settings = tuple(_settings(before, after))
    if not (texts or weights or settings):
        return None
    return Difference(What.CHANGED, after.key, before, after, texts, weights, settings)


def title_changes(before: BankDraft, after: BankDraft) -> tuple[TextChange, ...]:
    """How the bank's title differs."""
    return tuple(_texts({"title": before.title}, {"title": after.title}))


def _texts(before: Mapping[str, Words], after: Mapping[str, Words]) -> Iterator[TextChange]:
    places = [*after, *(place for place in before if place not in after)]
    for place in places:
        old, new = before.get(place), after.get(place)
        for locale in Locale:
            was, now = (old[locale] if old else ""), (new[locale] if new else "")
            if was != now:
                yield TextChange(place, locale, was, now)


def _weights(before: QuestionDraft, after: QuestionDraft) -> Iterator[WeightChange]:
    old, new = _loads(before), _loads(after)
    for option in [*new, *(key for key in old if key not in new)]:
        for trait in Trait:
            was, now = old.get(option, {}).get(trait, 0.0), new.get(option, {}).get(trait, 0.0)
            if was != now:
                yield WeightChange(option, trait, was, now)


def _loads(question: QuestionDraft) -> dict[str, Loads]:
    return {"": question.loads, **{option.key: option.loads for option in question.options}}


def _settings(before: QuestionDraft, after: QuestionDraft) -> Iterator[SettingChange]:
    for name in ("part", "role", "format"):
        was, now = str(getattr(before, name)), str(getattr(after, name))
        if was != now:
            yield SettingChange(name, was, now)
    was_order = [option.key for option in before.options]
    now_order = [option.key for option in after.options]
    if set(was_order) == set(now_order) and was_order != now_order:
        yield SettingChange("order", " ".join(was_order), " ".join(now_order))


def _moved(before: BankDraft, after: BankDraft) -> list[str]:
    """The fewest questions whose moving explains the new order (the rest keep their order)."""
    kept = {question.key for question in after.questions}
    was = [question.key for question in before.questions if question.key in kept]
    places = {key: place for place, key in enumerate(was)}
    now = [question.key for question in after.questions if question.key in places]
    steady = _longest_rising([places[key] for key in now])
    return [key for key in now if places[key] not in steady]


def _longest_rising(numbers: list[int]) -> set[int]:
    """A longest rising subsequence of distinct numbers, as a set (quadratic; a bank is small)."""
    best: list[tuple[int, int]] = []
    for at, value in enumerate(numbers):
        earlier = [(best[i][0], i) for i in range(at) if numbers[i] < value]
        length, link = max(earlier, default=(0, -1))
        best.append((length + 1, link))
    found: set[int] = set()
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        found.add(numbers[at])
        at = best[at][1]
    return found
