"""A real server and a real browser: chromium, as the system installs it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from tests.apps import clock, lang, quick_app, visitor
from tests.databases import sqlite_database, sqlite_template

__all__ = ["clock", "lang", "quick_app", "sqlite_database", "sqlite_template", "visitor"]

ARTIFACTS = Path(__file__).parents[2] / "artifacts"


@pytest.fixture
def server(quick_app: Flask) -> Iterator[str]:
    """The application on a free port of this machine; yields its address."""
    made = make_server("127.0.0.1", 0, quick_app, threaded=True)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


class Window:
    """Opens browser windows; every request must stay here. `still` asks for reduced motion."""

    def __init__(self, browser: Browser, server: str) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.server = server
        self.problems: list[str] = []

    def open(self, *, width: int = 1280, script: bool = True, still: bool = False) -> Page:
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce" if still else "no-preference",
            java_script_enabled=script,
            base_url=self.server,
        )
        self._contexts.append(context)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self._follow(request.url))
        return page

    def close(self) -> None:
        for context in self._contexts:
            assert context.cookies() == []
            context.close()

    def _hear(self, message: object) -> None:
        if getattr(message, "type", "") in {"error", "warning"}:
            text = getattr(message, "text", "")
            # The browser's own word for an error page that a test asked for.
            if "Failed to load resource" not in text:
                self.problems.append(text)

    def _follow(self, url: str) -> None:
        if not url.startswith((self.server, "about:", "data:")):
            self.problems.append(f"left the site: {url}")


@pytest.fixture
def window(browser: Browser, server: str) -> Iterator[Window]:
    """Browser windows onto the server; fails when a page complained or called elsewhere."""
    opened = Window(browser, server)
    yield opened
    opened.close()
    assert opened.problems == []


def keep_picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Keep a picture of a page, or of what one sees of it first, among the artefacts of the run.

    As JPEG, and in parts, since pictures are what takes longest.
    """
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.jpg", type="jpeg", quality=70, full_page=whole)
