"""Item statistics of many stored attempts, in one process: `python -m tests.bench.measured FILE PEOPLE`.

Prints, as JSON, seconds of processor time from the database to the figures, the same for reading
the packed columns and nothing else, answers in all, and the most memory that was held.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime

import numpy as np

from mentormatch import storage
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.storage import banks, packed_answers
from mentormatch.usecases import item_statistics
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.set_up import set_up
from tests.bench.stored import attempts

_INSERT = (
    "INSERT INTO attempts (id, token_hash, bank_version_id, role, form, locale, seed, state, extra, shown,"
    " answers, languages, elapsed, started_at, last_seen_at, revision, demo) VALUES"
    " (?, ?, (SELECT id FROM bank_versions), 'find', 'adaptive', ?, 0, 'finished', 0, ?, ?, ?, ?, 0, 0, 0, 0)"
)
_LOCALES = ("fr", "en", "ar")
_BLOCK = 50_000
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def fill(database: storage.Database, people: int) -> int:
    """Store `people` attempts of 20 answers each, in three languages; how many answers there are."""
    set_up(database, now=NOW)
    with database.reading() as tx:
        version = banks.current(tx, "mentoring")
        bank = parse_bank(banks.document(tx, version.id))
    chance = np.random.default_rng(7)
    answers = 0
    for at in range(0, people, _BLOCK):
        codes = attempts(bank, min(_BLOCK, people - at))
        codes[:, chance.permutation(codes.shape[1])[:11]] = 0
        spoken = chance.integers(1, 4, len(codes), dtype=np.uint8)
        languages = np.where(codes > 0, spoken[:, np.newaxis], 0).astype(np.uint8)
        elapsed = np.where(codes > 0, chance.integers(20, 400, codes.shape), 0).astype("<u2")
        answers += int((codes > 0).sum())
        rows = [
            ((at + n).to_bytes(16), (at + n).to_bytes(32), _LOCALES[spoken[n] - 1], b"\0\0\0",
             codes[n].tobytes(), languages[n].tobytes(), elapsed[n].tobytes())
            for n in range(len(codes))
        ]  # fmt: skip
        with database.transaction() as tx:
            tx.exec_driver_sql(_INSERT, rows)
    return answers


def main(file: str, people: int) -> dict[str, float]:
    """Fill a database, read it, and measure it."""
    database = storage.connect(f"sqlite:///{file}")
    answers = fill(database, people)
    instruments = Instruments(load_expert())
    with database.reading() as tx:
        known = item_statistics.known(tx, instruments)
        began = time.process_time()
        for _part in packed_answers.stream(tx, known.version.id):
            pass
        bare = time.process_time() - began
    began = time.process_time()
    item_statistics.measure(database, instruments, None, now=NOW)
    seconds = time.process_time() - began
    database.close()
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "bare": bare, "answers": answers, "megabytes": held}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
