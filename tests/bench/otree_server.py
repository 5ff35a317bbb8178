"""oTree: brought into an environment of its own, and served as its manual has it for real use."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.bench.processes import NoMeasurementError, Server, run
from tests.house.tree import ROOT

HOME = ROOT / ".venv-otree"
PROJECT = ROOT / "tests" / "bench" / "otree"
LOCK = PROJECT / "requirements.txt"
_PATIENCE = 60.0

# The words of a question, and key and words of each of its options.
Words = tuple[str, Sequence[tuple[str, str]]]


def present(home: Path = HOME) -> bool:
    """Whether what the lock pins is installed; the stamp is a copy of the lock, as in `./dev`."""
    stamp = home / LOCK.name
    return stamp.exists() and stamp.read_bytes() == LOCK.read_bytes()


def version() -> str:
    """The release of oTree that the lock pins."""
    found = re.search(r"^otree==(\S+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    return found[1]


def bring(tick: Callable[[str], None]) -> None:
    """Install what the lock pins, unless it is there."""
    if present():
        return
    tick(f"bringing oTree {version()} into {HOME.name}, once")
    run(("-m", "venv", "--clear", str(HOME)), os.environ)
    # Some of what oTree pins was only ever published as source: no --only-binary here.
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    run((*pip, "--requirement", str(LOCK)), os.environ, python=str(HOME / "bin" / "python"))
    shutil.copy(LOCK, HOME)


@contextmanager
def otree(folder: Path, questions: Sequence[Words]) -> Iterator[Server]:
    """oTree's production server with a survey of these questions; its SQLite lies in `folder`."""
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "_static").mkdir()
    (folder / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    began, port, log = time.monotonic(), _free_port(), folder / "serve.log"
    with log.open("w", encoding="utf-8") as lines:
        process = subprocess.Popen(
            [str(HOME / "bin" / "otree"), "prodserver1of2", f"127.0.0.1:{port}"],
            cwd=folder,
            env=_environment(),
            stdout=lines,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
    try:
        _await(process, port, log)
        yield Server(process, port, began)
    finally:
        end(process)


def _environment() -> dict[str, str]:
    """The server starts its worker by the name `otree`, and prints a line a request as ours does."""
    kept = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG"}}
    return {**kept, "PATH": f"{HOME / 'bin'}:{os.environ['PATH']}", "OTREE_PRODUCTION": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(process: subprocess.Popen[str], port: int, log: Path) -> None:
    """Return once the server listens: oTree does not say so."""
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), _PATIENCE):
            return
        time.sleep(0.05)
    raise NoMeasurementError(f"oTree did not start: {log.read_text(encoding='utf-8')[-800:]}")


def end(process: subprocess.Popen[str]) -> None:
    """End a server and the worker that it leaves behind: both are in the group of its number."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
