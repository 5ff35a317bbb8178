"""The figures that ship with the program, apart from the laboratory that measures them.

Serving reads them; it must not load the laboratory for that.
"""

import json
from typing import Any

from mentormatch.bundled import data_path

FIGURES_FILE = data_path("model", "figures.json")


def kept_figures() -> dict[str, Any]:
    """What `usecases.evaluate` found for the shipped bank and model, with its trace."""
    document: dict[str, Any] = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))
    return document
