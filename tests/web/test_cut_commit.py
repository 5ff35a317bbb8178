"""The connection to PostgreSQL breaks during COMMIT: nobody can know, so everybody may send again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.usecases.set_up import set_up
from tests.apps import Clock, serving, settings_for
from tests.bank_editing import press
from tests.cutting import Cutter, cutter
from tests.faults.world import Act, sending
from tests.pages import Visitor, choices
from tests.quizzes import answer_all, begin, skip, take
from tests.staff import confirmed, first_admin
from tests.web.shared import rows_of
from tests.web.test_bank_publishing import BANK, edited

Prepare = Callable[[Flask, Clock], Act]


@pytest.fixture
def backend() -> str:
    """Only PostgreSQL is on the other side of a connection."""
    return "postgresql"


@pytest.fixture
def cut() -> Iterator[Cutter]:
    with cutter() as made:
        yield made


@pytest.fixture
def far_app(
    cut: Cutter, database_url: str, database: storage.Database, tmp_path: Path, clock: Clock
) -> Iterator[Flask]:
    """The application, whose way to the database can be cut."""
    set_up(database, now=clock())
    far = database_url.replace(":5432/", f":{cut.port}/")
    with serving(settings_for(far, tmp_path), clock) as made:
        yield made


def _begin(app: Flask, clock: Clock) -> Act:
    del clock
    visitor = Visitor(app)
    return sending(visitor, visitor.page("/fr/quiz"), role="find", form="adaptive")


def _answer(app: Flask, clock: Clock) -> Act:
    del clock
    page = begin(Visitor(app), "ar")
    return sending(Visitor(app), page, answer=choices(page, "answer")[0], action="answer")


def _finish(app: Flask, clock: Clock) -> Act:
    del clock
    return sending(Visitor(app), answer_all(Visitor(app), begin(Visitor(app), "en"), skip))


def _ask(app: Flask, clock: Clock) -> Act:
    del clock
    finished = take(Visitor(app), "en", answering=skip)
    page = Visitor(app).page(f"/en/result/{finished.token}")
    return sending(Visitor(app), page, "/counselor", message="And now?")


def _erase(app: Flask, clock: Clock) -> Act:
    del clock
    finished = take(Visitor(app), "en", answering=skip)
    return sending(Visitor(app), Visitor(app).page(f"/en/result/{finished.token}/erase"))


def _publish(app: Flask, clock: Clock) -> Act:
    ada = first_admin(app, clock)
    edited(ada)
    press(ada, ada.page(f"{BANK}/publish"), "/publish", note="Clearer words")
    confirmed(ada, f"{BANK}/publish/now")
    clock.pace *= 0
    return sending(ada, ada.page(f"{BANK}/publish/now"), "/publish/now")


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("prepare", [_begin, _answer, _finish, _ask, _erase, _publish])
def test_a_commit_whose_answer_is_lost_is_told_and_sent_again_it_counts_once(
    far_app: Flask, clock: Clock, cut: Cutter, database: storage.Database, prepare: Prepare, where: str
) -> None:
    act = prepare(far_app, clock)
    before = rows_of(database)
    cut.where = where
    assert act() == "status 503"
    assert cut.cuts == 1
    once = rows_of(database)
    assert (once == before) is (where == "before")
    again = act()
    # What an admin published is published: the same form again is told that things have moved on.
    assert again in {"", "status 409"} if where == "after" and prepare is _publish else again == ""
    after = rows_of(database)
    assert where == "before" or (after[0], *after[2:]) == (once[0], *once[2:])
    assert after != before
