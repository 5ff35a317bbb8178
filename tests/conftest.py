"""What every test shares: what may be left out, and that nothing leaves this machine."""

import ipaddress
import os
import sys
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

_FAULTS = Path(__file__).parent / "faults"
_EVERYTHING = bool(os.environ.get("MENTORMATCH_REQUIRE_ALL"))  # noqa: TID251 - the edge of the tests

hypothesis.settings.register_profile("mentormatch", deadline=None, print_blob=True)
hypothesis.settings.load_profile("mentormatch")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="also run tests/faults, which take minutes")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_fault = collection_path.is_relative_to(_FAULTS)
    return True if is_fault and not config.getoption("--faults") else None


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


def _refuse_to_leave(event: str, arguments: tuple[object, ...]) -> None:
    """The product calls nobody; a connection to another machine is a defect, wherever it is made."""
    if event != "socket.connect":
        return
    address = arguments[1]
    host = str(address[0]) if isinstance(address, tuple) else "localhost"
    if host not in {"localhost", ""} and not ipaddress.ip_address(host).is_loopback:
        raise RuntimeError(f"a test tried to reach {host}")


sys.addaudithook(_refuse_to_leave)
