"""Static files: served by WhiteNoise under an address that changes when any of them does."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from mentormatch.values import dataclass

_YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files of this build; `prefix` holds their common content hash."""

    root: Path
    prefix: str

    def url(self, path: str) -> str:
        """The address of a static file, such as `css/app.css`."""
        return f"/{self.prefix}{path}"


def find_assets() -> Assets:
    """The static files beside this module, hashed as a whole.

    One hash for the whole folder lets files name each other by relative address, and an old
    worker answers 404 for a newer build's file instead of the wrong content.
    """
    root = Path(__file__).resolve().parent / "static"
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return Assets(root, f"static/{digest.hexdigest()[:16]}/")


def compress(folder: Path) -> None:
    """Keep a copy of the static files in `folder` with a gzip and a brotli of each; repeatable.

    Safe when two processes do it at once: each makes its own copy, and one of them stays.
    """
    assets = find_assets()
    kept = _kept(assets, folder)
    if kept.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder, prefix="draft-"))
    shutil.copytree(assets.root, draft, dirs_exist_ok=True)
    compressor = Compressor(use_gzip=True, use_brotli=True, quiet=True)
    for path in list(draft.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    try:
        draft.rename(kept)
    except OSError:
        # Another process was first; its copy has the same content.
        shutil.rmtree(draft)


def with_compressed(assets: Assets, folder: Path) -> Assets:
    """The copy that `compress` made in `folder` where there is one, else `assets` themselves."""
    kept = _kept(assets, folder)
    return Assets(kept, assets.prefix) if kept.is_dir() else assets


def _kept(assets: Assets, folder: Path) -> Path:
    return folder / assets.prefix.strip("/").replace("/", "-")


def serve(app: Flask, assets: Assets, always: Mapping[str, str]) -> None:
    """Answer the static addresses before the app is asked, for good caching; with the headers of all.

    A file opened by itself may load nothing at all.
    """

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in always.items():
            headers[name] = value
        headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"

    # WhiteNoise adds `access-control-allow-origin: *` by default; our files are for our pages.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(assets.root),
        prefix=assets.prefix,
        max_age=_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
        add_headers_function=add_headers,
    )
