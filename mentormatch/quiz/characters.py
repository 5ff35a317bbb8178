"""Which characters a text written by people may not contain.

Bidirectional overrides and control characters can make a sentence read differently from what it
says; isolates and marks that Arabic writers need are allowed.
"""

import unicodedata

_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
_ALLOWED_CONTROLS = frozenset("\n\t")


def hidden_characters(text: str) -> list[str]:
    """The forbidden characters of `text`, each once, as `U+XXXX`, in order of appearance."""
    if text.isprintable():
        return []
    return list(dict.fromkeys(f"U+{ord(char):04X}" for char in text if _is_forbidden(char)))


def without_hidden_characters(text: str) -> str:
    """`text` without its forbidden characters."""
    return "".join(char for char in text if not _is_forbidden(char))


def refuse_hidden_characters(text: str) -> str:
    """`text` itself; raises ValueError naming the forbidden characters when it has any."""
    found = hidden_characters(text)
    if found:
        raise ValueError(f"forbidden characters: {', '.join(found)}")
    return text


def _is_forbidden(char: str) -> bool:
    # Nothing that prints is forbidden, and nearly everything prints.
    if char.isprintable():
        return False
    if char in _BIDI_OVERRIDES:
        return True
    category = unicodedata.category(char)
    return category in {"Cs", "Co", "Cn"} or (category == "Cc" and char not in _ALLOWED_CONTROLS)
