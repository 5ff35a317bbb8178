"""What stands around oTree in the bench; oTree itself is fetched by nobody but `./dev bench --only otree`."""

import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from mentormatch.bundled import data_path
from mentormatch.quiz import parse_bank
from tests.bench.__main__ import table
from tests.bench.against_otree import questions, take_otree
from tests.bench.otree_server import LOCK, end, present
from tests.bench.processes import NoMeasurementError
from tests.bench.ratios import Figure
from tests.bench.visitors import Connection

_PAGES = 3


class _LikeOTree(BaseHTTPRequestHandler):
    """Answers as oTree 6 does: redirects whose nothing comes in chunks, a refused form shown again."""

    protocol_version = "HTTP/1.1"
    right = "b"

    def do_GET(self) -> None:
        if self.path == "/join/us":
            self._lead_on(302, "/InitializeParticipant/me")
        elif self.path == "/InitializeParticipant/me":
            self._lead_on(307, "/p/me/survey/Pageq1/1")
        elif self.path.startswith("/OutOfRangeNotification/"):
            self._show("no more")
        else:
            self._ask()

    def do_POST(self) -> None:
        page = int(self.path.rpartition("/")[2])
        form = self.rfile.read(int(self.headers["content-length"])).decode()
        if form != f"q{page}={self.right}":
            self._ask()
        elif page == _PAGES:
            self._lead_on(302, "/OutOfRangeNotification/me")
        else:
            self._lead_on(302, f"/p/me/survey/Pageq{page + 1}/{page + 1}")

    def log_message(self, *_args: object) -> None:
        """A test reads no log."""

    def _lead_on(self, status: int, where: str) -> None:
        self.send_response(status)
        self.send_header("location", where)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"0\r\n\r\n")

    def _ask(self) -> None:
        page = self.path.rpartition("/")[2]
        radio = f'<input class="form-check-input" type="radio" id="id_q{page}" name="q{page}" required'
        self._show(f'{radio} value="b"> {radio} value="a">')

    def _show(self, words: str) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())


class _NeverContent(_LikeOTree):
    right = "something else"


@contextmanager
def _visitor_of(kind: type[_LikeOTree]) -> Iterator[Connection]:
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        with closing(Connection(server.server_port)) as visitor:
            yield visitor
        server.shutdown()


def test_a_survey_of_otree_is_walked_to_its_end_over_plain_http() -> None:
    with _visitor_of(_LikeOTree) as visitor:
        taken = take_otree(visitor, "/join/us")
    assert taken.questions == _PAGES
    assert {kind: len(seconds) for kind, seconds in visitor.seconds.items()} == {
        "join": 1, "begin": 1, "page": _PAGES, "answer": _PAGES, "end": 1,
    }  # fmt: skip


def test_a_form_that_otree_refuses_is_no_measurement() -> None:
    with (
        _visitor_of(_NeverContent) as visitor,
        pytest.raises(NoMeasurementError, match="showed a question again"),
    ):
        take_otree(visitor, "/join/us")


def test_otree_asks_our_questions_in_our_words_and_as_many_as_it_is_told() -> None:
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    asked = questions(bank, 15)
    assert len({words for words, _ in asked}) == 15
    assert all(len(options) >= 2 for _, options in asked)
    # As a form that is posted bare can carry them.
    assert [key for _, options in asked for key, _ in options if not re.fullmatch(r"\w+", key)] == []


def test_otree_is_present_only_when_what_is_installed_is_what_the_lock_pins(tmp_path: Path) -> None:
    assert not present(tmp_path)
    shutil.copy(LOCK, tmp_path)
    assert present(tmp_path)
    with (tmp_path / LOCK.name).open("a", encoding="utf-8") as stamp:
        stamp.write("# older\n")
    assert not present(tmp_path)


def test_the_worker_that_a_server_leaves_behind_ends_with_it() -> None:
    worker = "import time; print('at work', flush=True); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {worker!r}])"
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, process_group=0
    )
    assert server.stdout
    assert server.stdout.readline() == "at work\n"
    end(server)
    # The pipe is at its end once everyone who could write into it has gone.
    assert select.select([server.stdout], [], [], 20)[0]
    server.stdout.close()


def test_a_goal_that_is_a_lower_bound_is_shown_as_one() -> None:
    figures = [Figure("quizzes ÷", (7.0,), must=6, aim=12, least=True), Figure("p99 ÷", (0.1,), must=0.15)]
    shown = table("against", figures)
    assert list(shown.columns[3].cells) == ["≥ 6", "≤ 0.15"]
    assert list(shown.columns[4].cells) == ["≥ 12", ""]
    assert [figure.verdict for figure in figures] == ["must", "must"]
