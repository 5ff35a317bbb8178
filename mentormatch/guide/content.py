"""The guide's and the advice's sentences, each complete in three languages.

`data/guide/<lang>/*.json` are flat objects, id to sentence; the three languages must have the
same ids, so a text is either there for every reader or the program does not start.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
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
    root = folder or data_path("guide")
    problems: list[Problem] = []
    sentences = {locale: _read(root / locale.value, problems) for locale in Locale}
    every = {text_id: None for found in sentences.values() for text_id in found}
    for locale, found in sentences.items():
        problems += [Problem(f"{locale}/{text_id}", "missing") for text_id in every if text_id not in found]
    if not every:
        problems.append(Problem(root.name, "no sentences"))
    if problems:
        raise InvalidDocumentError(problems)
    return Content(
        {text_id: Text(**{lo.value: sentences[lo][text_id] for lo in Locale}) for text_id in every}
    )


def _read(folder: Path, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        place = f"{folder.name}/{path.name}"
        repeated: list[str] = []
        try:
            content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_noting(repeated))
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
