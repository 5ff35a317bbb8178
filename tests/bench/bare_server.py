"""gunicorn around a bare Flask program, with the settings that our server has by default."""

import logging
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from mentormatch.config import SPECS


def serve(app: Flask) -> None:
    """Serve on any free port, and print the address once requests are answered."""
    logging.getLogger("gunicorn.error").setLevel(logging.WARNING)
    _Server(app).run()


# gunicorn ships no types.
class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        super().__init__()

    def load_config(self) -> None:
        """Workers and threads as ours."""
        usual = {spec.name: spec.default for spec in SPECS}
        chosen: dict[str, Any] = {
            "bind": "127.0.0.1:0",
            "workers": int(usual["MENTORMATCH_WORKERS"]),
            "threads": int(usual["MENTORMATCH_THREADS"]),
            "worker_class": "gthread",
            "preload_app": True,
            "control_socket_disable": True,
            "when_ready": _greet,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, built before the workers are forked, as ours is."""
        return self._app


def _greet(server: Any) -> None:
    sys.stdout.write(f"http://127.0.0.1:{server.LISTENERS[0].sock.getsockname()[1]}\n")
    sys.stdout.flush()
