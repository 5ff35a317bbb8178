"""The secret addresses: how a token is made from a form's key, and what of it is stored."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode

from mentormatch.errors import InvalidInputError

TOKEN_PATTERN = r"[A-Za-z0-9_-]{43}"


def token_hash(token: str) -> bytes:
    """What is stored of a token: its SHA-256, from which the token cannot be had back."""
    return hashlib.sha256(token.encode()).digest()


def token_for(start_key: str, secret: str) -> str:
    """The 256-bit token of the attempt that a start form begins.

    The form's random key and the server's secret give the same token each time, so that a
    double click begins one attempt, not two.

    Raises:
        InvalidInputError: `start-key` when the key was not made by our form.
    """
    if not re.fullmatch(TOKEN_PATTERN, start_key):
        raise InvalidInputError("start-key")
    digest = hmac.new(secret.encode(), b"attempt:" + start_key.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
