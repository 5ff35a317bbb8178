"""A newer server takes over, with a migration, while visitors answer: nobody notices."""

import time
from pathlib import Path

from sqlalchemy import text

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.faults import oracle
from tests.faults.conftest import Figures
from tests.faults.servers import SECRET, Serving, free_port
from tests.faults.visitors import Crowd
from tests.storage import samples

# What a next version would do first: only add, so that the earlier one works on.
_EXPAND = (
    "ALTER TABLE attempts ADD COLUMN of_the_next_version TEXT",
    "UPDATE alembic_version SET version_num = '9999'",
)


def test_no_request_fails_while_a_newer_version_takes_over(
    database: storage.Database, database_url: str, tmp_path: Path, figures: Figures
) -> None:
    set_up(database, now=samples.NOW)
    old, new = (Serving(database_url, tmp_path, free_port()) for _ in range(2))
    old.start()
    crowd = Crowd(old.port, SECRET)
    crowd.come(4)
    try:
        time.sleep(1)
        with database.rebuilding() as tx:
            for statement in _EXPAND:
                tx.execute(text(statement))
        new.start()
        crowd.port = new.port
        old.end()
        time.sleep(1)
    finally:
        crowd.leave()
        new.end()
    problems = oracle.violations(database, crowd.ledger)
    figures(
        f"a newer version takes over, {'SQLite' if database.is_sqlite else 'PostgreSQL'}",
        acknowledged=crowd.ledger.acknowledged,
        failed=len(crowd.strange),
        repeated=crowd.repeated,
        violations=len(problems),
    )
    assert (crowd.strange, problems, crowd.repeated) == ([], [], 0)
    assert crowd.ledger.acknowledged > 0
