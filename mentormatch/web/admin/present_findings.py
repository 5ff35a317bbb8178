"""What the gate found, in the reader's words and with a link to its place.

Findings are written in English, for the command line. Those that an editor meets are said here in
each language; any other is shown as it is, marked as English.
"""

import re
from collections.abc import Callable, Mapping

from mentormatch.guide import Kind, Role, Trait
from mentormatch.i18n import Locale
from mentormatch.quiz.findings import Finding
from mentormatch.usecases.bank_gate import STALE
from mentormatch.usecases.edit_bank import Editing
from mentormatch.web.admin import addresses
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.pages import FindingView
from mentormatch.web.visitor.speech import Speech

_PATH = re.compile(r"questions\[(\d+)\](?:\.(.*))?")
_OPTION = re.compile(r"options\[(\d+)\]")
Values = Mapping[str, str]
Say = Callable[[Speech, Values], str]


def finding(speech: Speech, editing: Editing, found: Finding) -> FindingView:
    """One finding, with where it is."""
    place, href = _place(speech, editing, found.path)
    return said(speech, found.message, place, href)


def said(speech: Speech, message: str, place: str, href: str) -> FindingView:
    """A message at a place, in the reader's language where it is known in it."""
    words = in_words(speech, message)
    if words is None:
        return FindingView(place, message, href, lang=Locale.EN.value)
    return FindingView(place, words, href)


def _place(speech: Speech, editing: Editing, path: str) -> tuple[str, str]:
    """What the place in the document is called, and the address of its editor."""
    match = _PATH.match(path)
    if match is None or int(match[1]) >= len(editing.draft.questions):
        return speech.say("The bank as a whole"), ""
    number = int(match[1])
    question = editing.draft.questions[number]
    name = speech.say("Question %(number)s", number=spelled(number + 1, speech.locale))
    inside = match[2] or ""
    if (option := _OPTION.match(inside)) and int(option[1]) < len(question.options):
        name = names.joined(speech, name, names.option_name(speech, question.options[int(option[1])].key))
    elif inside.startswith("help"):
        name = names.joined(speech, name, speech.say("Why we ask"))
    language = inside.rpartition(".")[2]
    if language in tuple(Locale):
        name = names.joined(speech, name, Locale(language).own_name)
    return name, addresses.question(speech.locale, question.key)


def in_words(speech: Speech, message: str) -> str | None:
    """A finding in the reader's language, None where it is known in English only."""
    for pattern, say in _SAYINGS:
        if match := pattern.fullmatch(message):
            return say(speech, match.groupdict())
    return None


def _kind(speech: Speech, name: str) -> str:
    if name in tuple(Kind):
        return speech.kind_name(Kind(name))
    return speech.text(f"focus.{name.removeprefix('coaching-')}.name")


def _trait(speech: Speech, values: Values) -> str:
    pole = "high" if values["pole"] == "more" else "low"
    return speech.text(f"trait.{Trait(values['trait'])}.{pole}")


def _door(speech: Speech, values: Values) -> str:
    return names.role_name(speech, Role(values["door"]))


def _figure(speech: Speech, text: str) -> str:
    if text.endswith("%"):
        return speech.percent(int(text[:-1]) / 100)
    return spelled(float(text), speech.locale)


def _plain(message: Callable[[Speech], str]) -> Say:
    return lambda speech, _values: message(speech)


_SAYINGS: tuple[tuple[re.Pattern[str], Say], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (
            re.escape(STALE),
            _plain(lambda s: s.say("Out of date: another language of this text has changed.")),
        ),
        (
            r"String should have at least 1 character|String should match pattern '\\S'|is empty",
            _plain(lambda s: s.say("The text is missing.")),
        ),
        (
            r"String should have at most (?P<most>\d+) characters",
            lambda s, v: s.say("The text is longer than %(num)s characters.", num=_figure(s, v["most"])),
        ),
        (
            r".*label in \w\w is longer than (?P<most>\d+) characters",
            lambda s, v: s.say("The text is longer than %(num)s characters.", num=_figure(s, v["most"])),
        ),
        (
            r".*forbidden characters: (?P<found>.*)",
            lambda s, v: s.say("Characters that cannot be seen: %(found)s.", found=v["found"]),
        ),
        (
            r"is written in the letters of another language",
            _plain(lambda s: s.say("Written in the letters of another language.")),
        ),
        (
            r"is the same as .*",
            _plain(lambda s: s.say("The same words as in another language or place.")),
        ),
        (
            r"an option that speaks for nothing",
            _plain(lambda s: s.say("This option has no weights: it speaks for nothing.")),
        ),
        (
            r".*an agreement question on traits needs loads",
            _plain(lambda s: s.say("This statement has no weights: it speaks for nothing.")),
        ),
        (
            r"(?P<count>\d+) questions on traits; a bank needs at least (?P<least>\d+)",
            lambda s, v: s.say(
                "Questions on traits: %(count)s. A bank needs at least %(least)s.",
                count=_figure(s, v["count"]),
                least=_figure(s, v["least"]),
            ),
        ),
        (
            r"(?P<count>\d+) questions of format (?P<form>\w+); planned are (?P<least>\d+) to (?P<most>\d+)",
            lambda s, v: s.say(
                "Questions of the format “%(form)s”: %(count)s. Planned are %(least)s to %(most)s.",
                form=_format(s, v["form"]),
                count=_figure(s, v["count"]),
                least=_figure(s, v["least"]),
                most=_figure(s, v["most"]),
            ),
        ),
        (
            r"at the door (?P<door>\w+), no agreement question is keyed on (?P<pole>\w+) (?P<trait>\w+)",
            lambda s, v: s.say(
                "At the door “%(door)s”, no statement speaks clearly for “%(pole)s”.",
                door=_door(s, v),
                pole=_trait(s, v),
            ),
        ),
        (
            r"at the door (?P<door>\w+), no answers lead to (?P<leaf>[\w-]+)",
            lambda s, v: s.say(
                "At the door “%(door)s”, no answers lead to “%(kind)s”.",
                door=_door(s, v),
                kind=_kind(s, v["leaf"]),
            ),
        ),
        (
            r"at the door (?P<door>\w+), (?P<count>\d+) answers do not suffice to reach (?P<leaf>[\w-]+)",
            lambda s, v: s.say(
                "At the door “%(door)s”, %(count)s answers do not suffice to reach “%(kind)s”.",
                door=_door(s, v),
                count=_figure(s, v["count"]),
                kind=_kind(s, v["leaf"]),
            ),
        ),
        (
            r"at the door (?P<door>\w+), answers at random lead to (?P<leaf>\w+) (?P<share>\d+%).*",
            lambda s, v: s.say(
                "Too easily reached at the door “%(door)s”: %(share)s of random answers lead to “%(kind)s”.",
                door=_door(s, v),
                share=_figure(s, v["share"]),
                kind=_kind(s, v["leaf"]),
            ),
        ),
        (
            r"at the door (?P<door>\w+), (?P<leaf>\w+) is recommended to (?P<share>\d+%).*, (?P<even>\d+%).*",
            lambda s, v: s.say(
                "At the door “%(door)s”, %(share)s of simulated people get “%(kind)s”; it fits %(even)s.",
                door=_door(s, v),
                kind=_kind(s, v["leaf"]),
                share=_figure(s, v["share"]),
                even=_figure(s, v["even"]),
            ),
        ),
        (
            r"at the door (?P<door>\w+), only (?P<share>\d+%) of those whom (?P<leaf>\w+) fits are told so",
            lambda s, v: s.say(
                "At the door “%(door)s”, only %(share)s of the people whom “%(kind)s” fits are told so.",
                door=_door(s, v),
                share=_figure(s, v["share"]),
                kind=_kind(s, v["leaf"]),
            ),
        ),
        (
            r"the door become cannot recommend a coaching focus",
            _plain(
                lambda s: s.say("Mentors are not asked about coaching: remove these weights, or this door.")
            ),
        ),
        (
            r"question key used more than once: .*|used before: .*",
            _plain(lambda s: s.say("Another question has this name already.")),
        ),
        (
            r"(?P<count>\d+) characters, where the options of this question have (?P<mean>\d+)",
            lambda s, v: s.say(
                "%(count)s characters; the options of this question have %(mean)s on average.",
                count=_figure(s, v["count"]),
                mean=_figure(s, v["mean"]),
            ),
        ),
        (
            r"has (?P<count>\d+) characters; (?P<most>\d+) are easier to take in",
            lambda s, v: s.say(
                "%(count)s characters; %(most)s are easier to take in.",
                count=_figure(s, v["count"]),
                most=_figure(s, v["most"]),
            ),
        ),
        (
            r"a sentence of (?P<count>\d+) words; (?P<most>\d+) are easier to hold in mind",
            lambda s, v: s.say(
                "A sentence of %(count)s words; %(most)s are easier to hold in mind.",
                count=_figure(s, v["count"]),
                most=_figure(s, v["most"]),
            ),
        ),
        (
            r"shares (?P<share>\d+%) of its words with .*",
            lambda s, v: s.say(
                "Shares %(share)s of its words with another text.", share=_figure(s, v["share"])
            ),
        ),
        (
            r"names a kind, and so tells where it leads: (?P<word>.*)",
            lambda s, v: s.say("Names a kind, and so tells where it leads: %(word)s.", word=v["word"]),
        ),
        (
            r"(?P<count>\d+) options; its like have (?P<most>\d+)",
            lambda s, v: s.say(
                "%(count)s options; questions of this format have %(most)s.",
                count=_figure(s, v["count"]),
                most=_figure(s, v["most"]),
            ),
        ),
        (
            r"begins or ends with a space|has two spaces in a row|has a space before a punctuation mark",
            _plain(lambda s: s.say("There is a space too many.")),
        ),
        (
            r"(has|needs) .*",
            _plain(lambda s: s.say("Typography: a sign that this language writes otherwise.")),
        ),
    )
)


def _format(speech: Speech, name: str) -> str:
    match name:
        case "agreement":
            return speech.say("Statement")
        case "pair":
            return speech.say("Pair")
        case "focus":
            return speech.say("Focus")
        case _:
            return speech.say("Situation")
