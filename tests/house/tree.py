"""The checkout as the fences see it: the files that git keeps or would keep."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mentormatch"

_BINARY = {".woff2", ".ttf", ".png", ".ico", ".pdf", ".jpg", ".webp"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or would be by `git add .`, and still exists."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return tuple(sorted(ROOT / name for name in listed if name and (ROOT / name).is_file()))


def texts() -> dict[str, str]:
    """The readable files, by their path from the root."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in files()
        if path.suffix not in _BINARY
    }


def modules() -> dict[str, str]:
    """The modules of the package, by their path from the root."""
    return {
        name: text
        for name, text in texts().items()
        if name.startswith("mentormatch/") and name.endswith(".py")
    }
