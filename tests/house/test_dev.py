"""`./dev` on a machine that lacks something, and the second time."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing in it but `./dev`, the locks and a package that says what it is asked."""
    for name in ("dev", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "mentormatch").mkdir()
    said = "import sys; print('asked:', *sys.argv[1:])\n"
    (tmp_path / "mentormatch" / "__main__.py").write_text(said, encoding="utf-8")
    return tmp_path


def _dev(
    folder: Path, *arguments: str, python: str = sys.executable, cwd: Path | None = None
) -> tuple[int, str, str]:
    run = subprocess.run(
        [str(folder / "dev"), *arguments],
        cwd=cwd or folder,
        env={"PATH": "/usr/bin:/bin", "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


def _stand_in(folder: Path, code: str) -> str:
    """A python that behaves as `code` (shell) says."""
    path = folder / "stand-in"
    path.write_text(f"#!/bin/sh\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def _install_by_hand(checkout: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], cwd=checkout, check=True)
    (checkout / ".venv" / "checkout.stamp").touch()
    shutil.copy(checkout / "requirements.txt", checkout / ".venv")


def test_a_python_that_is_too_old_is_named(checkout: Path) -> None:
    old = _stand_in(checkout, '[ "$1" = --version ] && echo "Python 3.9.2"; exit 1')
    status, _, words = _dev(checkout, "run", python=old)
    assert (status, "3.11 or newer" in words, "Python 3.9.2" in words) == (1, True, True)
    assert not (checkout / ".venv").exists()


def test_a_missing_venv_module_is_answered_with_the_line_to_type(checkout: Path) -> None:
    bare = _stand_in(checkout, '[ "$1" = -c ] && exit 0; mkdir -p .venv/half; exit 1')
    status, _, words = _dev(checkout, "run", python=bare)
    assert (status, "sudo apt install python3-venv" in words) == (1, True)
    assert not (checkout / ".venv").exists()


def test_the_second_time_nothing_is_installed(checkout: Path) -> None:
    # There is no pip in this environment: calling it would fail.
    _install_by_hand(checkout)
    assert _dev(checkout, "run", "--port", "8123") == (0, "asked: serve --port 8123\n", "")
    assert _dev(checkout, "bank", "check") == (0, "asked: bank check\n", "")


def test_it_works_from_any_folder(checkout: Path) -> None:
    _install_by_hand(checkout)
    (checkout / "deep" / "inside").mkdir(parents=True)
    assert _dev(checkout, "doctor", cwd=checkout / "deep" / "inside") == (0, "asked: doctor\n", "")


def test_a_changed_lock_is_installed(checkout: Path) -> None:
    _install_by_hand(checkout)
    with (checkout / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    status, _, words = _dev(checkout, "run")
    assert (status, "Installing" in words, "No module named pip" in words) == (1, True, True)


def test_without_a_task_it_says_what_there_is(checkout: Path) -> None:
    status, words, _ = _dev(checkout)
    assert status == 0
    assert [
        task
        for task in ("run", "test", "check", "bench", "messages", "faults", "lighthouse", "audit")
        if f"./dev {task}" not in words
    ] == []
