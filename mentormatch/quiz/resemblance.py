"""Sentences of a bank that say nearly the same in the same words."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import filterfalse

from mentormatch.i18n import Locale
from mentormatch.quiz.findings import Finding, Sentence, error, warning
from mentormatch.values import dataclass

ALIKE = 0.8
_FEW_WORDS = 4
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Said:
    path: str
    normal: str
    words: frozenset[str]


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """The words of a text in lower case, without accents, vowel signs and punctuation."""
    letters = filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(_WORDS.findall("".join(letters)))


def resemblance_findings(sentences: Sequence[Sentence]) -> list[Finding]:
    """Prompts, and options, that repeat one another in a language; help may be repeated."""
    found: list[Finding] = []
    for role in ("prompt", "label"):
        of_role = [sentence for sentence in sentences if sentence.role == role]
        for locale in Locale:
            said = [_said(sentence, locale) for sentence in of_role]
            found += _repeated(said, role)
            found += [_alike(*pair) for pair in similar_pairs(said)]
    return found


def similar_pairs(said: Sequence[_Said]) -> Iterator[tuple[_Said, _Said, float]]:
    """Pairs that share `ALIKE` of their words (Jaccard) without being equal.

    Two such sets share one of their rarest words (prefix filter), so that only few pairs are
    compared however long the bank is.
    """
    spread = Counter(word for one in said for word in one.words)
    by_word: dict[str, list[_Said]] = {}
    for one in said:
        if len(one.words) < _FEW_WORDS:
            continue
        rarest = sorted(one.words, key=lambda word: (spread[word], word))
        prefix = rarest[: len(rarest) - math.ceil(ALIKE * len(rarest)) + 1]
        for other in {other.path: other for word in prefix for other in by_word.get(word, ())}.values():
            share = len(one.words & other.words) / len(one.words | other.words)
            if share >= ALIKE and one.normal != other.normal:
                yield other, one, share
        for word in prefix:
            by_word.setdefault(word, []).append(one)


def _said(sentence: Sentence, locale: Locale) -> _Said:
    text = normal(sentence.in_language(locale))
    return _Said(f"{sentence.path}.{locale}", text, frozenset(text.split()))


def _repeated(said: Sequence[_Said], role: str) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for one in said:
        before = first.setdefault(one.normal, one.path)
        if before != one.path:
            same_question = before.partition(".")[0] == one.path.partition(".")[0]
            level = error if role == "prompt" or same_question else warning
            yield level(one.path, f"says the same as {before}")


def _alike(first: _Said, second: _Said, share: float) -> Finding:
    return warning(second.path, f"shares {share:.0%} of its words with {first.path}")
