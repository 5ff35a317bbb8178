"""A thousand times kill -9 under load: everything acknowledged is there, once, and whole."""

from pathlib import Path

import pytest

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.faults.killing import killed_under_load
from tests.storage import samples


def test_nothing_acknowledged_is_lost_by_kills(
    database: storage.Database,
    database_url: str,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(database, now=samples.NOW)
    survived = killed_under_load(database_url, tmp_path, pytestconfig.getoption("--kills"))
    with capsys.disabled():
        print(f"\n{'SQLite' if database.is_sqlite else 'PostgreSQL'}: {survived}")
    assert survived.violations == []
    assert survived.quizzes > 0
