"""Two admins publish the draft that both have seen, at the same moment, hundreds of times: one wins."""

import json
from contextlib import suppress

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.usecases import bank_gate, edit_bank
from mentormatch.usecases.bank_gate import Gate
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.set_up import set_up
from tests.faults.conftest import Figures
from tests.storage import samples
from tests.storage.elsewhere import in_threads


def test_of_two_who_publish_one_wins_every_round(
    database: storage.Database, pytestconfig: pytest.Config, figures: Figures
) -> None:
    rounds = pytestconfig.getoption("--rounds")
    set_up(database, now=samples.NOW)
    with database.reading() as tx:
        editing = edit_bank.look(tx)
    # The rounds differ in their title only, which the gate's findings do not depend on.
    passed = bank_gate.gate(editing, load_expert())
    hashes = [editing.version.content_hash]
    for number in range(rounds):
        won = _published_at_once(database, passed, f"Round {number}")
        assert len(won) == 1
        hashes += won
    with database.reading() as tx:
        versions = storage.banks.versions(tx, BANK_KEY)
        assert [version.content_hash for version in reversed(versions)] == hashes
        assert [version.is_current for version in versions] == [True, *[False] * rounds]
        assert storage.audit.verify(tx).intact
        assert [*storage.checking.banks(tx)] == []
    figures(f"two publishers, {'SQLite' if database.is_sqlite else 'PostgreSQL'}", rounds=rounds)


def _published_at_once(database: storage.Database, passed: Gate, title: str) -> list[str]:
    """The hashes of what was published by two who have both seen the same draft."""
    with database.transaction() as tx:
        content = json.loads(edit_bank.look(tx).raw)
        content["title"]["en"] = title
        document = parse_bank(json.dumps(content).encode()).document
        saved = storage.drafts.save(tx, BANK_KEY, document, revision=0, now=samples.NOW)
        storage.drafts.keep_note(tx, BANK_KEY, title, revision=saved.revision)
        seen = edit_bank.look(tx)
    won: list[str] = []

    def publish(number: int) -> None:
        with suppress(ConflictError), database.transaction() as tx:
            version = bank_gate.publish_draft(tx, seen, passed, by=f"admin {number}", now=samples.NOW)
            won.append(version.content_hash)

    in_threads(publish, 2)
    return won
