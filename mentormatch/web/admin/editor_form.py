"""The editor's form: what was typed, read into a question, with all that is wrong with it.

Fields are named by place: `prompt-fr`, `option-0-ar`, `option-0-structure`, `loads-structure`;
`holds-option-0-ar` says that a stale text still holds. Nothing that was typed is lost: a weight
that is no number is shown again as it was typed, and a text with characters that cannot be seen is
shown again without them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from mentormatch.guide import Trait
from mentormatch.i18n import Locale, Words, words_of
from mentormatch.quiz import Format, Part
from mentormatch.quiz.characters import hidden_characters, without_hidden_characters
from mentormatch.quiz.document import MAX_LABEL, MAX_OPTIONS, MAX_PROMPT
from mentormatch.quiz.drafting import Loads, OptionDraft, QuestionDraft
from mentormatch.quiz.stale import Marks, Opened
from mentormatch.values import dataclass

# Texts longer than the document allows are kept, and stopped at the gate; but not without end.
LONGEST = 4 * max(MAX_PROMPT, MAX_LABEL)
ROLES = ("both", "find", "become")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 40
_NUMBER = re.compile(r"[-−]?([0-9]{1,3}([.,][0-9]{0,6})?|[.,][0-9]{1,6})")
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a field is refused: a code, and the characters that were found where that is the reason."""

    code: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the question that it makes, what is wrong by field, and the words as typed."""

    question: QuestionDraft
    troubles: Mapping[str, Trouble]
    weights: Mapping[str, str]
    holding: frozenset[tuple[str, Locale]]


# A question has a format, as in the document.
def read_question(fields: Fields, format: Format, *, key: str, renames: bool) -> Typed:  # noqa: A002
    """The question that was typed; its format does not change, its key only where it may.

    A weight that cannot be understood counts as none.
    """
    troubles: dict[str, Trouble] = {}
    weights: dict[str, str] = {}
    options = () if format is Format.AGREE else _options(fields, troubles, weights)
    question = QuestionDraft(
        key=_key(fields, key, troubles) if renames else key,
        part=_part(fields),
        role=fields["role"] if fields.get("role") in ROLES else "both",
        format=format,
        prompt=read_words(fields, "prompt", troubles),
        help=read_words(fields, "help", troubles),
        loads=_loads(fields, "loads", troubles, weights) if format is Format.AGREE else {},
        options=options,
    )
    return Typed(question, troubles, weights, _holding(fields, question))


def option_field(index: int) -> str:
    """What the fields of an option begin with."""
    return f"option-{index}"


def field_of_place(question: QuestionDraft, place: str) -> str:
    """What the fields of a text are called, by its place in the question."""
    if not place.startswith("option "):
        return place
    keys = [option.key for option in question.options]
    return option_field(keys.index(place.removeprefix("option ")))


def opened_to_text(opened: Opened) -> str:
    """The state in which a page was opened, for the form to carry along."""
    return json.dumps(
        {
            "texts": {
                place: {lo.value: w for lo, w in words.items()} for place, words in opened.texts.items()
            },
            "marks": {place: sorted(stale) for place, stale in opened.marks.items()},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def opened_from_text(text: str, otherwise: Opened) -> Opened:
    """The state that a form carried along; `otherwise` when that is not to be understood."""
    try:
        content = json.loads(text)
        texts = {str(place): words_of(words) for place, words in content["texts"].items()}
        marks: Marks = {
            str(place): frozenset(map(Locale, stale)) for place, stale in content["marks"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return otherwise
    whole = all(isinstance(word, str) for words in texts.values() for word in words.values())
    return Opened(texts, marks) if whole else otherwise


def changed_by(question: QuestionDraft, deed: str, new_key: str) -> QuestionDraft:
    """The question after one of the option buttons: `add-option`, or `up:KEY`, `down:KEY`, `remove:KEY`."""
    what, _, key = deed.partition(":")
    options = list(question.options)
    places = [place for place, option in enumerate(options) if option.key == key]
    if what == "add-option" and len(options) < MAX_OPTIONS:
        options.append(OptionDraft(new_key))
    elif what == "remove" and places:
        del options[places[0]]
    elif what in {"up", "down"} and places:
        to = max(0, places[0] + (-1 if what == "up" else 1))
        options.insert(to, options.pop(places[0]))
    return replace(question, options=tuple(options))


def _options(
    fields: Fields, troubles: dict[str, Trouble], weights: dict[str, str]
) -> tuple[OptionDraft, ...]:
    found: dict[str, OptionDraft] = {}
    for index in range(MAX_OPTIONS):
        name = option_field(index)
        key = fields.get(f"{name}-key", "")
        if key in found or not _is_key(key):
            continue
        label = read_words(fields, name, troubles)
        found[key] = OptionDraft(key, label, _loads(fields, name, troubles, weights))
    return tuple(found.values())


def read_words(fields: Fields, name: str, troubles: dict[str, Trouble], *, longest: int = LONGEST) -> Words:
    """A text in each language, from the fields `name-fr`, …, without characters that cannot be seen."""
    found = {}
    for locale in Locale:
        field = f"{name}-{locale}"
        text = fields.get(field, "").replace("\r\n", "\n").replace("\r", "\n")[:longest]
        if hidden := hidden_characters(text):
            troubles[field] = Trouble("hidden", ", ".join(hidden[:5]))
        found[locale] = without_hidden_characters(text)
    return found


def _loads(fields: Fields, name: str, troubles: dict[str, Trouble], weights: dict[str, str]) -> Loads:
    found = {}
    for trait in Trait:
        field = f"{name}-{trait}"
        text = fields.get(field, "").strip()[:20]
        weight = _weight(text)
        if weight is None:
            troubles[field] = Trouble("weight")
            weights[field] = without_hidden_characters(text)
        elif weight:
            found[trait] = weight
    return found


def _weight(text: str) -> float | None:
    """A weight, 0 for nothing, None when it is no number from −1 to 1."""
    if not text:
        return 0.0
    if not _NUMBER.fullmatch(text):
        return None
    weight = float(text.replace(",", ".").replace("−", "-"))
    return weight + 0.0 if -1 <= weight <= 1 else None


def _key(fields: Fields, key: str, troubles: dict[str, Trouble]) -> str:
    wanted = fields.get("key", key).strip()
    if _is_key(wanted):
        return wanted
    troubles["key"] = Trouble("key")
    return key


def _is_key(text: str) -> bool:
    return len(text) <= _LONGEST_KEY and _KEY.fullmatch(text) is not None


def _part(fields: Fields) -> Part:
    wanted = fields.get("part", "")
    return Part(wanted) if wanted in tuple(Part) else Part.TRAITS


def _holding(fields: Fields, question: QuestionDraft) -> frozenset[tuple[str, Locale]]:
    return frozenset(
        (place, locale)
        for place in question.texts
        for locale in Locale
        if fields.get(f"holds-{field_of_place(question, place)}-{locale}")
    )
