"""JSON as it is stored: text whose numbers come back exactly."""

import json
from collections.abc import Mapping
from typing import Any


def to_text(content: Mapping[str, object]) -> str:
    """The text of a document; ValueError for NaN and infinities."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_canonical(content: Mapping[str, object]) -> str:
    """The one text of a document, whatever the order of its names: for hashing."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True)


def from_text(text: str) -> dict[str, Any]:
    """The document of a stored text."""
    content: dict[str, Any] = json.loads(text)
    return content
