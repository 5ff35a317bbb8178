"""What is found in a question bank, in the reader's words."""

import re

from mentormatch.guide import Kind, Role, Trait
from mentormatch.i18n import Locale
from mentormatch.usecases.bank_gate import STALE
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.sayings import Values, figure, plain, sayings
from mentormatch.web.visitor.speech import Speech


def _kind(speech: Speech, name: str) -> str:
    if name in tuple(Kind):
        return speech.kind_name(Kind(name))
    return speech.text(f"focus.{name.removeprefix('coaching-')}.name")


def _trait(speech: Speech, values: Values) -> str:
    pole = "high" if values["pole"] == "more" else "low"
    return speech.text(f"trait.{Trait(values['trait'])}.{pole}")


def _door(speech: Speech, values: Values) -> str:
    return names.role_name(speech, Role(values["door"]))


def _traits(speech: Speech, listed: str) -> str:
    return " · ".join(speech.text(f"trait.{Trait(name)}.name") for name in listed.split(", "))


def _format(speech: Speech, name: str) -> str:
    match name:
        case "agreement" | "agree":
            return speech.say("Statement")
        case "pair":
            return speech.say("Pair")
        case "focus":
            return speech.say("Focus")
        case _:
            return speech.say("Situation")


BANK = sayings(
    (
        re.escape(STALE),
        plain(lambda s: s.say("Out of date: another language of this text has changed.")),
    ),
    (
        r"String should have at least 1 character|String should match pattern '\\S'|is empty",
        plain(lambda s: s.say("The text is missing.")),
    ),
    (
        r"String should have at most (?P<most>\d+) characters",
        lambda s, v: s.say("The text is longer than %(num)s characters.", num=figure(s, v["most"])),
    ),
    (
        r".*label in \w\w is longer than (?P<most>\d+) characters",
        lambda s, v: s.say("The text is longer than %(num)s characters.", num=figure(s, v["most"])),
    ),
    (
        r".*forbidden characters: (?P<found>.*)",
        lambda s, v: s.say("Characters that cannot be seen: %(found)s.", found=v["found"]),
    ),
    (
        r"is written in the letters of another language",
        plain(lambda s: s.say("Written in the letters of another language.")),
    ),
    (
        r"is the same as .*",
        plain(lambda s: s.say("The same words as in another language or place.")),
    ),
    (
        r"an option that speaks for nothing",
        plain(lambda s: s.say("This option has no weights: it speaks for nothing.")),
    ),
    (
        r".*an agreement question on traits needs loads",
        plain(lambda s: s.say("This statement has no weights: it speaks for nothing.")),
    ),
    (
        r"(?P<count>\d+) questions on traits; a bank needs at least (?P<least>\d+)",
        lambda s, v: s.say(
            "Questions on traits: %(count)s. A bank needs at least %(least)s.",
            count=figure(s, v["count"]),
            least=figure(s, v["least"]),
        ),
    ),
    (
        r"(?P<count>\d+) questions of format (?P<form>\w+); planned are (?P<least>\d+) to (?P<most>\d+)",
        lambda s, v: s.say(
            "Questions of the format “%(form)s”: %(count)s. Planned are %(least)s to %(most)s.",
            form=_format(s, v["form"]),
            count=figure(s, v["count"]),
            least=figure(s, v["least"]),
            most=figure(s, v["most"]),
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
            count=figure(s, v["count"]),
            kind=_kind(s, v["leaf"]),
        ),
    ),
    (
        r"at the door (?P<door>\w+), answers at random lead to (?P<leaf>\w+) (?P<share>\d+%).*",
        lambda s, v: s.say(
            "Too easily reached at the door “%(door)s”: %(share)s of random answers lead to “%(kind)s”.",
            door=_door(s, v),
            share=figure(s, v["share"]),
            kind=_kind(s, v["leaf"]),
        ),
    ),
    (
        r"at the door (?P<door>\w+), (?P<leaf>\w+) is recommended to (?P<share>\d+%).*, (?P<even>\d+%).*",
        lambda s, v: s.say(
            "At the door “%(door)s”, %(share)s of simulated people get “%(kind)s”; it fits %(even)s.",
            door=_door(s, v),
            kind=_kind(s, v["leaf"]),
            share=figure(s, v["share"]),
            even=figure(s, v["even"]),
        ),
    ),
    (
        r"at the door (?P<door>\w+), only (?P<share>\d+%) of those whom (?P<leaf>\w+) fits are told so",
        lambda s, v: s.say(
            "At the door “%(door)s”, only %(share)s of the people whom “%(kind)s” fits are told so.",
            door=_door(s, v),
            share=figure(s, v["share"]),
            kind=_kind(s, v["leaf"]),
        ),
    ),
    (
        r"the door become cannot recommend a coaching focus",
        plain(lambda s: s.say("Mentors are not asked about coaching: remove these weights, or this door.")),
    ),
    (
        r"no question loads on: (?P<traits>.*)",
        lambda s, v: s.say("No question speaks of: %(traits)s.", traits=_traits(s, v["traits"])),
    ),
    (
        r".*a question of format (?P<form>\w+) needs (?P<least>\d+) to (?P<most>\d+) options",
        lambda s, v: s.say(
            "A question of the format “%(form)s” needs %(least)s to %(most)s options.",
            form=_format(s, v["form"]),
            least=figure(s, v["least"]),
            most=figure(s, v["most"]),
        ),
    ),
    (
        r".*an agreement question has its five fixed options and no others",
        plain(lambda s: s.say("A statement has its five fixed options, and no others.")),
    ),
    (
        r".*only an agreement question has loads of its own",
        plain(lambda s: s.say("Only a statement has weights of its own; elsewhere its options have them.")),
    ),
    (
        r".*option key used more than once: .*",
        plain(lambda s: s.say("Two options of this question have the same name.")),
    ),
    (
        r"names none of the nine conditions of readiness",
        plain(lambda s: s.say("The name of this question is none of the nine conditions of readiness.")),
    ),
    (
        r"readiness is asked at the door become",
        plain(lambda s: s.say("Readiness is asked of those who want to become a mentor.")),
    ),
    (
        r"a question of this key belongs to readiness",
        plain(lambda s: s.say("A question of this name belongs to the part “Readiness”.")),
    ),
    (
        r"no question (?P<key>[\w-]+)",
        lambda s, v: s.say("The question “%(key)s” is missing; the quiz cannot do without it.", key=v["key"]),
    ),
    (
        r"the gate has the key (?P<key>[\w-]+)",
        lambda s, v: s.say("The question of the part “Gate” is named “%(key)s”.", key=v["key"]),
    ),
    (
        r"(?P<count>\d+) questions of the part gate; there is one",
        lambda s, v: s.say(
            "Questions of the part “Gate”: %(count)s. There can be only one.", count=figure(s, v["count"])
        ),
    ),
    (
        r"at the door (?P<door>\w+), even determined answers reach (?P<leaf>[\w-]+) .* (?P<p>[\d.]+) only",
        lambda s, v: s.say(
            "At the door “%(door)s”, even answers that all speak for “%(kind)s” lead there with a"
            " probability of only %(share)s.",
            door=_door(s, v),
            kind=_kind(s, v["leaf"]),
            share=s.percent(float(v["p"])),
        ),
    ),
    (
        r"(?P<lang>\w+): options for (?P<leaf>\w+) .* (?P<count>\d+) times of (?P<all>\d+),.* (?P<mean>\S+)",
        lambda s, v: s.say(
            "%(language)s: options for “%(kind)s” are the longest of their question %(count)s times of"
            " %(most)s; by chance it would be about %(mean)s.",
            language=Locale(v["lang"]).own_name,
            kind=_kind(s, v["leaf"]),
            count=figure(s, v["count"]),
            most=figure(s, v["all"]),
            mean=figure(s, v["mean"]),
        ),
    ),
    (
        r"(?P<lang>\w\w): reading ease (?P<count>-?\d+); plain language has (?P<least>\d+) or more",
        lambda s, v: s.say(
            "%(language)s: a reading ease of %(count)s; plain language has %(least)s or more.",
            language=Locale(v["lang"]).own_name,
            count=figure(s, v["count"]),
            least=figure(s, v["least"]),
        ),
    ),
    (
        r"ar: (?P<share>\d+%) of the words are long",
        lambda s, v: s.say(
            "%(language)s: %(share)s of the words are long.",
            language=Locale.AR.own_name,
            share=figure(s, v["share"]),
        ),
    ),
    (
        r"List should have at most (?P<most>\d+) items.*",
        lambda s, v: s.say("There are more than %(num)s of them.", num=figure(s, v["most"])),
    ),
    (
        r"List should have at least 1 item.*",
        plain(lambda s: s.say("There is no question at all.")),
    ),
    (
        r"String should match pattern '\^\[a-z.*",
        plain(lambda s: s.say("Please use small letters, digits and hyphens, 40 at most.")),
    ),
    (
        r"question key used more than once: .*|used before: .*",
        plain(lambda s: s.say("Another question has this name already.")),
    ),
    (
        r"(?P<count>\d+) characters, where the options of this question have (?P<mean>\d+)",
        lambda s, v: s.say(
            "%(count)s characters; the options of this question have %(mean)s on average.",
            count=figure(s, v["count"]),
            mean=figure(s, v["mean"]),
        ),
    ),
    (
        r"has (?P<count>\d+) characters; (?P<most>\d+) are easier to take in",
        lambda s, v: s.say(
            "%(count)s characters; %(most)s are easier to take in.",
            count=figure(s, v["count"]),
            most=figure(s, v["most"]),
        ),
    ),
    (
        r"a sentence of (?P<count>\d+) words; (?P<most>\d+) are easier to hold in mind",
        lambda s, v: s.say(
            "A sentence of %(count)s words; %(most)s are easier to hold in mind.",
            count=figure(s, v["count"]),
            most=figure(s, v["most"]),
        ),
    ),
    (
        r"shares (?P<share>\d+%) of its words with .*",
        lambda s, v: s.say("Shares %(share)s of its words with another text.", share=figure(s, v["share"])),
    ),
    (
        r"names a kind, and so tells where it leads: (?P<word>.*)",
        lambda s, v: s.say("Names a kind, and so tells where it leads: %(word)s.", word=v["word"]),
    ),
    (
        r"(?P<count>\d+) options; its like have (?P<most>\d+)",
        lambda s, v: s.say(
            "%(count)s options; questions of this format have %(most)s.",
            count=figure(s, v["count"]),
            most=figure(s, v["most"]),
        ),
    ),
    (
        r"begins or ends with a space|has two spaces in a row|has a space before a punctuation mark",
        plain(lambda s: s.say("There is a space too many.")),
    ),
    (
        r"(has|needs) .*",
        plain(lambda s: s.say("Typography: a sign that this language writes otherwise.")),
    ),
)
