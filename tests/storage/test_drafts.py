"""Drafts: one a bank, saved only over what the writer has seen."""

from datetime import timedelta

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError, NotFoundError
from tests.storage import samples
from tests.storage.elsewhere import in_threads

_LATER = samples.NOW + timedelta(hours=1)


def test_a_draft_is_saved_replaced_and_read_back(database: storage.Database) -> None:
    with database.transaction() as tx:
        first = storage.drafts.save(tx, "sample", b"one", revision=0, now=samples.NOW)
    with database.transaction() as tx:
        second = storage.drafts.save(tx, "sample", b"two", revision=first.revision, now=_LATER)
    with database.reading() as tx:
        assert storage.drafts.load(tx, "sample") == second
    assert (first.revision, second.revision) == (1, 2)
    assert (second.document, second.updated) == (b"two", _LATER)


def test_a_bank_without_a_draft_says_so(database: storage.Database) -> None:
    with database.reading() as tx:
        assert storage.drafts.find(tx, "sample") is None
        with pytest.raises(NotFoundError, match="bank-draft"):
            storage.drafts.load(tx, "sample")


def test_a_draft_that_was_saved_meanwhile_is_not_overwritten(database: storage.Database) -> None:
    with database.transaction() as tx:
        seen = storage.drafts.save(tx, "sample", b"one", revision=0, now=samples.NOW)
        storage.drafts.save(tx, "sample", b"two", revision=seen.revision, now=samples.NOW)
    for revision in (0, seen.revision):
        with pytest.raises(ConflictError, match="draft-moved"), database.transaction() as tx:
            storage.drafts.save(tx, "sample", b"late", revision=revision, now=_LATER)
    with pytest.raises(ConflictError, match="draft-moved"), database.transaction() as tx:
        storage.drafts.discard(tx, "sample", revision=seen.revision, now=_LATER)
    with database.reading() as tx:
        assert storage.drafts.load(tx, "sample").document == b"two"


def test_whoever_has_an_old_draft_open_cannot_save_over_the_next_one(database: storage.Database) -> None:
    with database.transaction() as tx:
        old = storage.drafts.save(tx, "sample", b"old", revision=0, now=samples.NOW)
        storage.drafts.discard(tx, "sample", revision=old.revision, now=samples.NOW)
        assert storage.drafts.find(tx, "sample") is None
        new = storage.drafts.save(tx, "sample", b"new", revision=0, now=samples.NOW)
    assert new.revision > old.revision
    with pytest.raises(ConflictError), database.transaction() as tx:
        storage.drafts.save(tx, "sample", b"from the old one", revision=old.revision, now=_LATER)


def test_of_two_who_save_at_once_one_wins(database: storage.Database) -> None:
    with database.transaction() as tx:
        seen = storage.drafts.save(tx, "sample", b"seen", revision=0, now=samples.NOW)

    outcomes: list[str] = []

    def save(number: int) -> None:
        try:
            with database.transaction() as tx:
                storage.drafts.save(tx, "sample", b"%d" % number, revision=seen.revision, now=_LATER)
        except ConflictError:
            outcomes.append("refused")
        else:
            outcomes.append("saved")

    in_threads(save, 2)
    assert sorted(outcomes) == ["refused", "saved"]
