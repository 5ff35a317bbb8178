"""How tests are shared out over every core: one by one, but for those that stay together."""

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling, Scheduling

# Their tests share what is dear to make, or count together: one process gets all of such a file.
_TOGETHER = {
    "tests/security/test_hostile_texts.py",
    "tests/usecases/test_faults_in_short.py",
    "tests/web/test_fuzz.py",
}


# xdist ships no types.
class _OneByOne(LoadScopeScheduling):  # type: ignore[misc]
    """The next test to the next free process. xdist's own groups are lost with pytest 9.2: its issue 1386."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in _TOGETHER else nodeid


def pytest_xdist_auto_num_workers() -> int:
    """How many processes share the suite: half as many again as cores, as tests also wait for others."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """How the suite is shared out unless the command line says otherwise: in the order of the files."""
    # Files that stay together would come first: a browser begun so early keeps asyncio for itself.
    config.option.loadscopereorder = False
    return _OneByOne(config, log) if config.getvalue("dist") == "load" else None
