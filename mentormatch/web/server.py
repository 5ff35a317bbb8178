"""gunicorn around the application, configured by our settings."""

import gc
import logging
import math
import socket
import time
from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from mentormatch.config import Settings
from mentormatch.errors import ConfigurationError, MentormatchError
from mentormatch.web import assets, caretaker, warming
from mentormatch.web.app import create_app
from mentormatch.web.logs import logging_config
from mentormatch.web.security import headers_of_all
from mentormatch.web.services import installed
from mentormatch.web.worker import Worker

log = logging.getLogger(__name__)

SECONDS_TO_FINISH = 20
_LONGEST_REQUEST_LINE = 4094
_FIRST_LOOK = 10.0
_QUIET_AFTER = 3.0
_BETWEEN_LOOKS = 300.0


def require_free_address(settings: Settings) -> None:
    """Refuse an address that cannot be listened on, in plain words, before anything is made.

    Raises:
        ConfigurationError: `address`, when another program has the port or the host is not ours.
    """
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        remedy = "choose another with --port or MENTORMATCH_PORT"
        raise ConfigurationError("address", f"{host}:{port}: {error.strerror}; {remedy}") from None


def serve(settings: Settings, greet: Callable[[str], None]) -> None:
    """Serve until told to stop; `greet` is told the address once requests are answered."""
    assets.compress(settings.data_dir)
    _Server(settings, greet).run()


def _require_as_many_languages(served: Flask, fresh: Flask) -> None:
    """Refuse to lose a language that is served: its old words are better than another's."""
    lost = installed(fresh).voices.silent.keys() - installed(served).voices.silent.keys()
    if lost:
        raise ConfigurationError("languages", f"damaged: {', '.join(sorted(lost))}")


def _worker_of(settings: Settings) -> type[Worker]:
    always = tuple(headers_of_all(settings).items())
    return type("Worker", (Worker,), {"always": always})


# gunicorn ships no types.
class _Log(Logger):  # type: ignore[misc]
    """gunicorn's messages without its access log: requests are logged by `web.logs`."""

    def access(self, *details: Any) -> None:
        """Nothing, at no cost: gunicorn's own would gather every header before throwing them away."""


# The same here.
class _Arbiter(Arbiter):  # type: ignore[misc]
    """gunicorn's master, which gets ready for workers to come when it has nothing else to do."""

    def manage_workers(self) -> None:
        """What it does once a second, and whenever a worker has ended."""
        super().manage_workers()
        self.app.get_ready_for_others()


# And here.
class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured by our settings instead of its own command line."""

    def __init__(self, settings: Settings, greet: Callable[[str], None]) -> None:
        self._settings = settings
        self._greet = greet
        self._is_warm = False
        self._quiet_from = math.inf
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop."""
        _Arbiter(self).run()

    def load_config(self) -> None:
        """Tell gunicorn our settings."""
        chosen: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": _worker_of(self._settings),
            "graceful_timeout": SECONDS_TO_FINISH,
            "limit_request_line": _LONGEST_REQUEST_LINE,
            "logconfig_dict": logging_config(self._settings.log_level),
            "logger_class": _Log,
            "control_socket_disable": True,
            "preload_app": True,
            "when_ready": self._when_ready,
            "pre_fork": self._before_a_fork,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, built once and shared by the forked workers."""
        # What is loaded now stays: the garbage collector need not visit it, nor unshare its memory.
        gc.disable()
        app = create_app(self._settings, start_jobs=caretaker.start_jobs)
        gc.freeze()
        gc.enable()
        return app

    def reload(self) -> None:
        """Read what ships beside the code anew, for the workers to come; what is broken is left aside.

        gunicorn calls it on SIGHUP, and then has new workers take over from the old ones.
        """
        try:
            fresh = self.load()
            _require_as_many_languages(self.wsgi(), fresh)
            warming.warm_before_a_fork(fresh)
            # gunicorn's own name for what `load` gave.
            self.callable = fresh
            self._is_warm = True
        except (MentormatchError, OSError, ValueError):
            log.exception("not reloaded")

    def get_ready_for_others(self) -> None:
        """Once, soon after the start: let whoever takes a worker's place find all done beforehand.

        Not when a worker has ended: visitors would wait for it, with one worker less.
        """
        if not self._is_warm and time.monotonic() > self._quiet_from:
            self._is_warm = True
            warming.warm_before_a_fork(self.wsgi())
            gc.freeze()

    def _before_a_fork(self, _server: Any, worker: Any) -> None:
        """Let all share what a first page needs."""
        if worker.age == 1:
            warming.warm_a_little_before_a_fork(self.wsgi())
            gc.freeze()

    def _when_ready(self, server: Any) -> None:
        self._quiet_from = time.monotonic() + _QUIET_AFTER
        host, port = server.LISTENERS[0].sock.getsockname()[:2]
        self._greet(f"http://{host}:{port}")
        if not self._settings.demo:
            # Made-up people may stay; and what the command purges is not their database.
            caretaker.start()
        # Those that a process left behind when it ended.
        caretaker.start(caretaker.JOBS, first=_FIRST_LOOK, every=_BETWEEN_LOOKS)
