"""Real server processes, and killing them without a word."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from tests.faults.asking import ask
from tests.house.tree import ROOT

SECRET = "a secret for tests, of no use to anyone"


@dataclass(slots=True)
class Serving:
    """`mentormatch serve` on one port, started again and again on the same database."""

    url: str
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start, and wait until it is ready; the seconds that took."""
        began = time.monotonic()
        command = (sys.executable, "-m", "mentormatch", "serve", "--port", str(self.port))
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={
                "PATH": os.defpath,
                "DATABASE_URL": self.url,
                "MENTORMATCH_DATA_DIR": str(self.folder),
                "MENTORMATCH_SECRET_KEY": SECRET,
                "MENTORMATCH_ADDRESS_LIMIT": "0",
                "MENTORMATCH_LOG_LEVEL": "ERROR",
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not is_ready(self.port):
            assert self.process.poll() is None, "the server did not start"
            assert time.monotonic() < began + 60, "the server is not ready within a minute"
            time.sleep(0.02)
        return time.monotonic() - began

    def kill(self) -> None:
        """kill -9 of the server and every worker at once."""
        assert self.process
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Let the server finish what it is at, and end."""
        assert self.process
        self.process.terminate()
        self.process.wait()

    def workers(self) -> list[int]:
        """The workers' process numbers."""
        assert self.process
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def is_ready(port: int) -> bool:
    """Whether a server on this port says that it can serve."""
    try:
        return ask(port, "GET", "/readyz").status == 200
    except (OSError, HTTPException):
        return False
