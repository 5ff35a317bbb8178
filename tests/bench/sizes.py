"""How much is measured: for a test, in a minute, or in earnest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Repetitions of every pair, and in each: quizzes, writes a client, attempts, lines, steps.

    `starts` counts how often each server is started; `stored` attempts are scored in one go,
    `batches` times: a million once, or a tenth of it three times. `kept` visitors are weighed.
    """

    repetitions: int
    quizzes: int
    writes: int
    starts: int
    stored: int
    batches: int
    lines: int
    visits: int
    kept: int


TINY = Sizes(
    repetitions=1, quizzes=4, writes=8, starts=1, stored=2_000, batches=1, lines=500, visits=1, kept=24
)
QUICK = Sizes(
    repetitions=5,
    quizzes=12,
    writes=40,
    starts=3,
    stored=100_000,
    batches=3,
    lines=10_000,
    visits=4,
    kept=600,
)
FULL = Sizes(
    repetitions=9,
    quizzes=48,
    writes=160,
    starts=7,
    stored=1_000_000,
    batches=1,
    lines=20_000,
    visits=12,
    kept=2400,
)
