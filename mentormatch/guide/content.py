"""The guide's and the advice's sentences, each complete in three languages.

`data/guide/<lang>/*.json` are flat objects, id to sentence; the three languages must have the
same ids: a language that lacks one is not whole, and is not spoken.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mentormatch.bundled import data_path
from mentormatch.errors import InvalidDocumentError, Problem
from mentormatch.i18n import Locale, Text


class Content:
    """All sentences of the guide by id; frozen after loading."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, text_id: str) -> Text:
        return self._texts[text_id]

    def __contains__(self, text_id: str) -> bool:
        return text_id in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def with_texts(self, texts: Mapping[str, Text]) -> "Content":
        """The content with some of its texts worded otherwise."""
        return Content({**self._texts, **texts})

    def numbered(self, prefix: str) -> Iterator[Text]:
        """The texts `prefix.1`, `prefix.2`, … as far as they go."""
        number = 1
        while (text_id := f"{prefix}.{number}") in self._texts:
            yield self._texts[text_id]
            number += 1


def load_content(folder: Path | None = None) -> Content:
    """The content in `folder` (the shipped guide by default).

    Raises:
        InvalidDocumentError: listing every unreadable file and every id that a language lacks.
    """
    content, problems = read_content(folder)
    if problems:
        raise InvalidDocumentError([problem for found in problems.values() for problem in found])
    return content


def read_content(folder: Path | None = None) -> tuple[Content, dict[Locale, tuple[Problem, ...]]]:
    """The content in `folder`, and what is wrong with each language that is not whole.

    In the place of a sentence that a language lacks stands the next one's.
    """
    root = folder or data_path("guide")
    names = sorted({path.name for locale in Locale for path in (root / locale).glob("*.json")})
    problems: dict[Locale, list[Problem]] = {locale: [] for locale in Locale}
    sentences = {locale: _read(root / locale, names, problems[locale]) for locale in Locale}
    needed = _needed(sentences, [locale for locale in Locale if not problems[locale]])
    for locale, found in sentences.items():
        problems[locale] += [Problem(f"{locale}/{one}", "missing") for one in needed if one not in found]
        problems[locale] += [
            Problem(f"{locale}/{one}", "in no other language") for one in found if one not in needed
        ]
        if not needed:
            problems[locale].append(Problem(locale.value, "no sentences"))
    content = Content({text_id: _text(text_id, sentences) for text_id in needed})
    return content, {locale: tuple(found) for locale, found in problems.items() if found}


def _needed(sentences: Mapping[Locale, Mapping[str, str]], readable: Sequence[Locale]) -> dict[str, None]:
    """The ids that every language must have: those of two languages, or of the only readable one."""
    times = Counter(text_id for found in sentences.values() for text_id in found)
    alone = sentences[readable[0]] if len(readable) == 1 else {}
    return {text_id: None for text_id, number in times.items() if number > 1 or text_id in alone}


def _text(text_id: str, sentences: Mapping[Locale, Mapping[str, str]]) -> Text:
    def said(locale: Locale) -> str:
        own = sentences[locale].get(text_id)
        if own is not None:
            return own
        return next(sentences[one][text_id] for one in locale.next_best if text_id in sentences[one])

    return Text(fr=said(Locale.FR), en=said(Locale.EN), ar=said(Locale.AR))


def _read(folder: Path, names: Iterable[str], problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        place = f"{folder.name}/{name}"
        repeated: list[str] = []
        try:
            raw = (folder / name).read_text(encoding="utf-8")
            content = json.loads(raw, object_pairs_hook=_noting(repeated))
        except FileNotFoundError:
            problems.append(Problem(place, "missing"))
            continue
        except (OSError, ValueError) as error:
            problems.append(Problem(place, str(error)))
            continue
        if not isinstance(content, dict):
            problems.append(Problem(place, "not an object of sentences"))
            continue
        problems += [Problem(f"{place}: {text_id}", "there twice") for text_id in repeated]
        for text_id, sentence in content.items():
            if not isinstance(sentence, str) or not sentence.strip():
                problems.append(Problem(f"{place}: {text_id}", "not a sentence"))
            elif text_id in found:
                problems.append(Problem(f"{place}: {text_id}", "there twice"))
            else:
                found[text_id] = sentence
    return found


def _noting(repeated: list[str]) -> Callable[[list[tuple[str, object]]], dict[str, object]]:
    """What makes an object of JSON pairs, and notes the names that are there again."""

    def build(pairs: list[tuple[str, object]]) -> dict[str, object]:
        times = Counter(name for name, _ in pairs)
        repeated.extend(name for name, count in times.items() if count > 1)
        return dict(pairs)

    return build
