"""Every write that the program knows, each ready to be done once: what the faults are tried on."""

from tests.faults.deeds import accounts, bank, counselors, governing, learning, operators, texts, visitors
from tests.faults.deeds.registry import DEEDS, Deed

__all__ = [
    "DEEDS",
    "Deed",
    "accounts",
    "bank",
    "counselors",
    "governing",
    "learning",
    "operators",
    "texts",
    "visitors",
]
