"""A PostgreSQL of a test's own, to be stopped and started at will."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.faults.servers import free_port

_PROGRAMS = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One that listens on a port of its own; trusts this machine."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/faults"

    def start(self) -> None:
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        )
        _run("pg_ctl", "--pgdata", f"{self.folder}/data", "--silent", "--wait", "--log", f"{self.folder}/log",
             "--options", options, "start")  # fmt: skip

    def stop(self, mode: str) -> None:
        """`fast` says goodbye to its clients, `immediate` is as if it had crashed."""
        _run("pg_ctl", "--pgdata", f"{self.folder}/data", "--silent", "--wait", "--mode", mode, "stop")

    def remove(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder)


def cluster() -> Cluster:
    """A new one, running, with an empty database."""
    if not _PROGRAMS.is_dir():
        pytest.skip("PostgreSQL's programs are not installed")
    # Not in the test's folder, which PostgreSQL's own user may not enter.
    made = Cluster(Path(tempfile.mkdtemp(prefix="mentormatch-cluster-")), free_port())
    if os.geteuid() == 0:
        shutil.chown(made.folder, "postgres")
    _run("initdb", "--pgdata", f"{made.folder}/data", "--username", "postgres", "--auth", "trust",
         "--encoding", "UTF8", "--locale", "C.UTF-8")  # fmt: skip
    made.start()
    address = f"postgresql://postgres@127.0.0.1:{made.port}/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE faults")
    return made


def _run(program: str, *arguments: str) -> None:
    newest = max(_PROGRAMS.iterdir(), key=lambda path: float(path.name))
    # PostgreSQL refuses to be run by root.
    as_whom = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run(
        (*as_whom, str(newest / "bin" / program), *arguments),
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
