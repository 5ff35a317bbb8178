"""What a visitor took back from a counselor after the backup stays taken back when it is restored."""

from pathlib import Path

from flask import Flask

from mentormatch import storage
from mentormatch.casework import CaseState
from mentormatch.usecases.backing_up import back_up, restore
from mentormatch.usecases.deep_check import deep_check
from tests.apps import Clock
from tests.pages import Visitor
from tests.quizzes import each_in_turn, take

_MESSAGE = "A very personal question"


def test_a_question_that_was_taken_back_is_taken_back_again(
    app: Flask, clock: Clock, database: storage.Database, tmp_path: Path
) -> None:
    visitor = Visitor(app)
    tokens = [take(visitor, "en", answering=each_in_turn()).token for _ in range(2)]
    waiting = [
        visitor.submit(visitor.page(f"/en/result/{token}"), to="/counselor", message=_MESSAGE)
        for token in tokens
    ]
    backup = back_up(database, tmp_path / "backups", now=clock())
    assert "taken back" in visitor.submit(waiting[0], to="/withdraw").text
    restored = restore(database, backup.path, overwrite=True, now=clock())
    assert (restored.withdrawn_again, restored.problems) == (1, ())
    pages = [visitor.page(f"/en/result/{token}").text for token in tokens]
    assert [_MESSAGE in page for page in pages] == [False, True]
    with database.reading() as tx:
        rows = tx.exec_driver_sql("SELECT state FROM cases ORDER BY state").scalars().all()
    assert rows == [CaseState.WAITING, CaseState.WITHDRAWN]
    assert [problem for checked in deep_check(database) for problem in checked.problems] == []


def test_a_newer_backup_knows_of_it_when_the_database_is_lost(
    app: Flask, clock: Clock, database: storage.Database, tmp_path: Path
) -> None:
    visitor = Visitor(app)
    token = take(visitor, "en", answering=each_in_turn()).token
    waiting = visitor.submit(visitor.page(f"/en/result/{token}"), to="/counselor", message=_MESSAGE)
    older = back_up(database, tmp_path / "backups", now=clock())
    visitor.submit(waiting, to="/withdraw")
    newer = back_up(database, tmp_path / "backups", now=clock())
    elsewhere = storage.connect(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    restored = restore(elsewhere, older.path, overwrite=False, newer=[newer.path], now=clock())
    with elsewhere.reading() as tx:
        messages = tx.exec_driver_sql("SELECT message FROM contact_requests").scalars().all()
    elsewhere.close()
    assert (restored.withdrawn_again, messages) == (1, [None])


def test_a_question_that_was_taken_back_stays_so_when_another_was_asked_since(
    app: Flask, clock: Clock, database: storage.Database, tmp_path: Path
) -> None:
    visitor = Visitor(app)
    token = take(visitor, "en", answering=each_in_turn()).token
    waiting = visitor.submit(visitor.page(f"/en/result/{token}"), to="/counselor", message=_MESSAGE)
    backup = back_up(database, tmp_path / "backups", now=clock())
    visitor.submit(waiting, to="/withdraw")
    visitor.submit(visitor.page(f"/en/result/{token}"), to="/counselor", message="A harmless question")
    restored = restore(database, backup.path, overwrite=True, now=clock())
    assert (restored.withdrawn_again, restored.problems) == (1, ())
    page = visitor.page(f"/en/result/{token}").text
    assert (_MESSAGE in page, "A harmless question" in page) == (False, False)
    with database.reading() as tx:
        messages = tx.exec_driver_sql("SELECT message FROM contact_requests").scalars().all()
        states = tx.exec_driver_sql("SELECT state FROM cases").scalars().all()
    assert (messages, states) == ([None], [CaseState.WITHDRAWN])


def test_a_question_in_the_backup_that_was_never_taken_back_waits_again(
    app: Flask, clock: Clock, database: storage.Database, tmp_path: Path
) -> None:
    visitor = Visitor(app)
    token = take(visitor, "en", answering=each_in_turn()).token
    waiting = visitor.submit(
        visitor.page(f"/en/result/{token}"), to="/counselor", message="An earlier question"
    )
    visitor.submit(waiting, to="/withdraw")
    visitor.submit(visitor.page(f"/en/result/{token}"), to="/counselor", message=_MESSAGE)
    backup = back_up(database, tmp_path / "backups", now=clock())
    restored = restore(database, backup.path, overwrite=True, now=clock())
    assert restored.withdrawn_again == 0
    assert _MESSAGE in visitor.page(f"/en/result/{token}").text
