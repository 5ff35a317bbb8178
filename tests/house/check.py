"""`./dev check`: every static check, all of them even when one fails, a line each."""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.house.tree import ROOT

_PYTHON = sys.executable
_IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"

CHECKS: dict[str, Sequence[str]] = {
    "ruff": (_PYTHON, "-m", "ruff", "check", "--quiet"),
    "ruff format": (_PYTHON, "-m", "ruff", "format", "--check", "--quiet"),
    "mypy --strict": (_PYTHON, "-m", "mypy", "--no-error-summary"),
    "import-linter": (_PYTHON, "-c", _IMPORT_LINTER, "--no-logo"),
    "djlint": (_PYTHON, "-m", "djlint", "templates", "--lint", "--quiet"),
    "catalogues": (
        _PYTHON,
        "-m",
        "pytest",
        "-q",
        "tests/house/test_messages.py",
        "tests/house/test_templates.py",
    ),
    "shell scripts": ("sh", "-n", "dev"),
}


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one check, print its line, and what it said when it failed."""
    began = time.monotonic()
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    verdict = "ok" if run.returncode == 0 else "FAILED"
    print(f"{name:<16}{verdict:<8}{time.monotonic() - began:5.1f} s", flush=True)
    if run.returncode != 0:
        print(run.stdout + run.stderr, flush=True)
    return run.returncode == 0


def main() -> int:
    """0 when every check passes, else 1."""
    if not shutil.which("msgfmt"):
        print(
            "note: msgfmt is not installed (apt: gettext), so the catalogues are read by our own check alone"
        )
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
