"""What is logged: one JSON object a line, without personal data or secret addresses.

A request is named by its route, never by its path: the path of an attempt is a secret. Every line that
is written while a request is answered has the request's number, which the answer has too.
"""

import json
import logging
import re
import secrets
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, has_request_context, request

from mentormatch.config import Settings

log = logging.getLogger(__name__)

_ENCODE = json.JSONEncoder().encode
_HEADER, _IN_ENVIRON = "X-Request-ID", "HTTP_X_REQUEST_ID"
_NUMBER = "mentormatch.number"
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_BYTES = 12
_FIELDS = ("request", "code", "detail", "route", "method", "status", "ms")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; a line break in a value cannot start a new line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if "request" not in record.__dict__ and has_request_context() and _NUMBER in request.environ:
            line["request"] = request_number()
        for name in _FIELDS:
            if name in record.__dict__:
                line[name] = record.__dict__[name]
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _ENCODE(line)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        """Where an error came from and of what kind: its words may be what somebody wrote."""
        error: BaseException | None = ei[1]
        parts = []
        while error is not None:
            parts.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter\n".join(parts)


def logging_config(level: str) -> dict[str, Any]:
    """The configuration of all loggers, ours and the server's, for `logging.config.dictConfig`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "mentormatch.web.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": "WARNING", "handlers": ["stderr"], "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }


def request_number() -> str:
    """The number by which the current request is found again in the logs."""
    number: str = request.environ[_NUMBER]
    return number


def install(app: Flask, settings: Settings) -> None:
    """Number every request, and log it when it has been answered.

    A proxy in front may have given the number; a visitor's own is not taken, nor one that is not
    well formed.
    """

    @app.before_request
    def start_watch() -> None:
        environ = request.environ
        given = environ.get(_IN_ENVIRON, "") if settings.proxies else ""
        environ[_NUMBER] = given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(_BYTES)
        environ["mentormatch.start"] = time.perf_counter()

    @app.after_request
    def log_request(response: Response) -> Response:
        environ, rule = request.environ, request.url_rule
        response.headers[_HEADER] = environ[_NUMBER]
        if log.isEnabledFor(logging.INFO):
            started = environ.get("mentormatch.start", time.perf_counter())
            fields = {
                "request": environ[_NUMBER],
                "method": request.method,
                "route": rule.rule if rule else "(none)",
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            }
            # Not log.info: it would look up who called, which is always this line.
            log.handle(log.makeRecord(log.name, logging.INFO, "", 0, "request", (), None, extra=fields))
        return response
