"""Several writers, one draft: of those who save the same question, one wins each time."""

from dataclasses import replace

import pytest

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.i18n import Locale
from mentormatch.quiz.stale import Opened
from mentormatch.usecases import arrange_bank, edit_bank
from mentormatch.usecases.edit_bank import QuestionEdit, QuestionMovedError, Writer
from mentormatch.usecases.set_up import set_up
from tests.storage import samples
from tests.storage.elsewhere import in_threads

ROUNDS = 60
WRITERS = 3
KEY = "sit-first-months"


@pytest.fixture
def bank(database: storage.Database) -> storage.Database:
    """A database with the shipped bank, on each backend."""
    set_up(database, now=samples.NOW)
    return database


def _edit(database: storage.Database, words: str) -> QuestionEdit:
    with database.reading() as tx:
        editing = edit_bank.look(tx)
    question = editing.draft.question(KEY)
    changed = replace(question, prompt={**question.prompt, Locale.EN: words})
    return QuestionEdit(KEY, question.fingerprint, Opened(question.texts, {}), changed)


def _prompt(database: storage.Database) -> str:
    with database.reading() as tx:
        return edit_bank.look(tx).draft.question(KEY).prompt[Locale.EN]


def test_of_writers_at_the_same_moment_one_wins_and_nothing_is_overwritten(bank: storage.Database) -> None:
    for round_ in range(ROUNDS):
        edits = [_edit(bank, f"round {round_}, writer {number}") for number in range(WRITERS)]
        won: list[int] = []

        def save(number: int, edits: list[QuestionEdit] = edits, won: list[int] = won) -> None:
            try:
                with bank.transaction() as tx:
                    edit_bank.save_question(tx, edits[number], who=Writer(f"w{number}", samples.NOW))
            except QuestionMovedError:
                return
            won.append(number)

        in_threads(save, WRITERS)
        assert len(won) == 1
        assert _prompt(bank) == f"round {round_}, writer {won[0]}"


def test_writers_of_different_questions_all_win(bank: storage.Database) -> None:
    keys = ("sit-first-months", "agree-direction-known", "pair-use-of-the-hour")

    def save(number: int) -> None:
        with bank.transaction() as tx:
            question = edit_bank.look(tx).draft.question(keys[number])
            changed = replace(question, prompt={**question.prompt, Locale.FR: f"de {number}"})
            edit = QuestionEdit(keys[number], question.fingerprint, Opened(question.texts, {}), changed)
            edit_bank.save_question(tx, edit, who=Writer("w", samples.NOW))

    in_threads(save, len(keys))
    with bank.reading() as tx:
        editing = edit_bank.look(tx)
        assert storage.audit.verify(tx).events == len(keys)
    assert [editing.draft.question(key).prompt[Locale.FR] for key in keys] == ["de 0", "de 1", "de 2"]


def test_saving_what_is_there_already_writes_nothing(bank: storage.Database) -> None:
    edit = _edit(bank, "Once")
    revisions = []
    for _ in range(2):
        with bank.transaction() as tx:
            saved = edit_bank.save_question(tx, edit, who=Writer("w", samples.NOW))
        revisions.append(saved.revision)
    assert revisions == [1, 1]


def test_a_retirement_waits_for_who_has_just_saved(bank: storage.Database) -> None:
    edit = _edit(bank, "Saved first")
    with bank.transaction() as tx:
        edit_bank.save_question(tx, edit, who=Writer("w", samples.NOW))
    with pytest.raises(ConflictError, match="question-moved"), bank.transaction() as tx:
        arrange_bank.retire_question(tx, KEY, seen=edit.seen, who=Writer("v", samples.NOW))
    assert _prompt(bank) == "Saved first"
