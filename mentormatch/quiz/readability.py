"""How easily a bank reads, by figures that exist for each language.

French: Kandel and Moles (1958), "Application de l'indice de Flesch à la langue française",
207 − 1.015·(words per sentence) − 73.6·(syllables per word). English: Flesch (1948), "A new
readability yardstick", 206.835 − 1.015·(words per sentence) − 84.6·(syllables per word). In both,
60 and more is plain language. Syllables are estimated from vowel groups, without a dictionary.
Arabic: the published measures (OSMAN, El-Haj and Rayson 2016) count syllables of vocalised text,
which a bank is not; so the words per sentence and the share of long words stand alone, and only
comparisons between two versions of a bank mean something.
"""

import re
import unicodedata
from collections.abc import Sequence

from mentormatch.i18n import Locale
from mentormatch.quiz.findings import Finding, Sentence, warning
from mentormatch.values import dataclass

LEAST_EASE = 60.0
MOST_WORDS = 28
MOST_LONG_WORDS = 0.25
_LONG_WORD = {Locale.FR: 9, Locale.EN: 9, Locale.AR: 8}
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_END = re.compile(r"[.!?؟…]+(?=\s|$)")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
_SILENT = {
    Locale.FR: re.compile(r"[^aeiouyéèê]es?$"),
    Locale.EN: re.compile(r"[^aeiouyl]e$|[^aeiouylsxzcgh]es$|[^aeiouyltd]ed$"),
}


@dataclass(frozen=True, slots=True)
class Readability:
    """A bank's figures in one language; `ease` only where a formula is published for it."""

    locale: Locale
    sentences: int
    words: int
    words_per_sentence: float
    longest_sentence: int
    long_words: float
    ease: float | None


def readability(sentences: Sequence[Sentence], locale: Locale) -> Readability:
    """The figures of all texts together; one short text says little."""
    pieces = [piece for sentence in sentences for piece in split(sentence.in_language(locale))]
    found = [words(piece) for piece in pieces]
    every = [word for piece in found for word in piece]
    count, total = max(1, len(found)), max(1, len(every))
    long = sum(len(bare(word)) >= _LONG_WORD[locale] for word in every)
    per_sentence = len(every) / count
    return Readability(
        locale=locale,
        sentences=len(found),
        words=len(every),
        words_per_sentence=per_sentence,
        longest_sentence=max(map(len, found), default=0),
        long_words=long / total,
        ease=_ease(per_sentence, sum(syllables(word, locale) for word in every) / total, locale),
    )


def readability_findings(sentences: Sequence[Sentence]) -> list[Finding]:
    """Sentences that are too long, and languages in which the bank as a whole reads hard."""
    found = []
    for sentence in sentences:
        for locale in Locale:
            longest = max(len(words(piece)) for piece in split(sentence.in_language(locale)))
            if longest > MOST_WORDS:
                message = f"a sentence of {longest} words; {MOST_WORDS} are easier to hold in mind"
                found.append(warning(f"{sentence.path}.{locale}", message))
    for locale in Locale:
        figures = readability(sentences, locale)
        if figures.ease is not None and figures.ease < LEAST_EASE:
            message = f"reading ease {figures.ease:.0f}; plain language has {LEAST_EASE:.0f} or more"
            found.append(warning("", f"{locale}: {message}"))
        if locale is Locale.AR and figures.long_words > MOST_LONG_WORDS:
            found.append(warning("", f"ar: {figures.long_words:.0%} of the words are long"))
    return found


def split(text: str) -> list[str]:
    """The sentences of a text; at least one."""
    pieces = [piece for piece in _END.split(text) if _WORD.search(piece)]
    return pieces or [text]


def words(text: str) -> list[str]:
    """The words of a text, marks of vocalisation left out.

    A French elision (l’idée) is one word with what follows: counted apart, it would make every
    text look easier.
    """
    return _WORD.findall(bare(text))


def bare(text: str) -> str:
    """The text without combining marks of its own, such as Arabic vowel signs."""
    return "".join(char for char in unicodedata.normalize("NFC", text) if not unicodedata.combining(char))


def syllables(word: str, locale: Locale) -> int:
    """About how many syllables a French or English word has; silent final vowels do not count."""
    lower = word.lower()
    silent = _SILENT[locale].search(lower) if locale in _SILENT else None
    return max(1, len(_VOWELS.findall(lower)) - (silent is not None))


def _ease(per_sentence: float, per_word: float, locale: Locale) -> float | None:
    match locale:
        case Locale.FR:
            return 207.0 - 1.015 * per_sentence - 73.6 * per_word
        case Locale.EN:
            return 206.835 - 1.015 * per_sentence - 84.6 * per_word
        case Locale.AR:
            return None
