"""The figures that ship with the program, apart from the laboratory that measures them.

Serving reads them; it must not load the laboratory for that.
"""

import json
from typing import Any

from mentormatch.bundled import data_path, read_shipped
from mentormatch.errors import ConfigurationError

FIGURES_FILE = data_path("model", "figures.json")


def kept_figures() -> dict[str, Any]:
    """What `usecases.evaluate` found for the shipped bank and model, with its trace.

    Raises:
        ConfigurationError: when the file is damaged.
    """
    return read_shipped(FIGURES_FILE, _figures)


def _figures(raw: bytes) -> dict[str, Any]:
    document = json.loads(raw)
    if not isinstance(document, dict) or "regimes" not in document:
        raise ValueError("these are no figures")
    return document


def figures_problem() -> str:
    """Why the figures cannot be shown; "" when they can."""
    try:
        kept_figures()
    except ConfigurationError as error:
        return error.detail
    return ""
