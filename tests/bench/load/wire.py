"""Requests over kept connections, without threads: little work, so that waiting is the server's alone."""

import asyncio
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_HEADERS = re.compile(rb"\r\n(location|retry-after|set-cookie): *([^\r]*)", re.IGNORECASE)
_SECONDS_KEPT = 1.5
_PATIENCE = 30.0
_MOST_CUTS = 20
_PAUSE_AFTER_A_CUT = 0.02

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: what it is (for the figures), where it goes, and the form it brings, None for a GET."""

    kind: str
    path: str
    form: str | None = None
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, and how often the connection was cut before it came."""

    status: int
    headers: dict[str, str]
    body: str
    cuts: int = 0


class NotAnsweredError(Exception):
    """No answer for half a minute, or one connection after the other was cut."""


@dataclass(slots=True)
class Wire:
    """The way to one port of this machine; connections are kept for whoever asks next."""

    port: int
    _kept: list[tuple[float, Connection]] = field(default_factory=list)

    async def ask(self, asked: Ask) -> Answer:
        """The answer; what was cut off is sent again at once, as a browser or a proxy does.

        Raises:
            NotAnsweredError: when none comes.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                for cuts in range(_MOST_CUTS):
                    try:
                        return await self._once(asked, cuts)
                    except (OSError, asyncio.IncompleteReadError):
                        await asyncio.sleep(_PAUSE_AFTER_A_CUT if cuts else 0)
        except TimeoutError as error:
            raise NotAnsweredError(f"{asked.kind}: no answer for {_PATIENCE:.0f} s") from error
        raise NotAnsweredError(f"{asked.kind}: cut off {_MOST_CUTS} times")

    def close(self) -> None:
        """Hang up."""
        for _, (_, writer) in self._kept:
            writer.close()
        self._kept.clear()

    async def _once(self, asked: Ask, cuts: int) -> Answer:
        reader, writer = await self._connection(fresh=cuts > 0)
        try:
            writer.write(_written(asked))
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1]) if length else 0)
        except BaseException:
            writer.close()
            raise
        if b"onnection: close" in head:
            writer.close()
        else:
            self._kept.append((time.monotonic(), (reader, writer)))
        headers = {name.decode().lower(): value.decode() for name, value in _HEADERS.findall(head)}
        return Answer(int(head[9:12]), headers, body.decode("utf-8", "replace"), cuts)

    async def _connection(self, *, fresh: bool) -> Connection:
        while self._kept and not fresh:
            since, (reader, writer) = self._kept.pop()
            if time.monotonic() - since < _SECONDS_KEPT and not reader.at_eof():
                return reader, writer
            with suppress(OSError):
                writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)


def _written(asked: Ask) -> bytes:
    method = "GET" if asked.form is None else "POST"
    lines = [f"{method} {asked.path} HTTP/1.1", "Host: 127.0.0.1"]
    if asked.cookie:
        lines.append(f"Cookie: {asked.cookie}")
    if asked.form is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(asked.form)}")
    return ("\r\n".join(lines) + "\r\n\r\n" + (asked.form or "")).encode()
