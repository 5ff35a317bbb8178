"""How sentences are written: typography and translation, one sentence at a time."""

import re
from collections.abc import Iterator, Sequence

from mentormatch.i18n import Locale
from mentormatch.quiz.findings import Finding, Sentence, error, warning
from mentormatch.quiz.resemblance import normal

# Generous for two languages that write the same short word, strict for a sentence.
_SAME_WORDS = 3
_LIMITS = {"prompt": 160, "label": 110}
_ARABIC = r"[\u0621-\u064a]"

_EVERYWHERE: tuple[tuple[str, str], ...] = (
    (r"^\s|\s$", "begins or ends with a space"),
    (r"[ \u00a0\u202f]{2,}", "has two spaces in a row"),
    (r"\.\.\.", "has three points instead of …"),
    (r"[\u200b\u2060\ufeff\u00ad]", "has an invisible character"),
)
_RULES: dict[Locale, tuple[tuple[str, str], ...]] = {
    Locale.FR: (
        (r"\w'\w", "has a straight apostrophe instead of ’"),
        (r"\"", "has straight quotation marks instead of « »"),
        (r" [:;?!»]", "needs a no-break space before : ; ? ! »"),
        (r"[^\W\d_][:;?!»]", "needs a no-break space before : ; ? ! »"),
        (r"«[^\u00a0\u202f]", "needs a no-break space after «"),
    ),
    Locale.EN: (
        (r"\w'\w", "has a straight apostrophe instead of ’"),
        (r"\"", "has straight quotation marks instead of “ ”"),
        (r"\s[:;?!,.]", "has a space before a punctuation mark"),
    ),
    Locale.AR: (
        (rf"{_ARABIC}\s*,|,\s*{_ARABIC}", "has a Latin comma instead of ،"),
        (rf"{_ARABIC}\s*;", "has a Latin semicolon instead of ؛"),
        (rf"{_ARABIC}\s*\?", "has a Latin question mark instead of ؟"),
        (r"\s[،؛؟:!.]", "has a space before a punctuation mark"),
        (r"[\u0660-\u0669\u06f0-\u06f9]", "has digits other than 0 to 9"),
        (r"\u0640", "has a lengthening stroke (tatweel)"),
        (r"\u0627\u064b", "has tanwin after its alef instead of before it"),
        (r"\"", "has straight quotation marks instead of « »"),
    ),
}
_COMPILED = {
    locale: tuple((re.compile(pattern), message) for pattern, message in (*_EVERYWHERE, *_RULES[locale]))
    for locale in Locale
}
# A label that names a kind tells the reader which answer leads where.
_TELLTALE = {
    Locale.FR: re.compile(r"\b(coach\w*|mentorat|inversé\w*|informel\w*|formel\w*)\b", re.IGNORECASE),
    Locale.EN: re.compile(r"\b(coach\w*|mentoring|reverse|informal\w*|formal\w*)\b", re.IGNORECASE),
    Locale.AR: re.compile(r"الإرشاد|العكسي|الرسمي|المدر[ّ]?ب|الكوتشينغ|الكوتشنغ"),
}


def wording_findings(sentences: Sequence[Sentence]) -> list[Finding]:
    """Everything to mend in sentences that the document model accepted."""
    return [
        finding for sentence in sentences for finding in (*_translation(sentence), *_typography(sentence))
    ]


def _translation(sentence: Sentence) -> Iterator[Finding]:
    texts = {locale: sentence.in_language(locale) for locale in Locale}
    for first, second in ((Locale.FR, Locale.EN), (Locale.FR, Locale.AR), (Locale.EN, Locale.AR)):
        same = normal(texts[first])
        if same == normal(texts[second]):
            level = error if len(same.split()) >= _SAME_WORDS else warning
            yield level(f"{sentence.path}.{second}", f"is the same as {sentence.path}.{first}")
    for locale, text in texts.items():
        arabic = len(re.findall(_ARABIC, text))
        latin = len(re.findall(r"[A-Za-zÀ-ÿ]", text))
        if not text.strip():
            yield error(f"{sentence.path}.{locale}", "is empty")
        elif (locale is Locale.AR) != (arabic > latin) and arabic + latin:
            yield error(f"{sentence.path}.{locale}", "is written in the letters of another language")


def _typography(sentence: Sentence) -> Iterator[Finding]:
    for locale in Locale:
        text, path = sentence.in_language(locale), f"{sentence.path}.{locale}"
        for message in dict.fromkeys(m for pattern, m in _COMPILED[locale] if pattern.search(text)):
            yield warning(path, message)
        limit = _LIMITS.get(sentence.role)
        if limit is not None and len(text) > limit:
            yield warning(path, f"has {len(text)} characters; {limit} are easier to take in")
        if sentence.role == "label" and (found := _TELLTALE[locale].search(text)):
            yield warning(path, f"names a kind, and so tells where it leads: {found[0]}")
