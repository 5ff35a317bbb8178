"""Static files: under one address a build, compressed, kept by browsers for ever."""

import gzip
from pathlib import Path

import brotli
from flask import Flask

from mentormatch import storage
from mentormatch.web import assets
from tests.apps import Clock, serving, settings_for
from tests.pages import Visitor


def stylesheet(app: Flask) -> str:
    page = Visitor(app).page("/fr/")
    return page.find("link", rel="stylesheet").get("href", "")


def test_a_file_is_kept_for_ever_and_for_our_pages_only(quick_app: Flask) -> None:
    response = Visitor(quick_app).get(stylesheet(quick_app))
    assert response.status_code == 200
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_file_of_another_build_is_not_there(quick_app: Flask) -> None:
    build = stylesheet(quick_app).split("/")[2]
    stale = stylesheet(quick_app).replace(build, "0" * 16)
    assert Visitor(quick_app).get(stale).status_code == 404


def test_what_the_server_prepared_is_sent_compressed(
    sqlite_database: storage.Database, tmp_path: Path, clock: Clock
) -> None:
    assets.compress(tmp_path)
    assets.compress(tmp_path)
    with serving(settings_for(f"sqlite:///{sqlite_database.path}", tmp_path), clock) as app:
        address = stylesheet(app)
        plain = Visitor(app).get(address).data
        for coding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
            sent = Visitor(app).get(address, headers={"Accept-Encoding": coding})
            assert sent.headers["Content-Encoding"] == coding
            assert len(sent.data) < len(plain) / 3
            assert unpack(sent.data) == plain
    assert not list(tmp_path.glob("draft-*"))


def test_addresses_cannot_climb_out_of_the_folder(quick_app: Flask) -> None:
    folder = stylesheet(quick_app).rsplit("/", 2)[0]
    for climb in ("/../app.py", "/%2e%2e/app.py", "/css/../../app.py", "/..%2fapp.py"):
        assert Visitor(quick_app).get(folder + climb).status_code in {308, 400, 404}
