"""A thousand times kill -9 under load: everything acknowledged is there, once, and whole."""

from pathlib import Path

import pytest

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.faults.conftest import Figures
from tests.faults.killing import killed_under_load
from tests.storage import samples


def test_nothing_acknowledged_is_lost_by_kills(
    database: storage.Database,
    database_url: str,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    figures: Figures,
) -> None:
    set_up(database, now=samples.NOW)
    survived = killed_under_load(database_url, tmp_path, pytestconfig.getoption("--kills"))
    figures(
        f"kill -9 under load, {'SQLite' if database.is_sqlite else 'PostgreSQL'}",
        kills=survived.kills,
        of_the_whole_server=survived.starts,
        acknowledged=survived.acknowledged,
        quizzes=survived.quizzes,
        repeated=survived.repeated,
        violations=len(survived.violations),
        longest_s=survived.back,
    )
    assert survived.violations == []
    assert survived.quizzes > 0
