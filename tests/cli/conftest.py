"""The command at a place of its own."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mentormatch import storage
from mentormatch.cli import cli
from mentormatch.usecases.set_up import set_up

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A data place, and the command run there."""

    folder: Path

    def run(self, *arguments: str, given: bytes | str | None = None) -> Result:
        """Run the command in this process."""
        return CliRunner().invoke(cli, arguments, input=given)

    def run_apart(
        self, *arguments: str, given: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run the command in a process of its own, as a person does."""
        return subprocess.run(
            [sys.executable, "-m", "mentormatch", *arguments],
            input=given,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={"MENTORMATCH_DATA_DIR": str(self.folder), "PATH": "", **environment},
        )

    def file(self, name: str, content: bytes) -> str:
        """A file of this place."""
        path = self.folder / name
        path.write_bytes(content)
        return str(path)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """An empty data place."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("MENTORMATCH_DATA_DIR", str(tmp_path))
    return Place(tmp_path)


@pytest.fixture(scope="session")
def database_with_the_shipped_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy, as `mentormatch init` leaves it."""
    path = tmp_path_factory.mktemp("template") / "mentormatch.sqlite3"
    database = storage.connect(f"sqlite:///{path}")
    set_up(database, now=datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    database.close()
    return path


@pytest.fixture
def ready(place: Place, database_with_the_shipped_bank: Path) -> Place:
    """A data place with a database and the shipped bank."""
    shutil.copy(database_with_the_shipped_bank, place.folder)
    return place
