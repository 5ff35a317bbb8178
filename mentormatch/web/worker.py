"""gunicorn's worker, which answers what is no request without repeating it, and keeps it out of the log.

gunicorn's own writes the address of the reader and the line of the request into both; the line
may hold the secret address of a result.
"""

from typing import Any

from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

_FAILED = "500 Internal Server Error"
_STATUS = (
    (errors.InvalidResponseHeader, _FAILED),
    (errors.InvalidResponseHeaderName, _FAILED),
    (errors.LimitRequestLine, "414 URI Too Long"),
    (errors.LimitRequestHeaders, "431 Request Header Fields Too Large"),
    (errors.UnsupportedTransferCoding, "501 Not Implemented"),
    (errors.ExpectationFailed, "417 Expectation Failed"),
    (errors.ParseException, "400 Bad Request"),
)


# gunicorn ships no types.
class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker with threads that says nothing of who asked what."""

    always: tuple[tuple[str, str], ...] = ()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer in one line, with the headers of every response, and close."""
        status = next((status for kind, status in _STATUS if isinstance(exc, kind)), _FAILED)
        if status == _FAILED:
            self.log.error("request failed", exc_info=exc)
        else:
            self.log.warning("request refused: %s", type(exc).__name__)
        try:
            write_nonblock(client, refusal(status, self.always))
        except OSError:
            self.log.debug("whoever asked has gone")


def refusal(status: str, always: tuple[tuple[str, str], ...]) -> bytes:
    """The whole response to what could not be read as a request."""
    body = f"{status}\n"
    headers = {
        **dict(always),
        "Cache-Control": "no-store",
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Content-Type": "text/plain; charset=utf-8",
    }
    lines = (f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items()), "", body)
    return "\r\n".join(lines).encode("ascii")
