"""Whether the length of an option gives away, or favours, what it speaks for."""

import math
from collections.abc import Iterator, Mapping, Sequence

from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.quiz.document import OptionDocument
from mentormatch.quiz.findings import Finding, Placed, warning
from mentormatch.values import dataclass

MOST_DEPARTURE = 0.35
# Three standard deviations, because twelve such figures are looked at together.
SYSTEMATIC = 3.0
Favours = Mapping[tuple[str, str], Kind]


@dataclass(frozen=True, slots=True)
class LengthBalance:
    """How the options of one kind compare in length with the others of their questions.

    `longest` of `options` are their question's longest where chance expects `expected`, which is
    `z` standard deviations away; `relative` is their mean share of their question's mean length.
    """

    locale: Locale
    kind: Kind
    options: int
    longest: int
    expected: float
    z: float
    relative: float


def option_length_findings(questions: Sequence[Placed]) -> Iterator[Finding]:
    """Options that are much longer or shorter than the others of their question."""
    for place in _with_options(questions):
        for locale in Locale:
            lengths = [_length(option, locale) for option in place.question.options]
            mean = sum(lengths) / len(lengths)
            for number, length in enumerate(lengths):
                if abs(length - mean) > MOST_DEPARTURE * mean:
                    path = f"{place.path}.options[{number}].label.{locale}"
                    message = f"{length} characters, where the options of this question have {mean:.0f}"
                    yield warning(path, message)


def length_balance(questions: Sequence[Placed], favours: Favours) -> list[LengthBalance]:
    """The balance of every kind in every language; `favours` names each option's kind.

    Options are known by question and option key; those without a kind count as others.
    """
    return [_balance(questions, favours, locale, kind) for locale in Locale for kind in Kind]


def length_balance_findings(balances: Sequence[LengthBalance]) -> Iterator[Finding]:
    """Kinds whose options are the longest (or hardly ever the longest) systematically."""
    for balance in balances:
        if abs(balance.z) > SYSTEMATIC:
            yield warning(
                "",
                f"{balance.locale}: options for {balance.kind} are the longest {balance.longest} times of"
                f" {balance.options}, where chance expects {balance.expected:.1f}",
            )


def _balance(questions: Sequence[Placed], favours: Favours, locale: Locale, kind: Kind) -> LengthBalance:
    options = longest = 0
    expected = variance = relative = 0.0
    for place in _with_options(questions):
        question = place.question
        lengths = [_length(option, locale) for option in question.options]
        own = [favours.get((question.key, option.key)) is kind for option in question.options]
        if not any(own) or all(own):
            continue
        chance, top = sum(own) / len(own), max(lengths)
        tops = [mine for mine, length in zip(own, lengths, strict=True) if length == top]
        options += sum(own)
        longest += tops[0] if len(tops) == 1 else 0
        expected += chance if len(tops) == 1 else 0.0
        variance += chance * (1 - chance) if len(tops) == 1 else 0.0
        mean = sum(lengths) / len(lengths)
        relative += sum(length / mean for mine, length in zip(own, lengths, strict=True) if mine)
    z = (longest - expected) / math.sqrt(variance) if variance else 0.0
    return LengthBalance(locale, kind, options, longest, expected, z, relative / max(1, options))


def _with_options(questions: Sequence[Placed]) -> list[Placed]:
    return [place for place in questions if place.question.part == "traits" and place.question.options]


def _length(option: OptionDocument, locale: Locale) -> int:
    return len(getattr(option.label, locale.value))
