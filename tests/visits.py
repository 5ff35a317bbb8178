"""Many stored attempts of simulated people, for what is measured over all of them."""

import struct
from datetime import datetime, timedelta

import numpy as np

from mentormatch import storage
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.lab import Purpose, Regime, draw_people, make_world, respond
from mentormatch.quiz import LANGUAGE_CODES, Attempt, Form, Shown, State, parse_bank
from mentormatch.storage import banks

_LEFT = 12


def store_attempts(tx: storage.Transaction, count: int, *, now: datetime, name: str = "visit") -> None:
    """`count` full forms at the door *find* of the current bank; every tenth left open after 12 questions."""
    version = banks.current(tx, "mentoring")
    bank = parse_bank(banks.document(tx, version.id))
    world = make_world(Purpose.TUNING, Regime.REALISTIC, 0)
    people = draw_people(world, Role.FIND, count)
    found = respond(world, bank, people)
    for number in range(count):
        codes = found.codes[number].copy()
        shown = [int(at) for at in np.flatnonzero(codes)]
        left_open = number % 10 == 0
        if left_open:
            codes[shown[_LEFT:]] = 0
            shown = shown[: _LEFT + 1]
        locale = list(Locale)[int(people.language[number])]
        one = Attempt(
            bank_hash=bank.content_hash,
            role=Role.FIND,
            form=Form.FULL,
            locale=locale,
            seed=number,
            state=State.OPEN if left_open else State.FINISHED,
            extra=0,
            shown=tuple(Shown(at, 0) for at in shown),
            answers=codes.tobytes(),
            languages=bytes(LANGUAGE_CODES[locale] if code else 0 for code in codes),
            elapsed=tuple(
                int(10 * s) if code else 0 for s, code in zip(found.seconds[number], codes, strict=True)
            ),
            started=now - timedelta(days=3),
            last_seen=now - timedelta(days=2),
            revision=0,
        )
        token = struct.pack("<32s", f"{name}-{number}".encode())
        storage.attempts.create(tx, token, attempt=one, bank_version_id=version.id)
