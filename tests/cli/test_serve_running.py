"""`mentormatch serve` with several workers: one set of numbers, and what each signal does to requests."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from mentormatch.storage.turns import Turns
from tests.bench.processes import Server, server
from tests.cli.conftest import Place
from tests.cli.copies import copied
from tests.house.tree import ROOT

_COUNT = re.compile(r'mentormatch_requests_total\{route="/healthz",status="2xx"\} (\d+)\.0')
_START_KEY = re.compile(r'name="start_key"\s+value="([^"]+)"')
_PATIENCE = 30.0
_ACTIVATE = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, "-m", "mentormatch", "serve"])
"""


@contextmanager
def serving(place: Place, workers: int = 3) -> Iterator[Server]:
    """The command with so many workers, on any free port."""
    command = ("-m", "mentormatch", "serve", "--port", "0", "--workers", str(workers))
    environment = {"PATH": os.defpath, "MENTORMATCH_DATA_DIR": str(place.folder)}
    with server(command, environment, place.folder / "log") as running:
        yield running


def ask(port: int, path: str, form: str | None = None) -> tuple[int, str]:
    """Status and body of one request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        method = "GET" if form is None else "POST"
        connection.request(method, path, form, {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def asked_so_far(port: int) -> int:
    """How often /healthz was answered, as Prometheus is told."""
    found = _COUNT.search(ask(port, "/metrics")[1])
    return int(found[1]) if found else 0


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def workers_of(running: Server) -> set[int]:
    return set(running.pids()) - {running.process.pid}


def test_every_worker_tells_what_all_have_counted_and_a_killed_one_takes_nothing_along(ready: Place) -> None:
    with serving(ready) as running:
        for _ in range(30):
            assert ask(running.port, "/healthz")[0] == 200
        assert {asked_so_far(running.port) for _ in range(12)} == {30}
        before = workers_of(running)
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        wait_until(lambda: len(workers_of(running) - before) == 3)
        assert {asked_so_far(running.port) for _ in range(6)} == {30}
        ask(running.port, "/healthz")
        assert asked_so_far(running.port) == 31


def test_a_term_lets_what_is_being_answered_finish(ready: Place) -> None:
    with serving(ready, workers=1) as running:
        key = _START_KEY.search(ask(running.port, "/en/quiz")[1])
        assert key
        form = f"start_key={key[1]}&role=find&form=adaptive"
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(ask(running.port, "/en/quiz", form)[0]))
        with Turns(ready.folder / "mentormatch.sqlite3.lock").taken(5.0):
            asking.start()
            wait_until(lambda: "in_progress 2.0" in ask(running.port, "/metrics")[1])
            running.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert running.process.poll() is None
        asking.join()
        assert answers == [303]
        assert running.process.wait(_PATIENCE) == 0


def test_a_hup_has_new_workers_take_over_without_a_failed_request(ready: Place) -> None:
    with serving(ready, workers=2) as running:
        before = workers_of(running)
        stop, failed = threading.Event(), list[str]()

        def go_on_asking() -> None:
            while not stop.is_set():
                try:
                    status = ask(running.port, "/fr/quiz")[0]
                    if status != 200:
                        failed.append(str(status))
                except OSError as error:
                    failed.append(repr(error))

        askers = [threading.Thread(target=go_on_asking) for _ in range(3)]
        for asker in askers:
            asker.start()
        running.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(workers_of(running)) == 2 and not workers_of(running) & before)
        stop.set()
        for asker in askers:
            asker.join()
        assert failed == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_without_a_word_of_failure_when_nobody_waits(
    ready: Place, number: signal.Signals
) -> None:
    with serving(ready, workers=2) as running:
        ask(running.port, "/healthz")
        running.process.send_signal(number)
        assert running.process.wait(_PATIENCE) == 0
    lines = (ready.folder / "log").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if json.loads(line)["level"] in {"error", "critical"}] == []


@contextmanager
def activated(place: Place, listening: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """The command as systemd starts it with a socket unit: the socket is its descriptor 3."""
    started = subprocess.Popen(
        [sys.executable, "-c", _ACTIVATE, str(listening.fileno())],
        cwd=ROOT,
        env={
            "PATH": os.defpath,
            "MENTORMATCH_DATA_DIR": str(place.folder),
            "NOTIFY_SOCKET": str(place.folder / "notify"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(listening.fileno(),),
    )
    try:
        yield started
    finally:
        started.terminate()
        assert started.wait(_PATIENCE) == 0


@contextmanager
def told_of_readiness(place: Place) -> Iterator[socket.socket]:
    """Where a service tells systemd that it is ready."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.settimeout(_PATIENCE)
        listening.bind(str(place.folder / "notify"))
        yield listening


def test_with_a_socket_of_systemds_a_restart_lets_visitors_wait_and_refuses_none(ready: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, told_of_readiness(ready) as told:
        port = listening.getsockname()[1]
        with activated(ready, listening):
            assert ask(port, "/readyz")[0] == 200
            assert told.recv(100).startswith(b"READY=1")
        answers: list[int] = []
        waiting = threading.Thread(target=lambda: answers.append(ask(port, "/fr/quiz")[0]))
        waiting.start()
        with activated(ready, listening):
            waiting.join()
    assert answers == [200]


def test_a_reload_shows_new_words_and_leaves_what_is_broken_aside(ready: Place, tmp_path: Path) -> None:
    copy = copied(ready, tmp_path / "copy")
    catalogue = copy.shipped("catalogs", "fr.po")
    sound = catalogue.read_text(encoding="utf-8")
    with copy.serving() as running:
        catalogue.write_text("msgid", encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "not reloaded" in copy.log.read_text(encoding="utf-8"))
        assert "Commencer" in ask(running.port, "/fr/quiz")[1]
        catalogue.write_text(sound.replace("Commencer", "Débuter"), encoding="utf-8")
        running.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "Débuter" in ask(running.port, "/fr/quiz")[1])
