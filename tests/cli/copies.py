"""A copy of the checkout whose shipped files can be changed and damaged, and the command run from it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.processes import Server, server
from tests.cli.conftest import Place
from tests.house.tree import ROOT


@dataclass(frozen=True)
class Copy:
    """A copied checkout and the data place that its command works at."""

    root: Path
    place: Place

    @property
    def log(self) -> Path:
        """What the server writes to standard error."""
        return self.place.folder / "log"

    def shipped(self, *parts: str) -> Path:
        """A shipped file of the copy."""
        return self.root.joinpath("data", *parts)

    @contextmanager
    def serving(self) -> Iterator[Server]:
        """`mentormatch serve` of the copy, on any free port."""
        with server((*self._command, "serve", "--port", "0"), self._environment, self.log) as running:
            yield running

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command of the copy."""
        return subprocess.run(
            [sys.executable, *self._command, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @property
    def _command(self) -> tuple[str, str]:
        begin = (
            f"import sys; sys.path.insert(0, {str(self.root)!r}); from mentormatch.cli import main; main()"
        )
        return "-c", begin

    @property
    def _environment(self) -> dict[str, str]:
        return {"PATH": os.defpath, "MENTORMATCH_DATA_DIR": str(self.place.folder)}


def copied(place: Place, root: Path) -> Copy:
    """A copy of the checkout in the folder `root`, which is made."""
    for name in ("mentormatch", "data", "templates", "pyproject.toml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    return Copy(root, place)
