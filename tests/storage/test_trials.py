"""A trial: everything can be done in it and seen by it, and nothing of it stays."""

import contextlib
import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from mentormatch import storage
from mentormatch.errors import NotFoundError, UnavailableError
from tests.storage import samples
from tests.storage.elsewhere import HOLD_THE_FILE, HOLD_THE_TURN, holding

_PATIENCE = 5.0


def _attempts(database: storage.Database) -> int:
    with database.reading() as tx:
        count: int = tx.execute(text("SELECT count(*) FROM attempts")).scalar_one()
        return count


def test_what_is_tried_is_seen_in_the_trial_and_by_nobody_else(database: storage.Database) -> None:
    with database.trial(_PATIENCE) as tried:
        with tried.transaction() as tx:
            stored = samples.stored(tx)
        with tried.reading() as tx:
            assert storage.attempts.load(tx, samples.token()) == stored
        assert _attempts(database) == 0
    assert _attempts(database) == 0


def test_a_part_that_fails_is_undone_and_the_trial_goes_on(database: storage.Database) -> None:
    with database.trial(_PATIENCE) as tried:
        with tried.transaction() as tx:
            samples.stored(tx)
        with samples.failing(tried) as tx:
            samples.stored(tx, "half")
        with tried.transaction() as tx:
            samples.stored(tx, "after it")
        assert _attempts(tried) == 2
    assert _attempts(database) == 0


def test_a_trial_that_fails_says_why_and_leaves_nothing(database: storage.Database) -> None:
    with pytest.raises(NotFoundError), database.trial(_PATIENCE) as tried, tried.transaction() as tx:
        samples.stored(tx)
        storage.attempts.load(tx, samples.token("nobody"))
    assert _attempts(database) == 0


def test_after_a_trial_all_is_as_before(database: storage.Database) -> None:
    with database.transaction() as tx:
        samples.stored(tx)
    with database.trial(_PATIENCE) as tried, tried.transaction() as tx:
        storage.attempts.erase(tx, samples.token(), samples.NOW + timedelta(days=1))
    with database.transaction() as tx:
        storage.attempts.load(tx, samples.token())
        samples.stored(tx, "later")
    assert _attempts(database) == 2


@pytest.mark.parametrize("holder", [HOLD_THE_TURN, HOLD_THE_FILE], ids=["one of us", "a stranger"])
def test_a_trial_waits_for_its_turn_no_longer_than_told(
    sqlite_database: storage.Database, holder: str
) -> None:
    with sqlite_database.transaction() as tx:
        samples.stored(tx)
    address = str(sqlite_database.path)
    patient = storage.connect(f"sqlite:///{address}", lock_timeout=30.0)
    held_by = f"sqlite:///{address}" if holder is HOLD_THE_TURN else address
    with contextlib.closing(patient), holding(holder, held_by):
        begun = time.monotonic()
        with pytest.raises(UnavailableError, match="database-busy"), patient.trial(0.2):
            pytest.fail("the turn was another's")
        assert time.monotonic() - begun < 10
