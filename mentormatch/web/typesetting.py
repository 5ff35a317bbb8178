"""Documents and pictures set by typst from the templates in `templates/report/`.

Values enter as one JSON text, so that whatever somebody wrote is text there and never markup.
Nothing is fetched: the fonts are ours, packages and the system's fonts are out of reach.
"""

import json
import os
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mentormatch.bundled import data_path, templates_path
from mentormatch.errors import UnavailableError

if TYPE_CHECKING:
    import typst

PATIENCE_SECONDS = 10.0
NICENESS = 10
_ACCESSIBLE = "ua-1"
_NO_GLYPH = "could not be displayed with font"
# A picture's points are its pixels.
_PIXEL_A_POINT = 72.0
# Arabic is set without vowel signs, as most documents are: a sign and its letter are one cluster,
# for which typst names both to a reader of the document twice (docs/decisions/003-the-report.md).
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670]")


class Press:
    """typst with our fonts; prepared at its first use, so that each server process has its own.

    It sets one document at a time: a document takes milliseconds, and typst uses every core. It does so in a
    thread that stands back where processors are scarce: many wait for a page while one waits for a report.
    """

    def __init__(self) -> None:
        self._free = threading.Lock()
        self._hand = ThreadPoolExecutor(1, "press", _stand_back)
        self._compiler: typst.Compiler | None = None

    def pdf(self, template: str, values: Mapping[str, object], *, made: datetime) -> bytes:
        """A tagged PDF/UA-1 document; the same values and time give the same bytes.

        PDF/UA allows no sign that the fonts lack: a question with an emoji gets a document with an
        empty box in its place, tagged as well, which does not call itself PDF/UA.

        Raises:
            UnavailableError: `press-busy` after ten seconds of waiting for other documents.
        """
        import typst

        how = {"format": "pdf", "timestamp": made.replace(microsecond=0)}
        try:
            return self._set(template, values, pdf_standards=[_ACCESSIBLE], **how)
        except typst.TypstError as error:
            if _NO_GLYPH not in str(error):
                raise
            return self._set(template, values, **how)

    def png(self, template: str, values: Mapping[str, object]) -> bytes:
        """A picture of a one-page template, a pixel for each point; errors as `pdf`."""
        return self._set(template, values, format="png", ppi=_PIXEL_A_POINT)

    @contextmanager
    def alone(self) -> "Iterator[typst.Compiler]":
        """The compiler, for one user at a time; `press-busy` when it stays taken too long."""
        if not self._free.acquire(timeout=PATIENCE_SECONDS):
            raise UnavailableError("press-busy")
        try:
            self._compiler = self._compiler or self._hand.submit(_prepared).result()
            yield self._compiler
        finally:
            self._free.release()

    def _set(self, template: str, values: Mapping[str, object], **how: Any) -> bytes:
        given = {"page": _VOWEL_SIGNS.sub("", json.dumps(values, ensure_ascii=False))}
        with self.alone() as compiler:
            document = self._hand.submit(
                lambda: compiler.compile(_path(template), sys_inputs=given, **how)
            ).result()
        assert isinstance(document, bytes)
        return document


def _stand_back() -> None:
    """Let other threads go first; those that typst starts do as the one that started them."""
    if sys.platform == "linux":
        # Elsewhere this is said of whole processes.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _path(template: str) -> str:
    return str(templates_path() / "report" / template)


def _prepared() -> "typst.Compiler":
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(data_path("fonts"))],
    )
    nowhere = str(data_path("fonts"))
    return typst.Compiler(
        root=str(templates_path() / "report"),
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
