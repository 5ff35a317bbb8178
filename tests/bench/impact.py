"""Past results under a draft, from the database: `python -m tests.bench.impact FOLDER RESULTS`.

Prints, as JSON, the seconds of processor time that it took, and the same for reading the answers
alone, which is the least that it could take.
"""

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.quiz import Bank, parse_bank
from mentormatch.scoring import load_expert
from mentormatch.storage.keys import new_key
from mentormatch.storage.packing import pack_elapsed
from mentormatch.storage.tables import ATTEMPTS, RESULTS
from mentormatch.usecases.impact import PAGE, Tally, past_impact
from mentormatch.usecases.set_up import set_up
from tests.bench.stored import attempts

_NOW = datetime(2026, 3, 2, tzinfo=UTC)
_CHUNK = 10_000


def fill(database: storage.Database, bank: Bank, results: int) -> None:
    """As many finished attempts with a result each."""
    with database.reading() as tx:
        version = storage.banks.current(tx, bank.key).id
    codes = attempts(bank, results)
    elapsed = pack_elapsed((30,) * len(bank.questions))
    for at in range(0, results, _CHUNK):
        rows, made = [], []
        for number in range(at, min(at + _CHUNK, results)):
            attempt = {
                "id": new_key(_NOW),
                "token_hash": number.to_bytes(32),
                "bank_version_id": version,
                "role": Role.FIND.value,
                "form": "adaptive",
                "locale": tuple(Locale)[number % 3].value,
                "seed": number,
                "state": "finished",
                "extra": 0,
                "shown": b"",
                "answers": codes[number].tobytes(),
                "languages": bytes(len(bank.questions)),
                "elapsed": elapsed,
                "started_at": _NOW,
                "last_seen_at": _NOW,
                "revision": 1,
                "demo": True,
            }
            rows.append(attempt)
            made.append(_result(attempt))
        with database.transaction() as tx:
            tx.execute(ATTEMPTS.insert(), rows)
            tx.execute(RESULTS.insert(), made)


def _result(attempt: dict[str, object]) -> dict[str, object]:
    return {
        "id": new_key(_NOW),
        "attempt_id": attempt["id"],
        "number": 1,
        "bank_version_id": attempt["bank_version_id"],
        "model_hash": "e" * 64,
        "recommendation": "formal",
        "focus": None,
        "probabilities": "{}",
        "close_call": False,
        "outcome": "{}",
        "created_at": _NOW,
    }


def main(folder: Path, results: int) -> dict[str, float]:
    """Measure as many results under a draft in which a question lost an option and another is gone."""
    document = json.loads(data_path("banks", "mentoring.json").read_bytes())
    document["questions"] = [q for q in document["questions"] if q["key"] != "pair-slow-task"]
    next(q for q in document["questions"] if q["key"] == "sit-first-months")["options"].pop()
    draft, model = parse_bank(json.dumps(document)), load_expert()
    database = storage.connect(f"sqlite:///{folder / f'impact-{results}.sqlite3'}")
    fresh = not storage.schema_state(database).ready
    set_up(database, now=_NOW)
    if fresh:
        fill(database, parse_bank(data_path("banks", "mentoring.json").read_bytes()), results)
    tally = Tally()
    began, by_the_clock = time.process_time(), time.perf_counter()
    for _ in past_impact(database, draft, model, tally, most=PAGE):
        pass
    seconds, wall = time.process_time() - began, time.perf_counter() - by_the_clock
    assert tally.seen == results
    began = time.process_time()
    after = ""
    while True:
        with database.reading() as tx:
            page = storage.past.page(tx, after=after, most=PAGE)
        if not len(page):
            break
        after = page.last
    bare = time.process_time() - began
    database.close()
    return {"seconds": seconds, "wall": wall, "bare": bare}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
