"""The tests' own rules: nothing may be left out when everything is asked for, nothing leaves the machine."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

_SKIPS = {
    "in a test": "import pytest\ndef test_x() -> None:\n    pytest.skip('no chromium')\n",
    "by a mark": "import pytest\n@pytest.mark.skipif(True, reason='no server')\ndef test_x() -> None: pass\n",
    "as a whole": "import pytest\npytest.skip('no library', allow_module_level=True)\n",
}


def _run(folder: Path, code: str, **environment: str) -> int:
    (folder / "test_sample.py").write_text(code, encoding="utf-8")
    configuration = ["-c", str(ROOT / "pyproject.toml"), f"--rootdir={folder}", "-p", "tests.conftest"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *configuration, str(folder)]
    everything = {name: value for name, value in os.environ.items() if name != "MENTORMATCH_REQUIRE_ALL"}
    return subprocess.run(
        command, cwd=ROOT, env=everything | environment, capture_output=True, check=False
    ).returncode


@pytest.mark.parametrize("how", _SKIPS)
def test_a_skip_fails_when_everything_is_required(tmp_path: Path, how: str) -> None:
    assert _run(tmp_path, _SKIPS[how], MENTORMATCH_REQUIRE_ALL="1") in {1, 2}


def test_a_skip_is_no_failure_on_a_machine_that_lacks_something(tmp_path: Path) -> None:
    assert _run(tmp_path, _SKIPS["in a test"]) == 0


@pytest.mark.parametrize(
    "code",
    [
        "import warnings\ndef test_x() -> None:\n    warnings.warn('old', DeprecationWarning)\n",
        "import pytest\n@pytest.mark.unheard_of\ndef test_x() -> None: pass\n",
        "import pytest\n@pytest.mark.xfail\ndef test_x() -> None: pass\n",
    ],
)
def test_a_warning_an_unknown_mark_and_an_unexpected_pass_fail(tmp_path: Path, code: str) -> None:
    assert _run(tmp_path, code) in {1, 2}


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "quiz.example.org"])
def test_reaching_another_machine_fails(host: str) -> None:
    with pytest.raises(RuntimeError, match="tried to reach"):
        socket.create_connection((host, 443))


def test_reaching_this_machine_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as plug:
        plug.connect(server.getsockname())
