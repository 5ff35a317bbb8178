"""Between the program and PostgreSQL: a connection that breaks when a COMMIT is on its way, or its answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_BEGIN, _READING, _COMMIT = b"BEGIN", b"READ ONLY", b"COMMIT\0"
_PIECE = 65_536


@dataclass
class Cutter:
    """Passes everything on, and cuts once when told: `before` or `after` the COMMIT of a write arrives."""

    upstream: int
    where: str = ""
    cuts: int = 0
    port: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def listen(self, server: socket.socket) -> None:
        self.port = server.getsockname()[1]
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        cut = threading.Event()
        with client, socket.create_connection(("127.0.0.1", self.upstream)) as server:
            answers = threading.Thread(target=_answers, args=(server, client, cut), daemon=True)
            answers.start()
            with suppress(OSError):
                reads = False
                while data := client.recv(_PIECE):
                    reads = _READING in data or (reads and _BEGIN not in data)
                    where = self._taken() if _COMMIT in data and not reads else ""
                    if where == "before":
                        break
                    if where == "after":
                        cut.set()
                    server.sendall(data)
            for end in (server, client):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            answers.join()

    def _taken(self) -> str:
        with self._guard:
            where, self.where = self.where, ""
            self.cuts += bool(where)
            return where


def _answers(server: socket.socket, client: socket.socket, cut: threading.Event) -> None:
    """Pass answers on; the first one after the cut goes nowhere, and its connection breaks."""
    with suppress(OSError):
        while (data := server.recv(_PIECE)) and not cut.is_set():
            client.sendall(data)
    with suppress(OSError):
        client.shutdown(socket.SHUT_RDWR)


@contextmanager
def cutter(upstream: int = 5432) -> Iterator[Cutter]:
    """One that listens until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Cutter(upstream, port=server.getsockname()[1])
        threading.Thread(target=made.listen, args=(server,), daemon=True).start()
        yield made
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
