"""Messages between a test and the processes that it lets be killed: a JSON line, one at a time."""

import json
import socket
from typing import Any


class Line:
    """One end; of the processes that share the other one, only one may listen at a time."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def say(self, **message: Any) -> None:
        self._end.sendall(json.dumps(message).encode() + b"\n")

    def hear(self) -> dict[str, Any]:
        """The next message; EOFError when the other end is gone."""
        heard = bytearray()
        while not heard.endswith(b"\n"):
            # One byte after the other, so that nothing is taken from a process that listens next.
            part = self._end.recv(1)
            if not part:
                raise EOFError
            heard += part
        found: dict[str, Any] = json.loads(heard)
        return found
