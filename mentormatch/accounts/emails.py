"""E-mail addresses as names of accounts."""

import re
import unicodedata

LONGEST_EMAIL = 254
_SHAPE = re.compile(
    r"[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\"\\\x00-\x1f\x7f]+\.[^\s@.]{2,}"
)


def tidy_email(text: str) -> str:
    """An address as it is kept: no white space around it."""
    return text.strip()


def email_key(email: str) -> str:
    """What makes two addresses the same account: upper and lower case alike."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()


def is_email(text: str) -> bool:
    """Whether a text has the shape of an address; whether anyone reads it is not known."""
    return len(text) <= LONGEST_EMAIL and text.isprintable() and _SHAPE.fullmatch(text) is not None
