"""PostgreSQL is restarted, gently and not, while visitors answer."""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentormatch import storage
from tests.faults import oracle
from tests.faults.cluster import Cluster, cluster
from tests.faults.conftest import Figures
from tests.faults.servers import SECRET, Serving, free_port, is_ready
from tests.faults.visitors import Crowd

_CHANCE = secrets.SystemRandom()


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    made = cluster()
    yield made
    made.remove()


def test_restarts_lose_nothing_that_was_acknowledged(
    own_cluster: Cluster,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    figures: Figures,
) -> None:
    serving = Serving(own_cluster.url, tmp_path, free_port())
    serving.start()
    crowd = Crowd(serving.port, SECRET)
    crowd.come(4)
    back = []
    try:
        for number in range(pytestconfig.getoption("--restarts")):
            time.sleep(_CHANCE.uniform(0.2, 1.5))
            own_cluster.stop("immediate" if number % 2 else "fast")
            time.sleep(_CHANCE.uniform(0, 1))
            own_cluster.start()
            began = time.monotonic()
            while not is_ready(serving.port):
                time.sleep(0.02)
            back.append(time.monotonic() - began)
    finally:
        crowd.leave()
        serving.end()
    database = storage.connect(own_cluster.url)
    found = [*crowd.strange, *oracle.violations(database, crowd.ledger)]
    database.close()
    figures(
        "PostgreSQL restarted under load",
        restarts=len(back),
        acknowledged=crowd.ledger.acknowledged,
        repeated=crowd.repeated,
        violations=len(found),
        longest_s=max(back),
    )
    assert found == []
    assert crowd.ledger.acknowledged > 0
