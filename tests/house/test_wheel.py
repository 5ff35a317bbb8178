"""The wheel holds the package, the content and the templates, and nothing of the machine it was built on."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files

_LOCAL = ("var/mentormatch.sqlite3", "data/banks/tried.sqlite3", "mentormatch/.env", "secret_key")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from a checkout in which somebody has worked."""
    checkout = tmp_path_factory.mktemp("checkout")
    for path in files():
        copy = checkout / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    for name in _LOCAL:
        (checkout / name).parent.mkdir(exist_ok=True)
        (checkout / name).touch()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    [wheel] = (checkout / "dist").iterdir()
    return set(zipfile.ZipFile(wheel).namelist())


def _shipped(path: Path) -> str:
    name = path.relative_to(ROOT).as_posix()
    return name if name.startswith("mentormatch/") else f"mentormatch/_bundled/{name}"


def test_everything_that_the_product_reads_is_packed(packed: set[str]) -> None:
    read = [
        path for path in files() if path.relative_to(ROOT).parts[0] in {"mentormatch", "templates", "data"}
    ]
    assert len(read) > 100
    assert {_shipped(path) for path in read} - packed == set()


def test_nothing_else_is_packed(packed: set[str]) -> None:
    strangers = {name for name in packed if not name.startswith(("mentormatch/", "mentormatch-0."))}
    local = {name for name in packed if name.endswith((".sqlite3", ".env", "secret_key"))}
    assert strangers | local == set()
