"""The actions of the audit chain by what they are about, as the filter offers them."""

from collections.abc import Mapping
from types import MappingProxyType

from mentormatch.storage.actions import Action

_PREFIXES = {
    "staff": ("staff.",),
    "cases": ("case.", "cases.", "counsel."),
    "bank": ("bank",),
    "texts": ("texts.",),
    "models": ("model.", "results."),
    "data": ("attempt", "database.", "demo."),
    "running": ("settings.", "job."),
}

AREAS: Mapping[str, tuple[Action, ...]] = MappingProxyType(
    {area: tuple(one for one in Action if one.startswith(starts)) for area, starts in _PREFIXES.items()}
)
