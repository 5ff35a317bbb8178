"""A full disk and a locked database: told in the visitor's language, nothing lost, and over by itself."""

import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentormatch import storage
from tests.faults.asking import Answer, ask
from tests.faults.conftest import Figures
from tests.faults.servers import Serving, free_port
from tests.storage.elsewhere import holding

_TOLD = {"fr": "Le service est très sollicité", "en": "The service is busy", "ar": "الخدمة مشغولة"}
_LOCKED_SECONDS = 30
_HOLD = """
from mentormatch.storage.engines import sqlite_module
connection = sqlite_module().connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place))
    mounted = subprocess.run(mounting, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(("umount", "--lazy", str(place)), check=True)


def _served(folder: Path) -> Serving:
    serving = Serving(f"sqlite:///{folder / 'mentormatch.sqlite3'}", folder, free_port())
    serving.start()
    return serving


def _begun(port: int, lang: str) -> str:
    """The path of the first question of a quiz that was begun."""
    form = {"start_key": secrets.token_urlsafe(32), "role": "find", "form": "full"}
    return ask(port, "POST", f"/{lang}/quiz", form).location.partition("?")[0]


def _skipped(port: int, path: str) -> Answer:
    return ask(port, "POST", path, {"action": "skip"})


def _expect_told(answer: Answer, lang: str) -> None:
    assert answer.status == 503, answer.body
    assert int(answer.headers["Retry-After"]) > 0
    assert _TOLD[lang] in answer.body
    assert re.search(rf'<html[^>]* lang="{lang}"', answer.body)


def test_a_full_disk_refuses_writes_serves_readers_and_is_over_when_there_is_room(
    small_disk: Path, figures: Figures
) -> None:
    serving = _served(small_disk)
    try:
        paths = {lang: _begun(serving.port, lang) for lang in _TOLD}
        _fill(small_disk)
        for lang, path in paths.items():
            refused = _until_refused(serving.port, path)
            _expect_told(refused, lang)
            assert ask(serving.port, "GET", path).status == 200
        kept = {
            lang: ask(serving.port, "GET", path.rpartition("/")[0]).location for lang, path in paths.items()
        }
        (small_disk / "filling").unlink()
        figures("a full disk, SQLite", refused=len(kept))
        for lang, path in kept.items():
            assert _skipped(serving.port, path).status == 303
            assert ask(serving.port, "GET", path.rpartition("/")[0]).location != kept[lang]
    finally:
        serving.end()
    _expect_sound(small_disk)


def _fill(place: Path) -> None:
    with (place / "filling").open("wb", buffering=0) as file:
        for size in (65_536, 4096, 512):
            while True:
                try:
                    if file.write(b"\0" * size) < size:
                        break
                except OSError:
                    break


def _until_refused(port: int, path: str) -> Answer:
    """Go on until there is no more room in what SQLite has reserved already."""
    place, _, number = path.rpartition("/")
    answers = (_skipped(port, f"{place}/{at}") for at in range(int(number), int(number) + 40))
    return next(answer for answer in answers if answer.status != 303)


def test_a_locked_database_is_waited_for_then_told_and_free_again(tmp_path: Path, figures: Figures) -> None:
    serving = _served(tmp_path)
    waits = []
    try:
        paths = {lang: _begun(serving.port, lang) for lang in _TOLD}
        with holding(_HOLD, str(tmp_path / "mentormatch.sqlite3")):
            until = time.monotonic() + _LOCKED_SECONDS
            while time.monotonic() < until:
                for lang, path in paths.items():
                    began = time.monotonic()
                    _expect_told(_skipped(serving.port, path), lang)
                    waits.append(time.monotonic() - began)
                    assert ask(serving.port, "GET", path).status == 200
        for path in paths.values():
            # What was refused is absent: the first question is still the one to answer.
            assert ask(serving.port, "GET", path.rpartition("/")[0]).location == path
            assert _skipped(serving.port, path).status == 303
    finally:
        serving.end()
    figures(f"locked for {_LOCKED_SECONDS} s, SQLite", refused=len(waits), longest_s=max(waits))
    _expect_sound(tmp_path)


def _expect_sound(folder: Path) -> None:
    copy = folder.parent / "copy.sqlite3"
    shutil.copyfile(folder / "mentormatch.sqlite3", copy)
    if (folder / "mentormatch.sqlite3-wal").exists():
        shutil.copyfile(folder / "mentormatch.sqlite3-wal", f"{copy}-wal")
    database = storage.connect(f"sqlite:///{copy}")
    with database.reading() as tx:
        assert [*storage.checking.integrity(tx), *storage.checking.references(tx)] == []
        assert storage.copying.digests(tx)["attempts"].rows == len(_TOLD)
    database.close()
