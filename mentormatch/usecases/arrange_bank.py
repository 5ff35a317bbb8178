"""The order and number of a bank's questions: add, duplicate, move, retire, bring back."""

from dataclasses import replace
from itertools import count

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.quiz import Format, Part
from mentormatch.quiz.document import MAX_QUESTIONS
from mentormatch.quiz.drafting import OptionDraft, QuestionDraft
from mentormatch.storage.actions import Action
from mentormatch.usecases.edit_bank import Editing, Writer, locked, write

_LONGEST_KEY = 40
_OPTION_KEYS = "abcdefghijklmnopqrstuvwxyz"
_OPTIONS = {Format.AGREE: 0, Format.PAIR: 2, Format.CHOOSE: 4}
_STEMS = {Format.AGREE: "agree", Format.PAIR: "pair", Format.CHOOSE: "sit"}


def add_question(tx: storage.Transaction, form: Format, *, who: Writer) -> str:
    """Add an empty question on traits at the end; its key.

    Raises:
        ConflictError: `bank-full`.
    """
    editing = locked(tx)
    key = _free_key(editing, f"{_STEMS[form]}-new")
    options = tuple(OptionDraft(letter) for letter in _OPTION_KEYS[: _OPTIONS[form]])
    question = QuestionDraft(key, Part.TRAITS, "both", form, options=options)
    _put(tx, editing, question, len(editing.draft.questions), who=who, deed=Action.QUESTION_ADDED)
    return key


def duplicate_question(tx: storage.Transaction, key: str, *, who: Writer) -> str:
    """Put a copy behind a question; its key. Raises as `add_question`, and NotFoundError `question`."""
    editing = locked(tx)
    copy = replace(editing.draft.question(key), key=_free_key(editing, key))
    marked = replace(editing, marks={**editing.marks, copy.key: editing.marks_of(key)})
    _put(tx, marked, copy, editing.draft.place(key) + 1, who=who, deed=Action.QUESTION_DUPLICATED)
    return copy.key


def move_question(tx: storage.Transaction, key: str, to: int, *, who: Writer) -> None:
    """Move a question to a place, counted from 0; NotFoundError `question`."""
    editing = locked(tx)
    draft = editing.draft.moved(key, to)
    if draft != editing.draft:
        write(tx, editing, draft, editing.marks, who=who, deed=(Action.QUESTION_MOVED, key))


def step_question(tx: storage.Transaction, key: str, step: int, *, who: Writer) -> None:
    """Move a question by some places, up when negative; NotFoundError `question`."""
    editing = locked(tx)
    move_question(tx, key, editing.draft.place(key) + step, who=who)


def retire_question(tx: storage.Transaction, key: str, *, seen: str, who: Writer) -> None:
    """Take a question out of the draft; published versions keep it for ever.

    Raises:
        NotFoundError: `question`.
        ConflictError: `question-moved` when it is not as the person has seen it.
    """
    editing = locked(tx)
    draft = editing.draft.without(key)
    if editing.fingerprint(key) != seen:
        raise ConflictError("question-moved", key)
    marks = {name: own for name, own in editing.marks.items() if name != key}
    write(tx, editing, draft, marks, who=who, deed=(Action.QUESTION_RETIRED, key))


def retired(editing: Editing) -> tuple[QuestionDraft, ...]:
    """The questions of the current version that the draft no longer has."""
    return tuple(question for question in editing.base.questions if not editing.draft.has(question.key))


def bring_back(tx: storage.Transaction, key: str, *, who: Writer) -> None:
    """Take a question of the current version into the draft again, near where it was.

    Raises:
        NotFoundError: `question` when the version has none, ConflictError: `question-moved` when
            the draft has it again already.
    """
    editing = locked(tx)
    question = editing.base.question(key)
    if editing.draft.has(key):
        raise ConflictError("question-moved", key)
    _put(tx, editing, question, editing.base.place(key), who=who, deed=Action.QUESTION_BROUGHT_BACK)


def option_key(question: QuestionDraft) -> str:
    """A key for one more option: the next letter, or digit where the others are digits."""
    known = {option.key for option in question.options}
    digits = bool(known) and all(key.isdigit() for key in known)
    fresh = map(str, count(1)) if digits else iter(_OPTION_KEYS)
    return next(key for key in fresh if key not in known)


def _put(
    tx: storage.Transaction, editing: Editing, question: QuestionDraft, at: int, *, who: Writer, deed: Action
) -> None:
    if len(editing.draft.questions) >= MAX_QUESTIONS:
        raise ConflictError("bank-full")
    draft = editing.draft.with_added(question, at)
    write(tx, editing, draft, editing.marks, who=who, deed=(deed, question.key))


def _free_key(editing: Editing, stem: str) -> str:
    """A key that neither the draft nor the current version has."""
    short = stem[: _LONGEST_KEY - 4].rstrip("-")
    names = (stem if number == 1 else f"{short}-{number}" for number in count(1))
    return next(name for name in names if not (editing.draft.has(name) or editing.base.has(name)))
