"""Finds the read-only files that ship with the program, in a checkout or in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    """The folder that holds `data/` and `templates/`: the wheel's bundle, else the checkout."""
    bundle = _PACKAGE / "_bundled"
    return bundle if bundle.is_dir() else _PACKAGE.parent


def data_path(*parts: str) -> Path:
    """The path of a shipped data file or folder, such as `data_path("banks", "mentoring.json")`."""
    return _root().joinpath("data", *parts)


def templates_path() -> Path:
    """The folder of the page templates."""
    return _root() / "templates"


def checkout_path() -> Path | None:
    """The checkout's root when the program runs from one, None when it is installed."""
    root = _root()
    return root if (root / "pyproject.toml").is_file() else None
