"""How an attempt lies in its row: little packed arrays in the bank's own question order.

`answers` and `languages` are a byte a question as they are; `elapsed` is an unsigned 16-bit
little-endian number a question; `shown` is the question's 16-bit index and one byte of how many
were left, for each question shown.
"""

import struct
from collections.abc import Iterable

from mentormatch.quiz import Shown

_SHOWN = struct.Struct("<HB")
_SEEDS = 1 << 64


def pack_shown(shown: Iterable[Shown]) -> bytes:
    """The bytes of what was shown; struct.error when a number does not fit."""
    return b"".join(_SHOWN.pack(place.index, place.left) for place in shown)


def unpack_shown(packed: bytes) -> tuple[Shown, ...]:
    """What was shown, from its bytes."""
    return tuple(Shown(index, left) for index, left in _SHOWN.iter_unpack(packed))


def pack_elapsed(elapsed: tuple[int, ...]) -> bytes:
    """The bytes of the tenths of a second spent on each question."""
    return struct.pack(f"<{len(elapsed)}H", *elapsed)


def unpack_elapsed(packed: bytes) -> tuple[int, ...]:
    """The tenths of a second spent on each question, from their bytes."""
    return struct.unpack(f"<{len(packed) // 2}H", packed)


def pack_seed(seed: int) -> int:
    """An unsigned 64-bit seed as the signed number that databases can hold."""
    if not 0 <= seed < _SEEDS:
        raise ValueError("a seed has 64 bits")
    return seed - _SEEDS if seed >= _SEEDS // 2 else seed


def unpack_seed(stored: int) -> int:
    """The unsigned seed of a stored number."""
    return stored % _SEEDS
