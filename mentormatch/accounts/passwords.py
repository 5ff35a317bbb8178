"""Passwords as they are kept: argon2id (RFC 9106), 19 MiB, two passes, one lane."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

_HASHER = PasswordHasher(
    time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)


def hash_password(password: str) -> str:
    """The hash to keep of a password; costs tens of milliseconds, on purpose."""
    return _HASHER.hash(_normal(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether a password is the one of a hash; costs as much as hashing."""
    try:
        return _HASHER.verify(password_hash, _normal(password))
    except (Argon2Error, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def nobodys_hash() -> str:
    """A hash to check against when there is no account, so that this takes as long."""
    return hash_password("nobody has this password")


def _normal(password: str) -> str:
    # The same keys give other code points on other systems (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)
