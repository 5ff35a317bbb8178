"""Which passwords are refused: too short, or among the first that anyone would guess.

Length counts, mixtures of character classes do not (NIST SP 800-63B, 3.1.1.2). What is left of a
password after everything guessable is taken out of it must still be long.
"""

import re
import unicodedata
from enum import StrEnum

from mentormatch.accounts.common_words import COMMON_WORDS, RUNS

SHORTEST = 12
LONGEST = 128
_ENOUGH_LEFT = 5
_ENOUGH_SIGNS = 5
_LONGEST_PERIOD = 6
_SHORTEST_RUN = 4
_SHORTEST_PERSONAL = 3
_SHORTEST_INSIDE = 4
_LONGEST_WORD = max(map(len, COMMON_WORDS))
_LOOKALIKES = str.maketrans("01l34579@$!€", "oiieastgasie")
_SPELLED = frozenset(word.translate(_LOOKALIKES) for word in COMMON_WORDS)


class PasswordProblem(StrEnum):
    """Why a password is refused."""

    SHORT = "password-short"
    LONG = "password-long"
    REPETITIVE = "password-repetitive"
    PERSONAL = "password-personal"
    COMMON = "password-common"


def password_problem(password: str, *, email: str, name: str) -> PasswordProblem | None:
    """Why this person may not take this password; None when they may."""
    text = _folded(password)
    if len(text) < SHORTEST:
        return PasswordProblem.SHORT
    if len(password) > LONGEST:
        return PasswordProblem.LONG
    if _is_repetitive(text):
        return PasswordProblem.REPETITIVE
    if _left_of(text) < _ENOUGH_LEFT:
        return PasswordProblem.COMMON
    if _left_of(_without(text, _personal_words(email, name))) < _ENOUGH_LEFT:
        return PasswordProblem.PERSONAL
    return None


def _folded(text: str) -> str:
    """Without case, accents and marks, which a guesser leaves out first."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _is_repetitive(text: str) -> bool:
    if len(set(text)) < _ENOUGH_SIGNS:
        return True
    return any(
        text == (text[:period] * len(text))[: len(text)]
        for period in range(1, min(_LONGEST_PERIOD, len(text) // 2) + 1)
    )


def _personal_words(email: str, name: str) -> list[str]:
    words = re.split(r"[\W\d_]+", _folded(f"{email} {name}"))
    return sorted((w for w in words if len(w) >= _SHORTEST_PERSONAL), key=len, reverse=True)


def _without(text: str, words: list[str]) -> str:
    for word in (each for forward in words for each in (forward, forward[::-1])):
        at = text.translate(_LOOKALIKES).find(word.translate(_LOOKALIKES))
        if at >= 0:
            text = f"{text[:at]} {text[at + len(word) :]}"
    return text


def _left_of(text: str) -> int:
    """How many signs are left when runs, common words, years and punctuation are taken out."""
    rest = _without_runs(text)
    rest = re.sub(r"(19|20)\d\d", " ", rest)
    pieces = re.split(r"[^\w@$!€]+|_+", rest)
    return sum(_least_left(piece) for piece in pieces)


def _without_runs(text: str) -> str:
    kept = []
    at = 0
    while at < len(text):
        length = _run_at(text, at)
        if length < _SHORTEST_RUN:
            kept.append(text[at])
            at += 1
        else:
            kept.append(" ")
            at += length
    return "".join(kept)


def _run_at(text: str, at: int) -> int:
    """The length of the longest run, or repeated sign, that begins here."""
    longest = len(text[at:]) - len(text[at:].lstrip(text[at]))
    for run in RUNS:
        for row in (run, run[::-1]):
            length = longest + 1
            while at + length <= len(text) and text[at : at + length] in row:
                longest, length = length, length + 1
    return longest


def _least_left(piece: str) -> int:
    """The fewest signs of a piece that no choice of common words covers.

    Inside a piece only words of some length count: short ones hide in any word.
    """
    spelled = piece.translate(_LOOKALIKES)
    if spelled in _SPELLED:
        return 0
    best = [0] * (len(piece) + 1)
    for end in range(1, len(piece) + 1):
        best[end] = best[end - 1] + 1
        for start in range(max(0, end - _LONGEST_WORD), end - _SHORTEST_INSIDE + 1):
            if spelled[start:end] in _SPELLED:
                best[end] = min(best[end], best[start])
    return best[-1]
