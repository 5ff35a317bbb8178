"""`./dev check`: every static check, all of them even when one fails, a line each."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.house.tree import ROOT

_PYTHON = sys.executable
_IMPORT_LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"

CHECKS: dict[str, Sequence[str]] = {
    # The longest first: they run side by side.
    "mypy --strict": (_PYTHON, "-m", "mypy", "--num-workers", "auto", "--no-error-summary"),
    "ruff": (_PYTHON, "-m", "ruff", "check", "--quiet"),
    "ruff format": (_PYTHON, "-m", "ruff", "format", "--check", "--quiet"),
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


def passes(name: str) -> bool:
    """Run one check, print its line, and what it said when it failed."""
    began = time.monotonic()
    run = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    verdict = "ok" if run.returncode == 0 else "FAILED"
    said = f"\n{run.stdout}{run.stderr}" if run.returncode else ""
    print(f"{name:<16}{verdict:<8}{time.monotonic() - began:5.1f} s{said}", flush=True)
    return run.returncode == 0


def main() -> int:
    """0 when every check passes, else 1."""
    if not shutil.which("msgfmt"):
        print(
            "note: msgfmt is not installed (apt: gettext), so the catalogues are read by our own check alone"
        )
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        return 0 if all(list(side_by_side.map(passes, CHECKS))) else 1


if __name__ == "__main__":
    sys.exit(main())
