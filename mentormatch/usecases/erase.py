"""Erasing an attempt at its visitor's wish."""

from datetime import datetime

from mentormatch import storage
from mentormatch.usecases.tokens import token_hash


def exists(tx: storage.Transaction, token: str) -> None:
    """Raise NotFoundError unless the token leads to an attempt."""
    storage.attempts.load(tx, token_hash(token))


def erase(tx: storage.Transaction, token: str, *, now: datetime) -> None:
    """Erase the attempt under `token` and all that hangs on it; NotFoundError when none."""
    storage.attempts.erase(tx, token_hash(token), now)
