"""The short version of `./dev faults`, and that its oracle sees what it is there to see."""

from pathlib import Path

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.faults.killing import killed_under_load
from tests.faults.oracle import Ledger, violations
from tests.storage import samples


def test_a_few_kills_lose_nothing_that_was_acknowledged(
    database: storage.Database, database_url: str, tmp_path: Path
) -> None:
    set_up(database, now=samples.NOW)
    survived = killed_under_load(database_url, tmp_path, 4, every=4)
    assert survived.violations == []
    assert survived.acknowledged > 0


def test_the_oracle_sees_a_loss(database: storage.Database) -> None:
    set_up(database, now=samples.NOW)
    ledger = Ledger()
    ledger.newcomer("t" * 43).begun = True
    assert violations(database, ledger) == ["tttttttt was told that the quiz began"]
