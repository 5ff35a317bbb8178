"""`mentormatch serve`: get ready, then serve with gunicorn until told to stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.config import Settings
from mentormatch.usecases.set_up import Ready, invite_first_admin, set_up
from mentormatch.web import create_app
from mentormatch.web.logs import logging_config

_SECONDS_TO_FINISH = 20
_FORM_BYTES = 4094


@click.command(name="serve")
@click.option("--host", help="Address to listen on (MENTORMATCH_HOST).")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port; 0: any (MENTORMATCH_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes (MENTORMATCH_WORKERS).")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads each (MENTORMATCH_THREADS).")
def command(host: str | None, port: int | None, workers: int | None, threads: int | None) -> None:
    """Create or upgrade the database, then serve the quiz."""
    settings = environment.settings()
    named: dict[str, Any] = {"host": host, "port": port, "workers": workers, "threads": threads}
    settings = replace(settings, **{k: v for k, v in named.items() if v is not None})
    database = storage.connect(settings.database_url)
    now = datetime.now(UTC)
    ready = set_up(database, now=now)
    token = invite_first_admin(database, now=now)
    database.close()
    _Server(settings, lambda address: _greet(settings, address, ready, token)).run()


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured by our settings instead of its own command line."""

    def __init__(self, settings: Settings, greet: Callable[[str], None]) -> None:
        self._settings = settings
        self._greet = greet
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn our settings."""
        chosen: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.workers,
            "threads": self._settings.threads,
            "worker_class": "gthread",
            "graceful_timeout": _SECONDS_TO_FINISH,
            "limit_request_line": _FORM_BYTES,
            "logconfig_dict": logging_config(self._settings.log_level),
            "control_socket_disable": True,
            "preload_app": True,
            "when_ready": self._when_ready,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, built once and shared by the forked workers."""
        return create_app(self._settings)

    def _when_ready(self, server: Any) -> None:
        host, port = server.LISTENERS[0].sock.getsockname()[:2]
        self._greet(f"http://{host}:{port}")


def _greet(settings: Settings, address: str, ready: Ready, token: str | None) -> None:
    base = settings.base_url or address
    click.echo(f"mentormatch serves question bank version {ready.bank_number}.")
    click.echo(f"  the quiz   {base}/quiz")
    if token is not None:
        click.echo(f"  first admin (once, within a day)   {base}/fr/staff/join/{token}")
    if ready.bank_hash != ready.shipped_hash:
        click.echo("  note       the shipped bank differs from the published one: see `bank check`")
