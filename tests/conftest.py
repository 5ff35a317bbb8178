"""What every test shares: what may be left out, and that nothing leaves this machine."""

import gc
import ipaddress
import os
import sys
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

from tests.chromium import browser
from tests.sharing import pytest_xdist_auto_num_workers, pytest_xdist_make_scheduler

# Here for all rooms: a process may have one of them only.
__all__ = ["browser", "pytest_xdist_auto_num_workers", "pytest_xdist_make_scheduler"]

_FAULTS = Path(__file__).parent / "faults"
_EVERYTHING = bool(os.environ.get("MENTORMATCH_REQUIRE_ALL"))

# As the command does, before numpy is loaded: small matrices only lose by more threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

hypothesis.settings.register_profile("mentormatch", deadline=None, print_blob=True)
hypothesis.settings.load_profile("mentormatch")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="also run tests/faults, which take minutes")
    parser.addoption("--kills", type=int, default=500, help="how often tests/faults kills, on each database")
    parser.addoption(
        "--points", type=int, default=12, help="at how many of its write calls tests/faults kills each deed"
    )
    parser.addoption("--cuts", type=int, default=1000, help="how often tests/faults cuts the power")
    parser.addoption("--restarts", type=int, default=20, help="how often tests/faults restarts PostgreSQL")
    parser.addoption("--rounds", type=int, default=500, help="how often in tests/faults two admins publish")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_fault = collection_path.is_relative_to(_FAULTS)
    return True if is_fault and not config.getoption("--faults") else None


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was imported: looking through it was a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _refuse_to_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if _EVERYTHING and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"MENTORMATCH_REQUIRE_ALL is set, and this was left out: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_to_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_to_skip(report)
    return report


def _is_this_machine(host: object) -> bool:
    if host in (None, "", "localhost", b"", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse_to_leave(event: str, arguments: tuple[object, ...]) -> None:
    """The product calls nobody; asking for another machine is a defect, wherever it is done."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not _is_this_machine(host):
        raise RuntimeError(f"a test tried to reach {host!r}")


sys.addaudithook(_refuse_to_leave)
