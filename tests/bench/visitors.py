"""Visitors over HTTP: one kept-alive connection each, as little work as possible on their side."""

import re
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import Generic, TypeVar

from mentormatch.guide import Role
from mentormatch.lab import Purpose, Regime, draw_people, make_world, respond
from mentormatch.quiz import SKIPPED, UNANSWERED, Bank, Question
from tests.bench.processes import NoMeasurementError

T = TypeVar("T")
S = TypeVar("S")

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_LAST_CHUNK = b"0\r\n\r\n"
_GONE_WELL = frozenset({200, 302, 303, 307})
_START_KEY = re.compile(rb'name="start_key"\s+value="([^"]+)"')
_PROMPT = re.compile(rb"<legend>\s*<h1>(.*?)</h1>", re.DOTALL)
_MOST_QUESTIONS = 120
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its status, where it leads, its body."""

    status: int
    location: str
    body: bytes


@dataclass(slots=True)
class Connection:
    """One visitor's connection; `seconds` holds the time of every request, by its kind."""

    port: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    _socket: socket.socket | None = None

    def get(self, path: str, kind: str) -> Answer:
        """A page."""
        return self._asked(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(), kind)

    def post(self, path: str, form: str, kind: str) -> Answer:
        """What a form leads to."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(form)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        return self._asked((head + form).encode(), kind)

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _asked(self, request: bytes, kind: str) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), _PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        self._socket.sendall(request)
        answer, closing = _read(self._socket)
        self.seconds.setdefault(kind, []).append(time.perf_counter() - began)
        if closing:
            self.close()
        if answer.status not in _GONE_WELL:
            raise NoMeasurementError(f"{kind}: status {answer.status}")
        return answer


def _read(connection: socket.socket) -> tuple[Answer, bool]:
    data = connection.recv(65_536)
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = _whole(connection, body, int(length[1])) if length else _nothing(connection, head, body)
    location = _LOCATION.search(head)
    where = location[1].decode() if location else ""
    return Answer(int(head[9:12]), where, body), b"onnection: close" in head


def _whole(connection: socket.socket, body: bytes, length: int) -> bytes:
    parts = [body]
    missing = length - len(body)
    while missing > 0:
        parts.append(_more(connection))
        missing -= len(parts[-1])
    return b"".join(parts)


def _nothing(connection: socket.socket, head: bytes, body: bytes) -> bytes:
    """The body of a redirect whose server sends its nothing in chunks."""
    while _CHUNKED.search(head) and len(body) < len(_LAST_CHUNK):
        body += _more(connection)
    if body != _LAST_CHUNK:
        raise NoMeasurementError("a response without a length")
    return b""


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise NoMeasurementError("the server hung up in the middle of a response")
    return data


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who takes the quiz: the option of every question by its words, None for a skip."""

    lang: str
    options: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A quiz whose questions are all answered: how many they were, and their bytes in all."""

    questions: int
    page_bytes: int
    check: str


def people(bank: Bank, count: int, lang: str) -> list[Person]:
    """Simulated people of the laboratory: how many questions they get is as in real use."""
    world = make_world(Purpose.TUNING, Regime.REALISTIC, 0)
    codes = respond(world, bank, draw_people(world, Role.FIND, count)).codes
    return [
        Person(lang, {_words(q, lang): _option(q, int(row[q.index])) for q in bank.questions})
        for row in codes
    ]


def _words(question: Question, lang: str) -> str:
    return " ".join(question.prompt.to_mapping()[lang].split())


def _option(question: Question, code: int) -> str | None:
    return None if code in (UNANSWERED, SKIPPED) else question.options[code - 1].key


def begin(visitor: Connection, lang: str) -> str:
    """Start an adaptive attempt; the address of its first question."""
    start = _START_KEY.search(visitor.get(f"/{lang}/quiz", "start").body)
    if not start:
        raise NoMeasurementError("the start page has no key")
    form = f"start_key={start[1].decode()}&role=find&form=adaptive"
    return visitor.post(f"/{lang}/quiz", form, "begin").location


def answer_all(visitor: Connection, place: str, person: Person) -> Taken:
    """Every question with Post-Redirect-Get, from the first to the check-your-answers page."""
    size = 0
    for questions in range(_MOST_QUESTIONS):
        if place.endswith("/check"):
            return Taken(questions, size, place)
        body = visitor.get(place, "page").body
        size += len(body)
        place = visitor.post(place, _form(body, person), "answer").location
    raise NoMeasurementError("the quiz does not end")


def finish(visitor: Connection, check: str) -> None:
    """Look at the answers, confirm them, and read the result."""
    visitor.get(check, "check")
    visitor.get(visitor.post(check, "", "confirm").location, "result")


def choice_of(body: bytes, person: Person) -> str | None:
    """The option that a person takes on a question page; None to skip it."""
    prompt = _PROMPT.search(body)
    if not prompt:
        raise NoMeasurementError("a question page without a question")
    return person.options[" ".join(unescape(prompt[1].decode()).split())]


def _form(body: bytes, person: Person) -> str:
    option = choice_of(body, person)
    return "action=skip" if option is None else f"action=answer&answer={option}"


@dataclass(frozen=True, slots=True)
class Crowd(Generic[T]):
    """What visitors at once came back with, in how many seconds, and the time of each request."""

    done: list[T]
    took: float
    seconds: Mapping[str, list[float]]


def all_at_once(visit: Callable[[Connection, S], T], port: int, work: Sequence[S], at_once: int) -> Crowd[T]:
    """Everything in `work` done by `at_once` visitors, each with a connection of their own."""
    connections = [Connection(port) for _ in range(at_once)]
    shares = [work[place::at_once] for place in range(at_once)]

    def go(place: int) -> list[T]:
        return [visit(connections[place], item) for item in shares[place]]

    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as threads:
        done = [result for results in threads.map(go, range(at_once)) for result in results]
    took = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return Crowd(done, took, _joined([connection.seconds for connection in connections]))


def _joined(parts: Sequence[Mapping[str, list[float]]]) -> dict[str, list[float]]:
    joined: dict[str, list[float]] = {}
    for part in parts:
        for kind, seconds in part.items():
            joined.setdefault(kind, []).extend(seconds)
    return joined
