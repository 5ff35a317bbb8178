"""What can be read of a document that was refused, so that all there is to mend is told at once."""

import json
from collections import Counter

from pydantic import ValidationError

from mentormatch.quiz.document import QuestionDocument
from mentormatch.quiz.findings import Finding, Placed, error


def readable_questions(raw: bytes | str) -> tuple[Placed, ...]:
    """The questions of a document that are acceptable by themselves; none when it is not JSON."""
    found = []
    for index, source in enumerate(_questions(raw)):
        try:
            found.append(Placed(index, QuestionDocument.model_validate(source)))
        except ValidationError:
            continue
    return tuple(found)


def repeated_keys(raw: bytes | str) -> list[Finding]:
    """Every question whose key was used before."""
    keys = [source.get("key") if isinstance(source, dict) else None for source in _questions(raw)]
    times = Counter(key for key in keys if isinstance(key, str))
    found, met = [], set()
    for index, key in enumerate(keys):
        if isinstance(key, str) and times[key] > 1:
            if key in met:
                found.append(error(f"questions[{index}].key", f"used before: {key:.60}"))
            met.add(key)
    return found


def _questions(raw: bytes | str) -> list[object]:
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        return []
    questions = content.get("questions") if isinstance(content, dict) else None
    return questions if isinstance(questions, list) else []
