"""Static files: served by WhiteNoise under an address that changes when any of them does."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

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


def serve(app: Flask, assets: Assets) -> None:
    """Answer the static addresses before the app is asked, for good caching."""
    # WhiteNoise adds `access-control-allow-origin: *` by default; our files are for our pages.
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(assets.root),
        prefix=assets.prefix,
        max_age=_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: True,
        add_headers_function=_add_headers,
    )


def _add_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
