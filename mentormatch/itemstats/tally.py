"""Counting every answer of every attempt: options, skips, seconds, and where people stop.

All of it are sums over chunks of packed answers, so that memory does not grow with the attempts.
"""

from dataclasses import field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mentormatch.i18n import Locale
from mentormatch.quiz import SKIPPED
from mentormatch.values import dataclass

Ints: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.uint8]

LANGUAGES = tuple(Locale)
SKIP_CODE = 7
CODES = 8
# Ten minutes at one question, in tenths of a second: whoever takes longer was away.
MOST_TENTHS = 6000


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """n attempts: `answers` and `languages` (n, q) as packed, `elapsed` (n, q) in tenths of a second."""

    answers: Codes
    languages: Codes
    elapsed: npt.NDArray[np.uint16]


@dataclass(slots=True, eq=False)
class Tally:
    """What was counted so far, of a bank of q questions.

    `counts` (language, q, 8): by the language that a question was answered in and its code, 7 for
    a skip, 0 never used. `times` (q, 6001): answers by their tenths of a second, the last place
    for all that took longer. `dropped` (q,): attempts that were left at a question.
    """

    questions: int
    attempts: int = 0
    counts: Ints = field(init=False)
    times: Ints = field(init=False)
    dropped: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.counts = np.zeros((len(LANGUAGES), self.questions, CODES), dtype=np.int64)
        self.times = np.zeros((self.questions, MOST_TENTHS + 1), dtype=np.int64)
        self.dropped = np.zeros(self.questions, dtype=np.int64)


def chunk_of(questions: int, answers: bytes, languages: bytes, elapsed: bytes) -> Chunk:
    """The arrays over packed bytes, without a copy."""
    return Chunk(
        np.frombuffer(answers, np.uint8).reshape(-1, questions),
        np.frombuffer(languages, np.uint8).reshape(-1, questions),
        np.frombuffer(elapsed, "<u2").reshape(-1, questions),
    )


def count(tally: Tally, chunk: Chunk) -> None:
    """Add a chunk to the tally."""
    size = tally.questions
    given = np.flatnonzero(chunk.answers != 0)
    question = (given % size).astype(np.int32)
    codes = chunk.answers.ravel()[given]
    codes[codes == SKIPPED] = SKIP_CODE
    language = chunk.languages.ravel()[given].astype(np.int32)
    known = language > 0
    place = ((np.maximum(language, 1) - 1) * size + question) * CODES + codes
    counted = np.bincount(place[known] if not known.all() else place, minlength=tally.counts.size)
    tally.counts += counted.reshape(tally.counts.shape)
    tenths = np.minimum(chunk.elapsed.ravel()[given], MOST_TENTHS)
    timed = np.bincount(question * (MOST_TENTHS + 1) + tenths, minlength=tally.times.size)
    tally.times += timed.reshape(tally.times.shape)
    tally.attempts += len(chunk.answers)


def count_left(tally: Tally, answers: bytes, shown: bytes) -> None:
    """Add attempts that were left open: each at the question that it was shown last, unless answered."""
    codes = np.frombuffer(answers, np.uint8).reshape(-1, tally.questions)
    last = np.frombuffer(shown, np.uint8).reshape(-1, 3)[:, :2].astype(np.int64) @ np.array([1, 256])
    unanswered = codes[np.arange(len(codes)), last] == 0
    tally.dropped += np.bincount(last[unanswered], minlength=tally.questions)


def seconds_at(tally: Tally, question: int, share: float) -> float | None:
    """The seconds within which a share of those who answered a question did; None for nobody.

    The smallest time such that at least that share took no longer (the inverse of the empirical
    distribution: definition 1 of Hyndman & Fan 1996). Unknown times, stored as 0, are left out.
    """
    upto = np.cumsum(tally.times[question, 1:])
    if upto[-1] == 0:
        return None
    return float(np.searchsorted(upto, share * upto[-1] - 1e-9) + 1) / 10
