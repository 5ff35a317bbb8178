"""What a new version of a bank changes, question by question."""

from collections.abc import Iterator

from mentormatch.quiz.bank import Bank, Option, Question
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One question that was added, removed, moved or changed; `details` says in what."""

    what: str
    question: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what} {self.question}" + (f": {', '.join(self.details)}" if self.details else "")


def bank_changes(before: Bank, after: Bank) -> list[Change]:
    """The changes from one bank to another, in the order of the new one, what is gone last."""
    changes = [Change("changed", "(title)", ("title",))] if before.title != after.title else []
    for question in after.questions:
        old = before.by_key.get(question.key)
        if old is None:
            changes.append(Change("added", question.key))
        elif details := tuple(_differences(old, question)):
            changes.append(Change("changed", question.key, details))
    changes += [Change("removed", q.key) for q in before.questions if q.key not in after.by_key]
    return changes + _moved(before, after)


def _moved(before: Bank, after: Bank) -> list[Change]:
    """One line for a new order of the questions that stay."""
    was = [question.key for question in before.questions if question.key in after.by_key]
    now = [question.key for question in after.questions if question.key in before.by_key]
    return [Change("changed", "(order)", ("order of the questions",))] if was != now else []


def _differences(old: Question, new: Question) -> Iterator[str]:
    for name in ("part", "format", "prompt", "help"):
        if getattr(old, name) != getattr(new, name):
            yield name
    if old.roles != new.roles:
        yield "role"
    if dict(old.loads) != dict(new.loads):
        yield "loads"
    yield from _option_differences(old, new)


def _option_differences(old: Question, new: Question) -> Iterator[str]:
    was = {option.key: option for option in old.options}
    now = {option.key: option for option in new.options}
    if set(was) == set(now) and list(was) != list(now):
        yield "order of the options"
    for key in [key for key in now if key not in was]:
        yield f"option {key} added"
    for key in [key for key in was if key not in now]:
        yield f"option {key} removed"
    for key, option in now.items():
        if key in was:
            yield from _within_option(was[key], option)


def _within_option(old: Option, new: Option) -> Iterator[str]:
    if old.label != new.label:
        yield f"option {new.key}: label"
    if dict(old.loads) != dict(new.loads):
        yield f"option {new.key}: loads"
