"""`mentormatch serve` as a person starts it: what it says, what it answers, and the second time."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

from tests.cli.conftest import ROOT, Place


@contextmanager
def serving(place: Place) -> Iterator[list[str]]:
    """The command on a free port: the lines it greets with, while it serves; it must end well."""
    server = subprocess.Popen(
        [sys.executable, "-m", "mentormatch", "serve", "--port", "0", "--workers", "1"],
        cwd=ROOT,
        env={"MENTORMATCH_DATA_DIR": str(place.folder), "PATH": os.defpath},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        yield [server.stdout.readline().strip() for _ in range(3)]
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) == 0
        server.stdout.close()


def status_of(address: str, path: str = "") -> int:
    """What a plain GET is answered with; a path replaces the address's own."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=60)
    connection.request("GET", path or parts.path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_it_prints_the_quiz_and_a_link_for_the_first_admin_and_serves_both(place: Place) -> None:
    with serving(place) as greeting:
        version, quiz, admin = greeting
        assert version == "mentormatch serves question bank version 1."
        assert quiz.startswith("the quiz")
        assert status_of(quiz.split()[-1]) == 302
        assert admin.startswith("first admin (once, within a day)")
        assert status_of(admin.split()[-1]) == 200
        assert status_of(quiz.split()[-1], "/healthz") == 200
        assert status_of(quiz.split()[-1], "/readyz") == 200


def test_the_second_start_finds_the_bank_and_makes_a_fresh_link(place: Place) -> None:
    with serving(place) as first:
        pass
    with serving(place) as second:
        assert second[0] == first[0] == "mentormatch serves question bank version 1."
        assert second[2].split()[-1].rpartition("/")[2] != first[2].split()[-1].rpartition("/")[2]
        assert status_of(second[2].split()[-1]) == 200


def test_a_port_that_another_program_has_is_told_in_plain_words_and_nothing_is_made(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = place.run_apart("serve", "--port", str(port))
    said = run.stderr.decode()
    assert (run.returncode, len(said.splitlines())) == (1, 1)
    assert f"127.0.0.1:{port}" in said
    assert "--port" in said
    assert list(place.folder.glob("*.sqlite3")) == []
