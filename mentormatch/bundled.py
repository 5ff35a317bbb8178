"""Finds the read-only files that ship with the program, in a checkout or in a wheel."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from mentormatch.errors import ConfigurationError, InvalidDocumentError

_Found = TypeVar("_Found")
_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    """The folder that holds `data/` and `templates/`: the wheel's bundle, else the checkout."""
    bundle = _PACKAGE / "_bundled"
    return bundle if bundle.is_dir() else _PACKAGE.parent


def data_path(*parts: str) -> Path:
    """The path of a shipped data file or folder, such as `data_path("banks", "mentoring.json")`."""
    return _root().joinpath("data", *parts)


def read_shipped(path: Path, parse: Callable[[bytes], _Found]) -> _Found:
    """What a shipped file holds, as `parse` reads it.

    Raises:
        ConfigurationError: `shipped-file`, naming the file, when it is missing or damaged.
    """
    try:
        return parse(path.read_bytes())
    except InvalidDocumentError as error:
        raise _damaged(path, str(error.problems[0])) from error
    except OSError as error:
        raise _damaged(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError("shipped-file", f"{path.parent.name}/{path.name}: {why}")


def templates_path() -> Path:
    """The folder of the page templates."""
    return _root() / "templates"


def checkout_path() -> Path | None:
    """The checkout's root when the program runs from one, None when it is installed."""
    root = _root()
    return root if (root / "pyproject.toml").is_file() else None
